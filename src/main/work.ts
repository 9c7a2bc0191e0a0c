/**
 * The place where this process becomes a worker: registered, listening, and looping until told to
 * stop.
 */
import { openSession } from '../db/listen.ts';
import type { WireRight } from '../domain/engine/fence.ts';
import { createWindowTable } from '../domain/schedule/window.ts';
import type { Log } from '../engine/deps.ts';
import { defaultSettings } from '../engine/deps.ts';
import type { Beat } from '../engine/heartbeat.ts';
import type { Loop } from '../engine/loop.ts';
import { startLoop } from '../engine/loop.ts';
import { registerWorker, retireWorker } from '../engine/start.ts';
import type { Deps } from '../usecases/deps.ts';
import type { Wired } from './wire.ts';

export type WorkDeps = Deps & { readonly log: Log } & Pick<
    Wired,
    'url' | 'host' | 'engineEpoch' | 'fencedBecause' | 'openAgain' | 'claimMark' | 'figures'
  >;

export type WorkHow = {
  /** Engine milliseconds per real one. */
  readonly rate: number;
  readonly heartbeatMs: number;
};

export type Working = {
  /** False while it begins anew, such as after a lost session, and where its right has ended. */
  readonly isAtWork: () => boolean;
  readonly stop: () => Promise<void>;
};

const reconnectMs = 1_000;

type Shift = { readonly loop: Loop; readonly end: () => Promise<void> };
type Over = { readonly why: string; readonly again?: boolean };

/**
 * A worker lives as long as its session: when that is lost, or a sweeper has declared it dead, its
 * rounds end, what it has on the wire is settled, and it begins again as another worker.
 *
 * So it does when the fence it began behind is accepted, and then it takes every step that a start
 * takes: the folder's mark is read and the fence judged before it has the right of the new epoch.
 * A worker that was not fenced at first does not: accepting ends it, until somebody restarts it.
 */
export async function work(wired: WorkDeps, how: WorkHow): Promise<Working> {
  let stopping = false;
  let hasEnded = false;
  let shift: Shift | null = null;
  let turning: Promise<void> = Promise.resolve();
  let lastRight: WireRight = {
    epoch: wired.engineEpoch,
    beganFenced: wired.fencedBecause !== null,
  };
  /** By the right it is given, or by the one a start would have now. */
  const begin = async (given: WireRight | null): Promise<void> => {
    let right = given;
    while (!stopping) {
      try {
        right ??= await rightAgain(wired);
        lastRight = right;
        shift = await beginShift(wired, { ...how, right, onOver: restart, onEnded });
        return;
      } catch (error) {
        wired.log.warn({ error: String(error) }, 'the worker could not start yet');
        await wired.clock.sleep(reconnectMs);
      }
    }
  };
  const onEnded = (): void => {
    hasEnded = true;
  };
  const turn = async ({ again }: Over): Promise<void> => {
    const old = shift;
    shift = null;
    await old?.end();
    await begin(again === true ? null : lastRight);
  };
  const restart = (over: Over): void => {
    if (stopping) return;
    wired.log.warn({ why: over.why }, 'the worker begins anew');
    turning = turning.then(() => turn(over));
  };
  // A session that is lost while its shift begins waits for that: else two would be at work.
  turning = begin(lastRight);
  await turning;
  return {
    isAtWork: () => shift !== null && !hasEnded,
    stop: async () => {
      stopping = true;
      await turning;
      await shift?.end();
    },
  };
}

/** What a start of the process would find, and no less: it may be fenced once more. */
async function rightAgain({ openAgain, log }: WorkDeps): Promise<WireRight> {
  const opened = await openAgain();
  // Its sentence may name a mailbox, and this one is logged.
  if (!opened.ok) throw new Error('A start would be refused now: restart, and it says why.');
  const { epoch, fencedBecause } = opened.value;
  log.info({ epoch, fenced: fencedBecause !== null }, 'the fence was accepted');
  return { epoch, beganFenced: fencedBecause !== null };
}

type ShiftOf = WorkHow & {
  readonly right: WireRight;
  readonly onOver: (over: Over) => void;
  readonly onEnded: () => void;
};

const overBy = {
  dead: { why: 'a sweeper declared it dead' },
  anew: { why: 'the fence was accepted', again: true },
} as const;

async function beginShift(wired: WorkDeps, of: ShiftOf): Promise<Shift> {
  const { host } = wired;
  const { epoch: engineEpoch, beganFenced } = of.right;
  const itself = { host, pid: process.pid, engineEpoch };
  const { workerId, lockKey } = await registerWorker(wired, itself);
  let loop: Loop | null = null;
  let over = false;
  const lost = (how: Over): void => {
    if (over) return;
    over = true;
    of.onOver(how);
  };
  const onBeat = (beat: Exclude<Beat, 'alive'>): void => {
    if (beat === 'ended') of.onEnded();
    else lost(overBy[beat]);
  };
  const session = await openSession({
    url: wired.url,
    channel: 'countersign_due',
    lockKey,
    onNotice: () => loop?.wake(),
    onLost: (error) => lost({ why: error.message }),
  });
  const { claimMark, db, log, figures } = wired;
  const leases = new Map();
  const rememberClaim = (claimNo: number): Promise<void> => {
    figures.claimed();
    return claimMark.remember(claimNo);
  };
  const worker = { id: workerId, engineEpoch, beganFenced, leases, rememberClaim };
  loop = startLoop({
    ...wired,
    worker,
    windows: createWindowTable(),
    settings: defaultSettings,
    rate: of.rate,
    heartbeatMs: of.heartbeatMs,
    onBeat,
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
