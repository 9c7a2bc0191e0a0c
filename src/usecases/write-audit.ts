/**
 * The place where an act is put on the audit trail, in the transaction of the act.
 *
 * One row for each call that had an effect; none for a refusal, and none where nothing changed.
 */
import { insertAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { AuditAction } from '../domain/audit.ts';
import { changedFields, thingHash } from '../domain/audit.ts';
import type { Chance, Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';

export type AuditOf = {
  readonly chance: Chance;
  readonly now: Moment;
  /** What was done: the kind of thing, and the verb of the use case. */
  readonly action: AuditAction;
  readonly kind: string;
  readonly id: string;
  /** The thing as it was, and as it is: hashed, never stored. Null where there was or is none. */
  readonly before: object | null;
  readonly after: object | null;
  /** The fields that differ, where the two are not the whole thing; else they are compared. */
  readonly changed?: readonly string[];
};

/** Whoever runs the machine: they have a shell on it, and no token. */
export const operator = 'operator';

/** Who acts: a caller, or whoever stands in for one where nobody has signed in yet. */
export type AuditActor = Pick<Caller, 'accountId' | 'actor'> & Partial<Pick<Caller, 'requestId'>>;

export async function writeAudit(tx: Db, actor: AuditActor, of: AuditOf): Promise<void> {
  const { chance, now, before, after } = of;
  const changed = of.changed ?? changedFields(before, after);
  if (before !== null && after !== null && changed.length === 0) return;
  await insertAudit(tx, {
    id: chance.uuid(now.real),
    accountId: actor.accountId,
    at: now.engine,
    realAt: now.real,
    actor: actor.actor,
    requestId: actor.requestId ?? null,
    action: of.action,
    targetKind: of.kind,
    targetId: of.id,
    beforeHash: before === null ? null : thingHash(before),
    afterHash: after === null ? null : thingHash(after),
    changed,
  });
}
