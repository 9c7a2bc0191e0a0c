/**
 * The place where a day and a time of day are told from a zone's stretches, by arithmetic alone.
 */
import { dayMs, type Instant, type Span } from './instant.ts';
import type { Stretch, StretchAt } from './stretches.ts';

/** Days since 1970-01-01 on the calendar of a wall. */
export type DayNumber = number;

export function dayNumberAt(stretch: Stretch, at: Instant): DayNumber {
  return Math.floor((at + stretch.offsetMs) / dayMs);
}

/**
 * The span of instants that count as one local day.
 *
 * A day begins when its date is first shown and lasts until the next one is, so that days never
 * overlap and leave nothing out. Where a clock is set back over midnight (St. John's until 2011)
 * the minutes before midnight that come round again belong to the day already begun.
 */
export function dayHolding(stretchAt: StretchAt, at: Instant): Span {
  let day = dayNumberAt(stretchAt(at), at);
  let start = startOfDay(stretchAt, day);
  let end = startOfDay(stretchAt, day + 1);
  while (end <= at) {
    day += 1;
    start = end;
    end = startOfDay(stretchAt, day + 1);
  }
  return { start, end };
}

/** In a gap the first instant after it, in a fold the earlier of the two midnights. */
function startOfDay(stretchAt: StretchAt, day: DayNumber): Instant {
  const midnight = day * dayMs;
  // No zone is two days from UTC, so here it is still an earlier date, on every wall.
  let stretch = stretchAt(midnight - 2 * dayMs);
  for (;;) {
    const start = Math.max(stretch.start, midnight - stretch.offsetMs);
    if (start < stretch.end) return start;
    stretch = stretchAt(stretch.end);
  }
}
