/** The place where time is read from the database, so that every process sees the same. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Moment } from '../../ports/clock.ts';

export type ClockReading = {
  readonly real: number;
  readonly anchorReal: number;
  readonly anchorEngine: number;
  readonly rate: number;
};

/** Whole milliseconds; never backwards within this process, whatever a failover's clock says. */
export function createDatabaseClock(readRow: () => Promise<ClockReading>): Clock {
  let last = { engine: Number.NEGATIVE_INFINITY, real: Number.NEGATIVE_INFINITY };
  const monotonic = (): number => performance.now();
  const wall = (): number => Date.now();
  return {
    read: async (): Promise<Moment> => {
      const before = { monotonic: monotonic(), wall: wall() };
      const row = await readRow();
      const engine = Math.floor(row.anchorEngine + (row.real - row.anchorReal) * row.rate);
      const real = Math.floor(row.real);
      last = { engine: Math.max(engine, last.engine), real: Math.max(real, last.real) };
      return { ...last, rate: row.rate, ...before };
    },
    monotonic,
    wall,
    sleep: (ms) => delay(ms),
  };
}
