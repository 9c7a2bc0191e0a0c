/**
 * The place where a cap over any 24 hours is kept, by counting hand-overs in buckets.
 *
 * A bucket counts wholly until 24 hours after its end, when even its latest hand-over is a day old:
 * up to a bucket's length too long, never too short.
 */
import { dayMs, type Instant, minuteMs, never } from './instant.ts';

export const bucketMs: number = 10 * minuteMs;

/** The start of the bucket that counts an instant. */
export function bucketOf(at: Instant): Instant {
  return Math.floor(at / bucketMs) * bucketMs;
}

/** Bucket start → count. */
export type RollingUse = ReadonlyMap<Instant, number>;

export type RollingCapAnswer =
  | { readonly go: true; readonly left: number }
  | { readonly go: false; readonly until: Instant };

/** `until`: the earliest instant at which one more may go if none goes before. */
export function rollingCapAnswer(use: RollingUse, cap: number, now: Instant): RollingCapAnswer {
  const oldest = oldestRelevantBucket(now);
  let used = 0;
  for (const [bucket, count] of use) {
    if (bucket >= oldest) used += count;
  }
  if (used < cap) return { go: true, left: cap - used };

  const relevant = [...use].filter(([bucket]) => bucket >= oldest).sort(([a], [b]) => a - b);
  for (const [bucket, count] of relevant) {
    used -= count;
    if (used < cap) return { go: false, until: bucket + bucketMs + dayMs };
  }
  return { go: false, until: never };
}

/** The earliest bucket that still counts; what is before it need not be loaded or kept. */
export function oldestRelevantBucket(now: Instant): Instant {
  return bucketOf(now - dayMs);
}
