/**
 * The place where this process becomes a worker: registered, listening, and looping until told to
 * stop.
 */
import { openSession } from '../db/listen.ts';
import { createWindowTable } from '../domain/schedule/window.ts';
import { defaultSettings } from '../engine/deps.ts';
import type { Loop } from '../engine/loop.ts';
import { startLoop } from '../engine/loop.ts';
import { registerWorker, retireWorker } from '../engine/start.ts';
import type { Wired } from './wire.ts';

export type Working = {
  /** False while it begins anew, such as after its session was lost. */
  readonly isAtWork: () => boolean;
  readonly stop: () => Promise<void>;
};

const reconnectMs = 1_000;

type Shift = { readonly loop: Loop; readonly end: () => Promise<void> };

/**
 * A worker lives as long as its session: when that is lost, or a sweeper has declared it dead, its
 * rounds end, what it has on the wire is settled, and it begins again as another worker.
 */
export async function work(wired: Wired, rate: number): Promise<Working> {
  let stopping = false;
  let shift: Shift | null = null;
  let turning: Promise<void> = Promise.resolve();
  const begin = async (): Promise<void> => {
    while (!stopping) {
      try {
        shift = await beginShift(wired, { rate, onLost: restart });
        return;
      } catch (error) {
        wired.log.warn({ error: String(error) }, 'the worker could not start yet');
        await wired.clock.sleep(reconnectMs);
      }
    }
  };
  const turn = async (): Promise<void> => {
    const old = shift;
    shift = null;
    await old?.end();
    await begin();
  };
  const restart = (why: string): void => {
    if (stopping) return;
    wired.log.warn({ why }, 'the worker begins anew');
    turning = turning.then(turn);
  };
  await begin();
  return {
    isAtWork: () => shift !== null,
    stop: async () => {
      stopping = true;
      await turning;
      await shift?.end();
    },
  };
}

async function beginShift(
  wired: Wired,
  { rate, onLost }: { readonly rate: number; readonly onLost: (why: string) => void },
): Promise<Shift> {
  const { host, engineEpoch } = wired;
  const itself = { host, pid: process.pid, engineEpoch };
  const { workerId, lockKey } = await registerWorker(wired, itself);
  let loop: Loop | null = null;
  let over = false;
  const lost = (why: string): void => {
    if (over) return;
    over = true;
    onLost(why);
  };
  const session = await openSession({
    url: wired.url,
    channel: 'countersign_due',
    lockKey,
    onNotice: () => loop?.wake(),
    onLost: (error) => lost(error.message),
  });
  const { claimMark, db, log, figures } = wired;
  const leases = new Map();
  const rememberClaim = (claimNo: number): Promise<void> => {
    figures.claimed();
    return claimMark.remember(claimNo);
  };
  const worker = { id: workerId, engineEpoch, leases, rememberClaim };
  loop = startLoop({
    ...wired,
    worker,
    windows: createWindowTable(),
    settings: defaultSettings,
    rate,
    onDeclaredDead: () => lost('a sweeper declared it dead'),
  });
  const running = loop;
  return {
    loop: running,
    end: async () => {
      over = true;
      await running.stop();
      await session.close();
      await retireWorker(db, workerId).catch((error: unknown) => {
        log.warn({ error: String(error) }, 'the worker could not sign off');
      });
    },
  };
}
