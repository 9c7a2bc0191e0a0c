import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forgetMs,
  freeFailures,
  nextTryAt,
  subjectOf,
  type Tries,
  type TryKind,
  waitMsAfter,
  waitMsMax,
  withTry,
} from './slowing.ts';

const kind = fc.constantFrom<TryKind>('address', 'place', 'known_place', 'password');
const now = 1_772_442_000_000;

describe('whoever guesses', () => {
  it('waits for nothing at first, then a second, and twice as long each time', () => {
    const free = freeFailures.address;
    const waits = [0, free - 1, free, free + 1, free + 4].map((n) => waitMsAfter('address', n));
    expect(waits).toEqual([0, 0, 1_000, 2_000, 16_000]);
  });

  it('never waits for less after more failures, nor ever for longer than is said', () => {
    fc.assert(
      fc.property(kind, fc.nat(100_000), fc.nat(50), (of, failures, more) => {
        const wait = waitMsAfter(of, failures);
        expect(waitMsAfter(of, failures + more)).toBeGreaterThanOrEqual(wait);
        expect(wait).toBeLessThanOrEqual(waitMsMax);
      }),
    );
  });

  it('has few tries in a day, however patient', () => {
    let tries: Tries = { kind: 'address', failures: 0, lastAt: now };
    let guesses = 0;
    for (let real = now; real < now + 86_400_000; real = Math.max(real + 1, nextTryAt(tries))) {
      tries = withTry(tries, real);
      guesses += 1;
    }
    expect(guesses).toBeLessThan(120);
  });

  it('is forgotten after a day without a try, and not before', () => {
    fc.assert(
      fc.property(kind, fc.integer({ min: 0, max: 1_000 }), (of, failures) => {
        const tries: Tries = { kind: of, failures, lastAt: now };
        expect(withTry(tries, now + forgetMs - 1).failures).toBe(failures + 1);
        expect(withTry(tries, now + forgetMs).failures).toBe(1);
      }),
    );
  });
});

it('is known by a hash that no two subjects share, however they are cut', () => {
  const hashes = [
    subjectOf('place', 'ab', 'c'),
    subjectOf('place', 'a', 'bc'),
    subjectOf('place', 'abc'),
    subjectOf('address', 'abc'),
  ].map(({ hash }) => hash.toString('hex'));
  expect(new Set(hashes).size).toBe(hashes.length);
});
