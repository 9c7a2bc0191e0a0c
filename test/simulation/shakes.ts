/**
 * The place where the world shakes as a whole: time leaps, processes stand still, connections
 * end.
 */

import { at } from '../../src/db/columns.ts';
import type { Process } from './kernel.ts';
import type { Stage } from './stage.ts';
import { tally } from './stage.ts';
import type { Worker } from './worker.ts';
import { dropLock } from './worker.ts';

const shakes = [
  'suspend',
  'suspend',
  'sleep',
  'pause',
  'pause',
  'pause',
  'leap_engine',
  'lose_connections',
  'lose_lock',
  'leave',
  'crash',
  'add_worker',
] as const;
export type Shake = (typeof shakes)[number];

const hourMs = 3_600_000;

export async function shake(stage: Stage): Promise<Shake> {
  const { chance, kernel, trace } = stage;
  const what = chance.pick(shakes);
  tally(stage, what);
  trace.note(`${kernel.real()} -- ${what} --`);
  const living = stage.workers.filter((worker) => worker.process.alive);
  const worker = living.length === 0 ? null : chance.pick(living);
  switch (what) {
    case 'suspend':
      kernel.leap(chance.between(31_000, 600_000));
      break;
    case 'sleep': {
      // The machines sleep: their monotonic clocks stand still, their walls go on.
      const ms = chance.between(26_000, 300_000);
      for (const process of processes(stage)) process.sleptMs += ms;
      kernel.leap(ms);
      break;
    }
    case 'pause':
      if (worker !== null)
        worker.process.pausedUntil = kernel.real() + chance.between(5_000, 180_000);
      break;
    case 'leap_engine':
      await leapEngine(stage, chance.between(1, 30 * hourMs));
      break;
    case 'lose_connections':
      await loseConnections(stage);
      break;
    case 'lose_lock':
      if (worker !== null) await loseLock(stage, worker);
      break;
    case 'leave':
      if (worker !== null) worker.leaving = true;
      break;
    case 'crash':
      if (worker !== null) await kernel.kill(worker.process);
      break;
    case 'add_worker':
      break;
  }
  return what;
}

function processes(stage: Stage): readonly Process[] {
  return [...stage.workers.map((worker) => worker.process), stage.desk.process()];
}

/** Forward only, as the engine's clock goes. */
async function leapEngine(stage: Stage, ms: number): Promise<void> {
  const { sessions, time } = stage;
  time.anchorEngine += ms;
  const text = 'update engine set anchor_engine = $1 where id = 1';
  // Somebody may hold the row; it is their process that would have set the clock.
  const [free] = await sessions.ask(
    'sim_free_engine',
    'select 1 from engine for update skip locked',
  );
  if (free === undefined) time.anchorEngine -= ms;
  else await sessions.ask('sim_leap', text, [at(time.anchorEngine)]);
}

/**
 * PostgreSQL was restarted: whoever waits for a statement gets an error, whoever holds a lock
 * loses it.
 */
async function loseConnections(stage: Stage): Promise<void> {
  for (const op of stage.kernel.pending()) await stage.kernel.cutOff(op);
  for (const worker of stage.workers) await loseLock(stage, worker);
}

/** The process hears of it and begins anew, when what it has under way has ended. */
async function loseLock(stage: Stage, worker: Worker): Promise<void> {
  if (worker.lockSession === null) return;
  await dropLock(stage.workerDeps, worker);
  worker.leaving = true;
}
