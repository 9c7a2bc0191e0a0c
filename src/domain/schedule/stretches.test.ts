/** The place where a zone's stretches are held against Temporal, asked in any order. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { dayMs } from './instant.ts';
import { createStretches, createZones } from './stretches.ts';

const zones = ['UTC', 'Europe/Vienna', 'Pacific/Apia', 'Africa/Casablanca', 'Asia/Kathmandu'];
const instants = fc.integer({
  min: instant('2005-01-01T00:00Z'),
  max: instant('2045-01-01T00:00Z'),
});

function instant(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

function offsetMs(timezone: string, at: number): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return zoned.offsetNanoseconds / 1_000_000;
}

test('a stretch holds the instant asked for and has its offset from first to last', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.array(instants, { minLength: 1, maxLength: 8 }),
      (timezone, asked) => {
        const stretchAt = createStretches(timezone);
        for (const at of asked) {
          const stretch = stretchAt(at);
          expect(stretch.start <= at && at < stretch.end).toBe(true);
          expect([stretch.start, at, stretch.end - 1].map((t) => offsetMs(timezone, t))).toEqual([
            stretch.offsetMs,
            stretch.offsetMs,
            stretch.offsetMs,
          ]);
        }
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

test('the last instant before a change of the clock and the first after it lie in two', () => {
  const stretchAt = createStretches('Europe/Vienna');
  const change = instant('2026-03-29T01:00Z');
  const back = instant('2026-10-25T01:00Z');
  expect([stretchAt(change - 1).end, stretchAt(change)]).toEqual([
    change,
    { start: change, end: back, offsetMs: 7_200_000 },
  ]);
});

test('what was in view stays in view, so that a repeated question computes nothing', () => {
  const stretchAt = createStretches('Europe/Vienna');
  const now = instant('2026-03-02T08:00Z');
  const first = stretchAt(now);
  stretchAt(now + 200 * dayMs);
  stretchAt(now - 10 * dayMs);
  expect(stretchAt(now)).toBe(first);
});

test('a clock that runs through a hundred years finds every stretch and forgets the oldest', () => {
  const stretchAt = createStretches('Europe/Vienna');
  const start = instant('2026-03-02T08:00Z');
  const first = stretchAt(start);
  for (let at = start; at < start + 36_500 * dayMs; at += 91 * dayMs) {
    expect(stretchAt(at).offsetMs).toBe(offsetMs('Europe/Vienna', at));
  }
  expect(stretchAt(start)).not.toBe(first);
  expect(stretchAt(start).end).toBe(first.end);
});

test('as many zones are kept as there are entries, and begun anew beyond', () => {
  const stretchesOf = createZones(2);
  const [vienna, apia] = [stretchesOf('Europe/Vienna'), stretchesOf('Pacific/Apia')];
  expect([stretchesOf('Europe/Vienna') === vienna, stretchesOf('Pacific/Apia') === apia]).toEqual([
    true,
    true,
  ]);
  const utc = stretchesOf('UTC');
  expect([stretchesOf('UTC') === utc, stretchesOf('Europe/Vienna') === vienna]).toEqual([
    true,
    false,
  ]);
});

test('no instant at all is in no stretch', () => {
  const stretchAt = createStretches('Europe/Vienna');
  stretchAt(0);
  expect(() => stretchAt(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  expect(() => stretchAt(Number.NaN)).toThrow(RangeError);
});
