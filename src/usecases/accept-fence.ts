/** The place where an operator lets a database send again that may lag behind what was sent. */
import { listAllAccounts } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import { lockEngine, acceptFence as markAccepted } from '../db/engine.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { operator, writeAudit } from './write-audit.ts';

export type AcceptFenceInput = {
  readonly systemIdentifier: string | null;
  /**
   * Where the ledger may lag behind what was sent: what was due by then is held already, and what a
   * person moves on into that time is held, too.
   */
  readonly gapEndsAt?: number | null;
};

export type FenceAccepted = {
  /** Of the engine from now on; null where nothing was fenced. */
  readonly epoch: number | null;
};

/** It is for every account, and each reads of it on its own trail. */
export function acceptFence(deps: DbDep & ClockDep & ChanceDep) {
  return async (input: AcceptFenceInput): Promise<FenceAccepted> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const before = await lockEngine(tx);
      const epoch = await markAccepted(tx, input.systemIdentifier, input.gapEndsAt);
      if (epoch === null) return { epoch };
      const after = await lockEngine(tx);
      const act = {
        chance: deps.chance,
        now,
        action: 'engine.accept_fence',
        before,
        after,
      } as const;
      for (const { id } of await listAllAccounts(tx)) {
        await writeAudit(tx, { accountId: id, actor: operator }, { ...act, kind: 'account', id });
      }
      return { epoch };
    });
  };
}
