/** The place where several workers, each with a pool of its own, run at once in real time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, createPool } from '../../src/db/database.ts';
import type { EngineDeps } from '../../src/engine/deps.ts';
import { verbs } from '../../src/engine/verbs.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { World } from './world.ts';

export type Race = {
  readonly workers: readonly EngineDeps[];
  /**
   * Every verb of every worker, round upon round, until it is stopped; then what any of them
   * threw.
   */
  readonly run: () => { readonly stop: () => Promise<readonly unknown[]> };
  readonly close: () => Promise<void>;
};

const idleMs = 3;

/** Engine milliseconds per real one: a minute between two messages is a fiftieth of a second. */
export const rate = 3_000;

export async function makeRace(world: World, workersMax: number): Promise<Race> {
  const clock = realClock(world);
  const databases = Array.from({ length: workersMax }, () =>
    createDatabase(createPool({ url: world.url, connectionsMax: 4, onIdleError: () => undefined })),
  );
  const workers: EngineDeps[] = [];
  for (const { db } of databases) workers.push({ ...(await world.worker()), db, clock });
  return {
    workers,
    run: () => {
      let stopped = false;
      const thrown: unknown[] = [];
      const rounds = workers.flatMap((worker) =>
        verbs.map(async (verb) => {
          while (!stopped) {
            try {
              const { did } = await verb.runOnce(worker, await clock.read());
              if (did === 0) await sleep(idleMs);
            } catch (error) {
              thrown.push(error);
            }
          }
        }),
      );
      return {
        stop: async () => {
          stopped = true;
          await Promise.all(rounds);
          return thrown;
        },
      };
    },
    close: async () => {
      await Promise.all(databases.map((database) => database.close()));
    },
  };
}

/** Goes on from where the world's clock is held. */
export function realClock(world: World): Clock {
  const { engine, real } = world.now;
  const began = performance.now();
  const passed = () => performance.now() - began;
  return {
    read: () => {
      const ms = passed();
      const now = { engine: Math.floor(engine + ms * rate), real: Math.floor(real + ms), rate };
      return Promise.resolve({ ...now, monotonic: ms, wall: real + ms });
    },
    monotonic: passed,
    wall: () => real + passed(),
    sleep: (ms) => sleep(ms),
  };
}
