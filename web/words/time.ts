/** The place where an instant becomes the words a person thinks in: "tomorrow 09:00". */

export type Instant = string;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Nearer than this the distance is said, farther off the time of day. */
const nearMs = hourMs;

/** `{ now, zone }`: as of when, and whose wall clock. */
export type Reading = { readonly now: Instant; readonly zone: string };

/** "in 12 minutes", "today 16:30", "tomorrow 09:00", "Mon 2 Mar 09:00". */
export function whenInWords(at: Instant, { now, zone }: Reading): string {
  const aheadMs = Date.parse(at) - Date.parse(now);
  if (Math.abs(aheadMs) < minuteMs) return 'now';
  if (Math.abs(aheadMs) < nearMs) {
    const minutes = countOf(Math.round(Math.abs(aheadMs) / minuteMs), 'minute');
    return aheadMs > 0 ? `in ${minutes}` : `${minutes} ago`;
  }
  return `${dayInWords(at, { now, zone })} ${timeOfDay(at, zone)}`;
}

/** "for 12 more minutes", "until tomorrow 09:00": how long something is held. */
export function untilInWords(at: Instant, reading: Reading): string {
  const aheadMs = Date.parse(at) - Date.parse(reading.now);
  if (aheadMs < minuteMs) return 'for a moment more';
  if (aheadMs >= nearMs) return `until ${whenInWords(at, reading)}`;
  const minutes = Math.ceil(aheadMs / minuteMs);
  return minutes === 1 ? 'for 1 more minute' : `for ${minutes} more minutes`;
}

/** "just now", "12 minutes ago", "5 hours ago", "3 days ago". */
export function ageInWords(at: Instant, now: Instant): string {
  const ageMs = Date.parse(now) - Date.parse(at);
  if (ageMs < minuteMs) return 'just now';
  if (ageMs < hourMs) return `${countOf(Math.floor(ageMs / minuteMs), 'minute')} ago`;
  if (ageMs < 2 * dayMs) return `${countOf(Math.floor(ageMs / hourMs), 'hour')} ago`;
  return `${countOf(Math.floor(ageMs / dayMs), 'day')} ago`;
}

/** For waiting: "90 seconds" is told as "2 minutes", never as less than it is. */
export function spanInWords(seconds: number): string {
  if (seconds < 60) return countOf(Math.max(1, Math.ceil(seconds)), 'second');
  if (seconds < 3600) return countOf(Math.ceil(seconds / 60), 'minute');
  return countOf(Math.ceil(seconds / 3600), 'hour');
}

/** "09:00" on the wall clock of the zone. */
export function timeOfDay(at: Instant, zone: string): string {
  return partsOf(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** 0 to 23 on the wall clock of the zone. */
export function hourOfDay(at: Instant, zone: string): number {
  return Number(timeOfDay(at, zone).slice(0, 2));
}

/** "2 Mar 2026": the date alone, for what lies far off. */
export function dateOf(at: Instant, zone: string): string {
  return partsOf(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

function dayInWords(at: Instant, { now, zone }: Reading): string {
  const distance = dayNumber(at, zone) - dayNumber(now, zone);
  if (distance === 0) return 'today';
  if (distance === 1) return 'tomorrow';
  if (distance === -1) return 'yesterday';
  const isSameYear = yearOf(at, zone) === yearOf(now, zone);
  return partsOf(at, zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isSameYear ? {} : { year: 'numeric' }),
  }).replaceAll(',', '');
}

/** Days since the epoch by the zone's calendar: tomorrow is one more, however long today is. */
function dayNumber(at: Instant, zone: string): number {
  const [day = 0, month = 1, year = 0] = partsOf(at, zone, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
    .split('/')
    .map(Number);
  return Date.UTC(year, month - 1, day) / dayMs;
}

function yearOf(at: Instant, zone: string): string {
  return partsOf(at, zone, { year: 'numeric' });
}

function partsOf(at: Instant, zone: string, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...how, timeZone: zone }).format(new Date(at));
}

/** "1 lead", "2 leads", "1,204 leads". */
export function countOf(count: number, noun: string, nouns = `${noun}s`): string {
  return `${numberOf(count)} ${count === 1 ? noun : nouns}`;
}

export function numberOf(count: number): string {
  return count.toLocaleString('en-GB');
}
