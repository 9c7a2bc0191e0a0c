/**
 * The place where a worker takes up its work: the clock is set, the fence judged, the worker
 * registered.
 */
import { listAllAliases } from '../db/aliases.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import type { EngineRow } from '../db/engine.ts';
import {
  endWorker,
  findHighestClaim,
  findSystemIdentifier,
  insertEngine,
  insertWorker,
  lockEngine,
  markFenced,
  markStarted,
  markStopped,
  readRealTime,
} from '../db/engine.ts';
import { fenceReason } from '../domain/engine/fence.ts';
import { isHarmless } from '../domain/send/alias.ts';
import type { Failed, Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Chance } from '../ports/clock.ts';

export type StartInput = {
  readonly host: string;
  readonly pid: number;
  /** The highest claim the data folder has seen; null where it is new. */
  readonly folderClaim: number | null;
  readonly timeRate: number;
  readonly timeStart: number | null;
};

type Deps = { readonly db: Db; readonly chance: Chance };

/** Sets the clock and judges the fence; serving needs no more than this. */
export async function openEngine(
  { db }: Deps,
  input: StartInput,
): Promise<Result<{ readonly fencedBecause: string | null; readonly epoch: number }, string>> {
  const systemIdentifier = await readSystemIdentifier(db);
  const real = await readRealTime(db);
  return inTransaction(db, async (tx) => {
    const fast = input.timeRate !== 1 || input.timeStart !== null;
    const before = await lockEngine(tx);
    if (before === null) {
      const anchorEngine = input.timeStart ?? real;
      const rate = input.timeRate;
      await insertEngine(tx, { real, systemIdentifier, anchorEngine, rate, everFast: fast });
      return ok({ fencedBecause: null, epoch: 1 });
    }
    const refused = fast ? await refuseFastClock(tx) : null;
    if (refused !== null) return refused;
    const { folderClaim } = input;
    const reason = await judge(tx, { before, real, folderClaim, systemIdentifier });
    const { timeRate: rate } = input;
    const engine = engineTime(before, real);
    await markStarted(tx, {
      real,
      engine,
      rate,
      fast,
      fenceReason: reason,
      // Another server's name is taken over when an operator accepts, and not before.
      systemIdentifier: before.system_identifier ?? systemIdentifier,
    });
    return ok({ fencedBecause: before.fence_reason ?? reason, epoch: before.epoch });
  });
}

/** For a command: fences what the next start would fence, and leaves the clock alone. */
export async function judgeFence(
  { db }: Pick<Deps, 'db'>,
  { folderClaim }: Pick<StartInput, 'folderClaim'>,
): Promise<void> {
  const systemIdentifier = await readSystemIdentifier(db);
  const real = await readRealTime(db);
  await inTransaction(db, async (tx) => {
    const before = await lockEngine(tx);
    if (before === null) return;
    const reason = await judge(tx, { before, real, folderClaim, systemIdentifier });
    if (reason !== null) await markFenced(tx, engineTime(before, real), reason);
  });
}

type Judged = Pick<StartInput, 'folderClaim'> & {
  readonly before: EngineRow;
  readonly real: number;
  readonly systemIdentifier: string | null;
};

async function judge(tx: Db, of: Judged): Promise<string | null> {
  const { before } = of;
  return fenceReason({
    real: of.real,
    stoppedCleanly: before.stopped_cleanly,
    heartbeatAt: before.heartbeat_at,
    highestClaim: await findHighestClaim(tx),
    folderClaim: of.folderClaim,
    systemThen: before.system_identifier,
    systemNow: of.systemIdentifier,
  });
}

/** The engine's clock goes on from where it was, also over the time it was down; never back. */
function engineTime(row: EngineRow, real: number): number {
  return Math.floor(row.anchor_engine + Math.max(0, real - row.anchor_real) * row.rate);
}

async function refuseFastClock(tx: Db): Promise<Failed<string> | null> {
  const real = (await listAllAliases(tx)).find((alias) => !isHarmless(alias));
  if (real === undefined) return null;
  return failed(
    `This database holds a real mailbox (${real.address}): it must not run on a fast or shifted clock. ` +
      'Unset COUNTERSIGN_TIME_RATE and COUNTERSIGN_TIME_START, or use another data folder.',
  );
}

/**
 * Not every role may ask, on a server of somebody else's: then this signal is missing, and says
 * so.
 */
async function readSystemIdentifier(db: Db): Promise<string | null> {
  try {
    return await findSystemIdentifier(db);
  } catch {
    return null;
  }
}

export async function registerWorker(
  { db, chance }: Deps,
  of: { readonly host: string; readonly pid: number; readonly engineEpoch: number },
): Promise<{ readonly workerId: string; readonly lockKey: number }> {
  const real = await readRealTime(db);
  const workerId = chance.uuid(real);
  // 48 random bits of the id: a whole number in a double and in a bigint.
  const lockKey = Number.parseInt(workerId.replaceAll('-', '').slice(-12), 16);
  await insertWorker(db, { ...of, id: workerId, lockKey, real });
  return { workerId, lockKey };
}

/** A clean stop: nothing of this worker is in flight any more. */
export async function retireWorker(db: Db, workerId: string): Promise<void> {
  const real = await readRealTime(db);
  await inTransaction(db, async (tx) => {
    await lockEngine(tx);
    await endWorker(tx, workerId, real);
    await markStopped(tx, real);
  });
}
