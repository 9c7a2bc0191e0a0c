/** The place where the audit trail grows: who did what to which thing, never changed again. */
import { sql } from 'kysely';
import type { AuditEntry } from '../domain/audit.ts';
import { isUuid } from '../lib/uuid.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type NewAudit = {
  readonly id: string;
  readonly accountId: string;
  readonly at: number;
  readonly realAt: number;
  readonly actor: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly beforeHash: string | null;
  readonly afterHash: string | null;
  /** Names of fields; never what stands in them. */
  readonly changed: readonly string[];
};

const insertRow = statement(
  'insert_audit',
  `insert into audit (id, account_id, at, real_at, actor, request_id, action, target_kind,
     target_id, before_hash, after_hash, detail)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);

export async function insertAudit(tx: Db, audit: NewAudit): Promise<void> {
  await insertRow(
    tx,
    audit.id,
    audit.accountId,
    at(audit.at),
    at(audit.realAt),
    audit.actor,
    audit.requestId,
    audit.action,
    audit.targetKind,
    audit.targetId,
    audit.beforeHash,
    audit.afterHash,
    JSON.stringify({ changed: audit.changed }),
  );
}

/** What is null is not asked for; `from` is the first instant that counts, `to` the first not. */
export type AuditFilter = {
  readonly accountId: string;
  readonly action: string | null;
  readonly actor: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly after: { readonly createdAt: number; readonly id: string } | null;
  readonly limit: number;
};

/** Newest first. */
export async function listAudit(db: Db, filter: AuditFilter): Promise<readonly AuditEntry[]> {
  const { action, actor, targetKind, targetId, from, to, after } = filter;
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('account_id', '=', filter.accountId)
    .$if(action !== null, (query) => query.where('action', '=', action ?? ''))
    .$if(actor !== null, (query) => query.where('actor', '=', actor ?? ''))
    .$if(targetKind !== null, (query) => query.where('target_kind', '=', targetKind ?? ''))
    .$if(targetId !== null, (query) => query.where('target_id', '=', targetId ?? ''))
    .$if(from !== null, (query) => query.where('at', '>=', sql<number>`${at(from ?? 0)}`))
    .$if(to !== null, (query) => query.where('at', '<', sql<number>`${at(to ?? 0)}`))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(at, id) < (${at(after?.createdAt ?? 0)}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    targetKind: row.target_kind,
    targetId: row.target_id,
    requestId: row.request_id,
    beforeHash: row.before_hash,
    afterHash: row.after_hash,
    changed: (row.detail as { readonly changed: readonly string[] }).changed,
  }));
}

const keyActor = 'key:';

/**
 * How people and keys are called today, by what the trail calls them. Cross-tenant: whoever stands
 * on an account's trail has acted in it, though they may have left it, or have come from another.
 */
export async function listActorNames(
  db: Db,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const people = actors.filter(isUuid);
  const keys = actors.filter((actor) => actor.startsWith(keyActor));
  const named = await sql<{ actor: string; name: string }>`
    select id::text as actor, name from person where id = any(${people}::uuid[])
    union all
    select ${keyActor} || id, name from api_key
      where id = any(${keys.map((actor) => actor.slice(keyActor.length))}::uuid[])
  `.execute(db);
  return new Map(named.rows.map((row) => [row.actor, row.name]));
}
