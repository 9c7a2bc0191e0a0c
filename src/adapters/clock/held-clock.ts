/** The place where time stands still until it is moved, and chance is seeded. */
import { seededRandom } from '../../lib/random.ts';
import type { Chance, Clock } from '../../ports/clock.ts';

export type HeldClock = Clock & {
  /** Moves every clock; the engine's at its rate. Never back: time does not. */
  readonly advance: (realMs: number) => void;
};

export function createHeldClock(start: {
  readonly engine: number;
  readonly real: number;
  readonly rate?: number;
}): HeldClock {
  const rate = start.rate ?? 1;
  let passedMs = 0;
  const advance = (realMs: number): void => {
    passedMs += Math.max(0, realMs);
  };
  return {
    advance,
    read: () =>
      Promise.resolve({
        engine: Math.floor(start.engine + passedMs * rate),
        real: Math.floor(start.real + passedMs),
        rate,
        monotonic: passedMs,
        wall: Math.floor(start.real + passedMs),
      }),
    monotonic: () => passedMs,
    wall: () => Math.floor(start.real + passedMs),
    // Whoever sleeps moves the clock: nobody else would wake it.
    sleep(ms) {
      advance(ms);
      return Promise.resolve();
    },
  };
}

/** UUIDv7 by RFC 9562, its random bits from the seed. */
export function createSeededChance(seed: number): Chance {
  const random = seededRandom(seed);
  const hex = (digits: number): string =>
    random
      .below(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return {
    uuid(at) {
      const time = Math.floor(at).toString(16).padStart(12, '0').slice(-12);
      const head = `${time.slice(0, 8)}-${time.slice(8)}`;
      const variant = '89ab'.charAt(random.below(4));
      return `${head}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`;
    },
  };
}
