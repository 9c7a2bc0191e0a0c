/**
 * The place where any JSON value becomes one text, whatever the order of its fields. For hashes
 * that live a while and are compared by one version of us: what lasts has canonical JSON.
 */

export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
