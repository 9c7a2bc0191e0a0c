/** The place where the rolling cap is held against counting every hand-over of every 24 hours. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, type Instant, minuteMs, never } from './instant.ts';
import { bucketMs, bucketOf, oldestRelevantBucket, rollingCapAnswer } from './rolling-cap.ts';

describe('buckets', () => {
  test('an instant is counted in the ten minutes that hold it', () => {
    const start = 1_000 * bucketMs;
    expect([start, start + bucketMs - 1, start + bucketMs].map(bucketOf)).toEqual([
      start,
      start,
      start + bucketMs,
    ]);
    expect(bucketMs).toBe(600_000);
  });

  test('a bucket counts until its end is 24 hours ago, and then no more', () => {
    const now = 1_000 * bucketMs;
    expect(oldestRelevantBucket(now)).toBe(now - dayMs);
    expect(oldestRelevantBucket(now - 1)).toBe(now - dayMs - bucketMs);
  });
});

describe('the cap', () => {
  const noon = 1_000 * dayMs + 12 * hourMs;
  const use = new Map([
    [noon - 2 * hourMs, 2],
    [noon - 5 * hourMs, 3],
    [noon - 25 * hourMs, 9],
  ]);

  test('below it one may go, and it is said how many are left', () => {
    expect(rollingCapAnswer(use, 6, noon)).toEqual({ go: true, left: 1 });
    expect(rollingCapAnswer(new Map(), 50, noon)).toEqual({ go: true, left: 50 });
  });

  test('at it the next may go when the oldest bucket that counts is a day past its end', () => {
    const until = noon + 19 * hourMs + 10 * minuteMs;
    expect(rollingCapAnswer(use, 5, noon)).toEqual({ go: false, until });
    expect(rollingCapAnswer(use, 5, until - 1)).toEqual({ go: false, until });
    expect(rollingCapAnswer(use, 5, until)).toEqual({ go: true, left: 3 });
  });

  test('a cap lowered far below its use waits for as many buckets as it takes', () => {
    const until = noon + 22 * hourMs + 10 * minuteMs;
    expect(rollingCapAnswer(use, 2, noon)).toEqual({ go: false, until });
  });

  test('a cap of nothing is never free', () => {
    expect(rollingCapAnswer(use, 0, noon)).toEqual({ go: false, until: never });
  });
});

test('whatever the pace, no 24 hours see more than the cap, and no refusal is idle', () => {
  const waits = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 30 * minuteMs }),
    fc.integer({ min: 1, max: 20 * hourMs }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 40_000 * dayMs }),
      fc.array(waits, { minLength: 1, maxLength: 80 }),
      (cap, start, moves) => {
        const handedOver = handOverAfterEach(moves, cap, start);
        for (const at of handedOver) {
          const inOneDay = handedOver.filter((other) => at <= other && other <= at + dayMs);
          expect(inOneDay.length).toBeLessThanOrEqual(cap);
        }
      },
    ),
    { seed: 1, numRuns: 150 },
  );
});

/** One hand-over after each wait, as soon as it may be. */
function handOverAfterEach(waits: readonly number[], cap: number, start: Instant): Instant[] {
  const use = new Map<Instant, number>();
  const handedOver: Instant[] = [];
  let now = start;
  for (const waitMs of waits) {
    now += waitMs;
    const answer = rollingCapAnswer(use, cap, now);
    if (!answer.go) {
      const lastRefused = answer.until - 1;
      expect(lastRefused).toBeGreaterThanOrEqual(now);
      expect(rollingCapAnswer(use, cap, lastRefused).go).toBe(false);
      const recent = handedOver.filter((at) => at > lastRefused - dayMs - bucketMs);
      expect(recent.length).toBeGreaterThanOrEqual(cap);
      now = answer.until;
    }
    expect(rollingCapAnswer(use, cap, now).go).toBe(true);
    use.set(bucketOf(now), (use.get(bucketOf(now)) ?? 0) + 1);
    handedOver.push(now);
  }
  return handedOver;
}
