/** The place where a worker says that it lives, and keeps the leases it holds. */
import { findEngine, markAlive } from '../db/engine.ts';
import { extendClaims } from '../db/wire.ts';
import type { Moment } from '../ports/clock.ts';
import type { EngineDeps, Round } from './deps.ts';
import { leaseMs, leaseOf } from './deps.ts';

/** A third of the lease: two beats may be lost before one ends. */
export const heartbeatMs = 10_000;

/** `did: 0` says that a sweeper has declared this worker dead: it must register anew. */
export async function heartbeatOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  const { id, leases } = deps.worker;
  const alive = await markAlive(deps.db, id, now.real);
  if (!alive) return { did: 0 };
  const engine = await findEngine(deps.db);
  if (engine !== null && engine.epoch !== deps.worker.engineEpoch) {
    const why =
      'an operator has accepted a fence since: restart this process, it may not send any more';
    deps.log.warn({ epoch: deps.worker.engineEpoch, now: engine.epoch }, why);
  }
  if (leases.size > 0) {
    const claimNos = [...leases.keys()];
    const until = now.real + leaseMs;
    const extended = await extendClaims(deps.db, { claimNos, workerId: id, until, real: now.real });
    for (const claimNo of extended) {
      // Its round may have ended meanwhile.
      if (leases.has(claimNo)) leases.set(claimNo, leaseOf(claimNo, now));
    }
  }
  return { did: 1 };
}
