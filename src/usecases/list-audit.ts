/** The place where an account's audit trail is read, newest first, each act with its actor's name. */
import { listActorNames, listAudit as listAuditOf } from '../db/audit.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor } from './page.ts';

export type ListAuditInput = PageInput & {
  readonly action: string | null;
  readonly actor: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  /** The first instant that counts. */
  readonly from: number | null;
  /** The first one that does not. */
  readonly to: number | null;
};

export type NamedAuditEntry = AuditEntry & {
  /** Null for the operator, who has none. */
  readonly actorName: string | null;
};

export function listAudit(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListAuditInput,
  ): Promise<Result<Page<NamedAuditEntry>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const window = { ...input, accountId, after: after.value, limit: input.limit + 1 };
    const page = pageOf(await listAuditOf(deps.db, window), input.limit, ({ at, id }) => [at, id]);
    const names = await listActorNames(deps.db, [...new Set(page.items.map(({ actor }) => actor))]);
    const named = (entry: AuditEntry) => ({ ...entry, actorName: names.get(entry.actor) ?? null });
    return ok({ ...page, items: page.items.map(named) });
  };
}
