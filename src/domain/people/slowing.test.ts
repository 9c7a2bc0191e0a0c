import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forgetMs,
  freeFailures,
  lookedFailuresMax,
  slowRestMs,
  standingOf,
  subjectOf,
  type Tries,
  type TryKind,
  waitMsAfter,
  waitMsMax,
  withTry,
} from './slowing.ts';

const kind = fc.constantFrom<TryKind>('address', 'place', 'pair', 'known_place', 'password');
const now = 1_772_442_000_000;

describe('whoever guesses', () => {
  it('waits for nothing at first, then a second, and twice as long each time', () => {
    const free = freeFailures.address;
    const waits = [0, free - 1, free, free + 1, free + 4].map((n) => waitMsAfter('address', n));
    expect(waits).toEqual([0, 0, 1_000, 2_000, 16_000]);
    expect(waitMsAfter('pair', lookedFailuresMax)).toBe(0);
    expect(waitMsAfter('pair', lookedFailuresMax + 1)).toBe(1_000);
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

  it('is never refused for what others did at the same place', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(lookedFailuresMax), fc.nat(4), (all, own, away) => {
        const tries = {
          place: counted('place', all + own),
          address: counted('address', own + away),
          pair: counted('pair', own),
        };
        const isFree = own < freeFailures.pair && all + own < freeFailures.place;
        expect(standingOf(tries, now)).toBe(isFree ? 'looked' : 'slowed');
      }),
    );
  });

  it('is not refused at a known place for what is done elsewhere, and slowed by its own', () => {
    const at = (failures: number) => standingOf({ known: counted('known_place', failures) }, now);
    expect([0, 4, 5, lookedFailuresMax].map(at)).toEqual(['looked', 'looked', 'slowed', 'slowed']);
    expect(at(lookedFailuresMax + 1)).toEqual({ waitMs: 1_000 });
  });

  it('is refused for failures elsewhere, wherever they come from', () => {
    fc.assert(
      fc.property(fc.nat(lookedFailuresMax), fc.integer({ min: 5, max: 1_000 }), (own, away) => {
        const tries = {
          place: counted('place', own),
          address: counted('address', own + away),
          pair: counted('pair', own),
        };
        expect(standingOf(tries, now)).toEqual({ waitMs: waitMsAfter('address', away) });
      }),
    );
  });

  it('has few looks at one address in a day, whatever places it has', () => {
    const places = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(places, fc.array(fc.nat(299), { minLength: 1, maxLength: 40 }), (n, order) => {
        expect(looksInADay(n, order)).toBeLessThan(400);
      }),
      { numRuns: 30 },
    );
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

function counted(of: TryKind, failures: number): Tries {
  return { kind: of, failures, lastAt: now };
}

/** Somebody with so many places goes round them, in an order of theirs, as soon as they may. */
function looksInADay(places: number, order: readonly number[]): number {
  const pairs = Array.from({ length: places }, () => counted('pair', 0));
  let address = counted('address', 0);
  let looks = 0;
  let real = now;
  for (let turn = 0; real < now + 86_400_000; turn++) {
    let soonest = Number.POSITIVE_INFINITY;
    let took = false;
    for (let n = 0; n < places && !took; n++) {
      const place = ((order[turn % order.length] ?? 0) + n) % places;
      const pair = pairs[place] ?? counted('pair', 0);
      const standing = standingOf({ place: counted('place', 1_000), address, pair }, real);
      if (typeof standing === 'object') {
        soonest = Math.min(soonest, standing.waitMs);
        continue;
      }
      pairs[place] = withTry(pair, real);
      address = withTry(address, real);
      looks += 1;
      took = true;
    }
    real += took ? slowRestMs : soonest;
  }
  return looks;
}

it('is known by a hash that no two subjects share, however they are cut', () => {
  const hashes = [
    subjectOf('place', 'ab', 'c'),
    subjectOf('place', 'a', 'bc'),
    subjectOf('place', 'abc'),
    subjectOf('address', 'abc'),
  ].map(({ hash }) => hash.toString('hex'));
  expect(new Set(hashes).size).toBe(hashes.length);
});
