/** The place where a time zone gets the name a person would use: "Vienna", and not a path. */

export function zoneName(zone: string): string {
  const last = zone.slice(zone.lastIndexOf('/') + 1);
  return last.replaceAll('_', ' ');
}

export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
