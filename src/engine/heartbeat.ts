/** The place where a worker says that it lives, and keeps the leases it holds. */
import { findEngine, markAlive } from '../db/engine.ts';
import { extendClaims } from '../db/wire.ts';
import { rightNow } from '../domain/engine/fence.ts';
import type { Moment } from '../ports/clock.ts';
import type { EngineDeps } from './deps.ts';
import { leaseMs, leaseOf } from './deps.ts';

/** A third of the lease: two beats may be lost before one ends. */
export const heartbeatMs = 10_000;

/**
 * `dead`: a sweeper has declared it so. `anew`: the fence it began behind was accepted. Either has
 * to register anew. `ended`: it may not send any more, and only another start may.
 */
export type Beat = 'alive' | 'dead' | 'anew' | 'ended';

export async function heartbeatOnce(deps: EngineDeps, now: Moment): Promise<Beat> {
  const { id, leases } = deps.worker;
  const alive = await markAlive(deps.db, id, now.real);
  if (!alive) return 'dead';
  if (leases.size > 0) {
    const claimNos = [...leases.keys()];
    const until = now.real + leaseMs;
    const extended = await extendClaims(deps.db, { claimNos, workerId: id, until, real: now.real });
    for (const claimNo of extended) {
      // Its round may have ended meanwhile.
      if (leases.has(claimNo)) leases.set(claimNo, leaseOf(claimNo, now));
    }
  }
  return rightOf(deps);
}

async function rightOf({ db, worker, log }: EngineDeps): Promise<Exclude<Beat, 'dead'>> {
  const engine = await findEngine(db);
  if (engine === null) return 'alive';
  const { engineEpoch: epoch, beganFenced = false } = worker;
  const now = { epoch: engine.epoch, isFenced: engine.fenced_at !== null };
  const right = rightNow({ epoch, beganFenced }, now);
  if (right === 'same') return 'alive';
  if (right === 'ended') {
    const why =
      'an operator has accepted a fence since: restart this process, it may not send any more';
    log.warn({ epoch, now: engine.epoch }, why);
  }
  return right;
}
