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
  let last: Moment = { engine: Number.NEGATIVE_INFINITY, real: Number.NEGATIVE_INFINITY };
  return {
    read: async () => {
      const row = await readRow();
      const engine = Math.floor(row.anchorEngine + (row.real - row.anchorReal) * row.rate);
      const real = Math.floor(row.real);
      const { rate } = row;
      last = { engine: Math.max(engine, last.engine), real: Math.max(real, last.real), rate };
      return last;
    },
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    sleep: (ms) => delay(ms),
  };
}
