/**
 * The place where a person sets a mailbox aside, and takes it up again. What is claimed for it is
 * called back: nothing begins to leave from it after the answer.
 */
import { lockAlias, updateAlias } from '../db/aliases.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { wakeCampaignsOf } from './wake-campaigns-of.ts';
import { writeAudit } from './write-audit.ts';

type PauseDeps = DbDep & ClockDep & ChanceDep;

/** Paused twice is paused, for the reason that was given last. */
export function pauseAlias(deps: PauseDeps) {
  return (
    caller: Caller,
    { aliasId, reason }: { readonly aliasId: string; readonly reason: string },
  ): Promise<Result<Alias, Failure>> =>
    change(deps, caller, {
      aliasId,
      action: 'alias.pause',
      to: (alias, now) => ({
        ...alias,
        pausedAt: alias.pausedAt ?? now,
        pausedReason: reason,
        updatedAt: now,
      }),
    });
}

export function resumeAlias(deps: PauseDeps) {
  return (
    caller: Caller,
    { aliasId }: { readonly aliasId: string },
  ): Promise<Result<Alias, Failure>> =>
    change(deps, caller, {
      aliasId,
      action: 'alias.resume',
      to: (alias, now) =>
        alias.pausedAt === null
          ? alias
          : { ...alias, pausedAt: null, pausedReason: null, updatedAt: now },
    });
}

type Change = {
  readonly aliasId: string;
  readonly action: 'alias.pause' | 'alias.resume';
  readonly to: (alias: Alias, now: number) => Alias;
};

async function change(
  deps: PauseDeps,
  caller: Caller,
  of: Change,
): Promise<Result<Alias, Failure>> {
  const now = await deps.clock.read();
  return inTransaction(deps.db, async (tx) => {
    const row = await lockAlias(tx, caller.accountId, of.aliasId);
    if (row === null) return failed(notFound('alias'));
    const { alias: before, secret } = row;
    const after = of.to(before, now.engine);
    await updateAlias(tx, { alias: after, secret });
    if (after.pausedAt === null) await wakeCampaignsOf(tx, { alias: after, now: now.engine });
    else await callBack(tx, after, now.engine);
    await writeAudit(tx, caller, {
      chance: deps.chance,
      now,
      action: of.action,
      kind: 'alias',
      id: before.id,
      before,
      after,
    });
    return ok(after);
  });
}

/** Waits for whoever claims at this moment: what they took is seen, what comes later sees this. */
async function callBack(tx: Db, { accountId, id: aliasId }: Alias, now: number): Promise<void> {
  const reason = 'The mailbox was paused before it went out.';
  await cancelAndGiveBack(tx, { accountId, now, reason, what: { aliasId } });
}
