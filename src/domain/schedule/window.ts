/**
 * The place where a campaign's sending window is open or closed.
 *
 * It is open exactly while the wall clock of its zone shows a time in `[windowStart, windowEnd)` on
 * one of its days; nothing else is asked, on no day of the year. What follows when clocks are set:
 * a window whose start is left out by a gap opens at the end of the gap, one that lies wholly in
 * the gap stays shut that day, and what a fold shows twice is open twice: 01:30 to 02:30, with the
 * clock set from 02:00 back to 01:00, opens at the first 01:30, shuts for the second half hour
 * after 01:00, and opens again. Open from the first 01:30 through to 02:30 was weighed and left: it
 * hands over at 01:10 by everybody's clock.
 */
import { assert } from '../../lib/assert.ts';
import { dayMs, hourMs, type Instant, minuteMs, type Span } from './instant.ts';
import { createZones, type Stretch, type StretchAt, zonesMax } from './stretches.ts';
import { type DayNumber, dayHolding, dayNumberAt } from './wall-clock.ts';

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Times of day are `HH:MM:SS`, start before end. */
export type WindowRule = {
  readonly timezone: string;
  readonly sendDays: readonly Weekday[];
  readonly windowStart: string;
  readonly windowEnd: string;
};

/** `opensAt` is null where the window does not open in the next 400 days. */
export type Opening =
  | { readonly open: true; readonly closesAt: Instant }
  | { readonly open: false; readonly opensAt: Instant | null };

export type WindowTable = {
  readonly opening: (rule: WindowRule, at: Instant) => Opening;
  readonly localDay: (timezone: string, at: Instant) => Span;
};

const searchDaysMax = 400;
/** 1970-01-01, day number 0, was a Thursday. */
const weekdays = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'] as const;

export function createWindowTable(options?: { readonly entriesMax?: number }): WindowTable {
  const stretchesOf = createZones(options?.entriesMax ?? zonesMax);
  return {
    opening: (rule, at) => openingAt(stretchesOf(rule.timezone), { rule, at }),
    localDay: (timezone, at) => dayHolding(stretchesOf(timezone), at),
  };
}

function openingAt(stretchAt: StretchAt, { rule, at }: { rule: WindowRule; at: Instant }): Opening {
  const times = timesOf(rule);
  for (let from = at; from <= at + searchDaysMax * dayMs; ) {
    const stretch = stretchAt(from);
    const run = nextRun(times, stretch, from);
    if (run !== null && run.start > at) return { open: false, opensAt: run.start };
    if (run !== null) return { open: true, closesAt: endOfRun(times, stretchAt, run) };
    from = stretch.end;
  }
  return { open: false, opensAt: null };
}

type Times = {
  readonly sendDays: readonly Weekday[];
  readonly startMs: number;
  readonly endMs: number;
};

/** What is left of a stretch's first open span, from an instant in it on. */
function nextRun(times: Times, stretch: Stretch, from: Instant): Span | null {
  for (let day = dayNumberAt(stretch, from); ; day += 1) {
    const midnight = day * dayMs - stretch.offsetMs;
    if (midnight >= stretch.end) return null;
    const start = Math.max(from, midnight + times.startMs);
    const end = Math.min(stretch.end, midnight + times.endMs);
    if (start < end && times.sendDays.includes(weekdayOf(day))) return { start, end };
  }
}

/** A window that is open when the clock is set stays open if the new time lies in it as well. */
function endOfRun(times: Times, stretchAt: StretchAt, run: Span): Instant {
  let end = run.end;
  while (stretchAt(end).start === end) {
    const next = nextRun(times, stretchAt(end), end);
    if (next === null || next.start > end) return end;
    end = next.end;
  }
  return end;
}

function weekdayOf(day: DayNumber): Weekday {
  const weekday = weekdays[((day % 7) + 7) % 7];
  assert(weekday !== undefined, 'a day number is whole');
  return weekday;
}

function timesOf(rule: WindowRule): Times {
  const startMs = timeOfDayMs(rule.windowStart);
  const endMs = timeOfDayMs(rule.windowEnd);
  // A rule that cannot be read must not look like a window that never opens.
  assert(startMs < endMs, 'a window rule has two times of day, the start before the end');
  return { sendDays: rule.sendDays, startMs, endMs };
}

/** By character, as this runs at every look-up: 10 ns where splitting takes 200. */
function timeOfDayMs(text: string): number {
  return twoDigits(text, 0) * hourMs + twoDigits(text, 3) * minuteMs + twoDigits(text, 6) * 1000;
}

function twoDigits(text: string, index: number): number {
  return (text.charCodeAt(index) - 48) * 10 + (text.charCodeAt(index + 1) - 48);
}
