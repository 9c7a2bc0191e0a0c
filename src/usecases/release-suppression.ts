/**
 * The place where a suppression is lifted, for a reason that is kept. What it stopped stays
 * stopped: a lead that may be written to again waits for somebody who wants to.
 */
import { inTransaction } from '../db/database.ts';
import { lockSuppression, markReleased } from '../db/suppressions.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export function releaseSuppression(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly suppressionId: string; readonly reason: string },
  ): Promise<Result<Suppression, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const before = await lockSuppression(tx, caller.accountId, input.suppressionId);
      if (before === null) return failed(notFound('suppression'));
      if (before.released !== null) return failed(alreadyReleased);
      const released = { at: now.engine, reason: input.reason, by: caller.actor };
      await markReleased(tx, before, released);
      const after = { ...before, released };
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'suppression.release',
        kind: 'suppression',
        id: before.id,
        before,
        after,
      });
      return ok(after);
    });
  };
}

const alreadyReleased: Failure = {
  code: 'ALREADY_RELEASED',
  message: 'This suppression was released already; see the list for one that is in force.',
};
