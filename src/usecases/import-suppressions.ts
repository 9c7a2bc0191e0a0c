/**
 * The place where a list of addresses and domains is suppressed at once: all in one transaction,
 * each answered for itself.
 */
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findLiveSuppression, insertSuppression } from '../db/suppressions.ts';
import type { Failure } from '../domain/failure.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import { stopReasonOf } from '../domain/send/suppression.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { stopLeads } from './stop-leads.ts';
import type { SuppressInput } from './suppress.ts';
import { suppressable } from './suppress.ts';
import { writeAudit } from './write-audit.ts';

export type ImportedItem = {
  readonly result: 'created' | 'already_suppressed' | 'refused';
  readonly suppressionId: string | null;
  /** Why it was refused. */
  readonly message: string | null;
};

export type Imported = {
  readonly importId: string;
  readonly items: readonly ImportedItem[];
  readonly stoppedLeads: number;
  readonly inFlight: number;
};

export function importSuppressions(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly items: readonly SuppressInput[] },
  ): Promise<Result<Imported, Failure>> => {
    const now = await deps.clock.read();
    const importId = deps.chance.uuid(now.engine);
    return inTransaction(deps.db, async (tx) => {
      const items: ImportedItem[] = [];
      let stoppedLeads = 0;
      let inFlight = 0;
      for (const item of input.items) {
        const put = await putOne(deps, tx, { caller, now, item });
        items.push(put.imported);
        stoppedLeads += put.stopped;
        inFlight += put.inFlight;
      }
      const created = items.filter(({ result }) => result === 'created').length;
      // One line for one act, of which the suppressions themselves say the rest.
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'suppression.import',
        kind: 'suppression_import',
        id: importId,
        before: null,
        after: { created, items: items.length },
      });
      return ok({ importId, items, stoppedLeads, inFlight });
    });
  };
}

type One = { readonly caller: Caller; readonly now: Moment; readonly item: SuppressInput };
type Put = { readonly imported: ImportedItem; readonly stopped: number; readonly inFlight: number };

async function putOne(deps: ChanceDep, tx: Db, { caller, now, item }: One): Promise<Put> {
  const what = suppressable(item);
  const nothing = { stopped: 0, inFlight: 0 };
  if (!what.ok) {
    const message = `${what.failure.path.join('.')} ${what.failure.message}`;
    return { imported: { result: 'refused', suppressionId: null, message }, ...nothing };
  }
  const suppression: Suppression = {
    email: null,
    domain: null,
    ...what.value,
    id: deps.chance.uuid(now.engine),
    accountId: caller.accountId,
    reason: item.reason,
    note: item.note ?? null,
    createdAt: now.engine,
    createdBy: caller.actor,
    released: null,
  };
  if (!(await insertSuppression(tx, suppression))) {
    const live = await findLiveSuppression(tx, caller.accountId, what.value);
    const suppressionId = live?.id ?? null;
    return { imported: { result: 'already_suppressed', suppressionId, message: null }, ...nothing };
  }
  const { stopped, inFlight } = await stopLeads(tx, {
    accountId: caller.accountId,
    where: what.value,
    outcome: 'suppressed',
    stopReason: stopReasonOf(item.reason),
    now,
    by: caller.actor,
  });
  const imported = { result: 'created', suppressionId: suppression.id, message: null } as const;
  return { imported, stopped, inFlight };
}
