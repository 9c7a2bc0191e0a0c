/** The place where a message that was refused for the time being is given another try, or up. */
import { assert } from '../../lib/assert.ts';
import { dayMs, hourMs, type Instant, minuteMs } from './instant.ts';

/** How long to wait after the first refusal, the second, … */
const delaysMs = [5 * minuteMs, 30 * minuteMs, 2 * hourMs, 8 * hourMs] as const;
/** The first try and one after each delay. */
export const triesMax: number = delaysMs.length + 1;
/** From the first try to the start of the last. */
export const retryForMsMax: number = 3 * dayMs;

export type RetryAnswer = { readonly retryAt: Instant } | { readonly giveUp: string };

/**
 * `tries` counts the one just refused. The window may move a retry later than `retryAt`, also
 * beyond the 72 hours: it is then the last.
 */
export function temporaryRetry({
  tries,
  firstTryAt,
  now,
}: {
  readonly tries: number;
  readonly firstTryAt: Instant;
  readonly now: Instant;
}): RetryAnswer {
  assert(tries >= 1, 'a refused message was tried');
  const delayMs = delaysMs[tries - 1];
  if (delayMs === undefined) {
    return { giveUp: `refused for the time being ${tries} times; ${triesMax} tries are made` };
  }
  const retryAt = now + delayMs;
  if (retryAt > firstTryAt + retryForMsMax) {
    return {
      giveUp:
        'refused for the time being, and the 72 hours since the first try leave no room for another',
    };
  }
  return { retryAt };
}
