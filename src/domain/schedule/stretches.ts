/**
 * The place where a time zone is a row of stretches, each with one offset from UTC.
 *
 * Inside a stretch a calendar is plain arithmetic, some nanoseconds where a zoned calculation takes
 * 19 µs. So a zone's few stretches are what we keep, not the open windows of every rule and day:
 * there are two a year and zone however many rules there are, and the key is the zone's name.
 */
import { Temporal } from 'temporal-polyfill';
import { dayMs, type Instant, type Span, within } from './instant.ts';

export type Stretch = Span & { readonly offsetMs: number };

/** The stretch holding an instant. Two that meet may have the same offset. */
export type StretchAt = (at: Instant) => Stretch;

/** Where Temporal says there is no next transition it has looked three years ahead. */
const foreseenMs = 3 * 365 * dayMs;
/** How far before the first instant asked for we begin, so that its day lies wholly in view. */
const lookBackMs = 40 * dayMs;
/** A zone's row is begun anew when it is this long: thirty years and more. */
const stretchesMax = 64;

/** More than there are names of zones. */
export const zonesMax = 1024;

/** Keeps the stretches of a bounded number of zones. */
export function createZones(entriesMax: number): (timezone: string) => StretchAt {
  const zones = new Map<string, StretchAt>();
  return (timezone) => {
    const known = zones.get(timezone);
    if (known !== undefined) return known;
    // To find them all again costs a fraction of a millisecond each; who went last is not worth
    // keeping a list of.
    if (zones.size >= entriesMax) zones.clear();
    const created = createStretches(timezone);
    zones.set(timezone, created);
    return created;
  };
}

export function createStretches(timezone: string): StretchAt {
  let row: Stretch[] = [];
  let latest: Stretch | undefined;

  return (at) => {
    if (latest !== undefined && within(latest, at)) return latest;
    latest = find(at) ?? grow(at);
    return latest;
  };

  function find(at: Instant): Stretch | undefined {
    return row.find((stretch) => within(stretch, at));
  }

  function grow(at: Instant): Stretch {
    const first = row[0];
    if (first === undefined || at < first.start) row = [stretchFrom(timezone, at - lookBackMs)];
    for (;;) {
      const last = row.at(-1);
      if (last !== undefined && at < last.end) return last;
      if (last === undefined || row.length === stretchesMax) {
        row = [stretchFrom(timezone, at - lookBackMs)];
      } else {
        row.push(stretchFrom(timezone, last.end));
      }
    }
  }
}

function stretchFrom(timezone: string, start: Instant): Stretch {
  const zoned = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone);
  const next = zoned.getTimeZoneTransition('next');
  return {
    start,
    end: next?.epochMilliseconds ?? start + foreseenMs,
    offsetMs: zoned.offsetNanoseconds / 1_000_000,
  };
}
