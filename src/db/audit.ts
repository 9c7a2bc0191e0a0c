/** The place where the audit trail grows: who did what to which thing, never changed again. */
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
