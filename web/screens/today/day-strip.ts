/** The place where what leaves today becomes hours of the campaign's own wall clock. */

import type { Leaving } from '../../api/today.ts';
import { hourOfDay, timeOfDay } from '../../words/time.ts';

type Hour = { readonly hour: number; readonly count: number };
type Day = Pick<Leaving, 'hours' | 'timezone' | 'sending_window_start' | 'sending_window_end'>;

/** The hours of the window, and those outside in which a lead's own zone lets something go. */
export function hoursOfDay(day: Day): readonly Hour[] {
  const counts = new Map<number, number>();
  for (const { hour, count } of day.hours) {
    const local = hourOfDay(hour, day.timezone);
    counts.set(local, (counts.get(local) ?? 0) + count);
  }
  const opens = Number(day.sending_window_start.slice(0, 2));
  const closes = lastHourBefore(day.sending_window_end);
  const first = Math.min(opens, ...counts.keys());
  const last = Math.max(closes, ...counts.keys());
  return Array.from({ length: last - first + 1 }, (_, place) => ({
    hour: first + place,
    count: counts.get(first + place) ?? 0,
  }));
}

/** Where the hand of the clock stands on the strip: 9.5 at half past nine; null beside it. */
export function clockOn(hours: readonly Hour[], now: string, zone: string): number | null {
  const [hour = 0, minute = 0] = timeOfDay(now, zone).split(':').map(Number);
  const first = hours[0]?.hour ?? 0;
  const hand = hour + minute / 60;
  return hand >= first && hand <= first + hours.length ? hand : null;
}

/** A window until 17:00 has 16 as its last hour, one until 17:30 has 17. */
function lastHourBefore(timeOfDayEnd: string): number {
  const [hour = 0, minute = 0] = timeOfDayEnd.split(':').map(Number);
  return minute === 0 ? Math.max(0, hour - 1) : hour;
}
