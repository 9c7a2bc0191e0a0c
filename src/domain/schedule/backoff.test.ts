/** The place where retries after a temporary refusal are shown to grow rarer, and to end. */
import { describe, expect, test } from 'vitest';
import { temporaryRetry } from './backoff.ts';
import { hourMs, minuteMs } from './instant.ts';

const firstTryAt = 1_000_000;

describe('a temporary refusal', () => {
  test('is retried after 5 minutes, 30 minutes, 2 hours and 8 hours', () => {
    const answers = [1, 2, 3, 4].map((tries) =>
      temporaryRetry({ tries, firstTryAt, now: firstTryAt }),
    );
    expect(answers).toEqual([
      { retryAt: firstTryAt + 5 * minuteMs },
      { retryAt: firstTryAt + 30 * minuteMs },
      { retryAt: firstTryAt + 2 * hourMs },
      { retryAt: firstTryAt + 8 * hourMs },
    ]);
  });

  test('is final at the fifth try', () => {
    expect(temporaryRetry({ tries: 5, firstTryAt, now: firstTryAt })).toEqual({
      giveUp: 'refused for the time being 5 times; 5 tries are made',
    });
  });

  test('is retried up to 72 hours after the first try, not a millisecond beyond', () => {
    const last = firstTryAt + 64 * hourMs;
    expect(temporaryRetry({ tries: 4, firstTryAt, now: last })).toEqual({
      retryAt: firstTryAt + 72 * hourMs,
    });
    expect(temporaryRetry({ tries: 4, firstTryAt, now: last + 1 })).toEqual({
      giveUp:
        'refused for the time being, and the 72 hours since the first try leave no room for another',
    });
  });

  test('counts its tries from one', () => {
    expect(() => temporaryRetry({ tries: 0, firstTryAt, now: firstTryAt })).toThrow(
      'a refused message was tried',
    );
  });
});
