/** The place where instants are read on the calendar and the clock of a time zone. */
import { Temporal } from 'temporal-polyfill';
import type { Instant, Span } from './instant.ts';
import { createStretches, zonesMax } from './stretches.ts';
import { dayHolding, dayNumberAt } from './wall-clock.ts';

/** Temporal also reads "+02:00" and whole dates with a zone in them: those name no place. */
const zoneName = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

/** The longest of all has 32. */
const zoneNameLengthMax = 64;

const zoneByName = new Map<string, boolean>();

/** Remembered: a million rows name a few zones, and one that there is not costs ten times more. */
export function isTimeZone(name: string): boolean {
  if (name.length > zoneNameLengthMax || !zoneName.test(name)) return false;
  const known = zoneByName.get(name);
  if (known !== undefined) return known;
  if (zoneByName.size >= zonesMax) zoneByName.clear();
  const found = hasZone(name);
  zoneByName.set(name, found);
  return found;
}

function hasZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The local calendar day holding an instant. Often asked, ask a window table instead. */
export function localDay(timezone: string, at: Instant): Span {
  return dayHolding(createStretches(timezone), at);
}

/**
 * When a follow-up is due: the same time on the wall, `days` dates later.
 *
 * Disambiguation is `compatible`: a time that a gap leaves out is moved later by the gap's length,
 * of a time that a fold shows twice the earlier counts. No days later is the instant itself, also
 * in the later half of a fold.
 */
export function sameWallTimeAfterDays(timezone: string, at: Instant, days: number): Instant {
  if (days === 0) return at;
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timezone)
    .toPlainDateTime()
    .add({ days })
    .toZonedDateTime(timezone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** `2026-03-02`, for many instants: a date is written once. */
export function createLocalDates(timezone: string): (at: Instant) => string {
  const stretchAt = createStretches(timezone);
  const texts = new Map<number, string>();
  const first = Temporal.PlainDate.from('1970-01-01');
  return (at) => {
    const days = dayNumberAt(stretchAt(at), at);
    const known = texts.get(days);
    if (known !== undefined) return known;
    const text = first.add({ days }).toString();
    texts.set(days, text);
    return text;
  };
}

/** `2026-03-02 09:00 Europe/Vienna`, with seconds only where there are any. */
export function wallTimeText(timezone: string, at: Instant): string {
  const shown = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timezone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' });
  return `${shown.replace('T', ' ').replace(/:00$/, '')} ${timezone}`;
}
