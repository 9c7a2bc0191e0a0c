/** The place where API keys are looked up by their hash, and written down by it. */
import { sql } from 'kysely';
import { at } from './columns.ts';
import type { Db } from './database.ts';

export type KeyRow = {
  readonly id: string;
  readonly personId: string;
  readonly permissions: readonly string[];
  readonly homeAccountId: string;
  /** The account it asked to act for, where it may. */
  readonly reaches: string | null;
  readonly lastUsedAt: number | null;
};

/**
 * Cross-tenant: the key says whose it is. One statement whether it is unknown, revoked or good, and
 * whether an account was asked for or not: what a stranger measures says nothing.
 */
export async function findLiveKey(
  db: Db,
  keyHash: Buffer,
  accountId: string | null,
): Promise<KeyRow | null> {
  const { rows } = await sql<KeyRow>`
    select key.id, person_id as "personId", permissions, key.account_id as "homeAccountId",
      reach.account_id as reaches, last_used_at as "lastUsedAt"
    from api_key as key
      left join api_key_account as reach on reach.api_key_id = key.id
        and reach.account_id = coalesce(${accountId}::uuid, key.account_id)
    where key_hash = ${keyHash} and revoked_at is null
  `.execute(db);
  return rows[0] ?? null;
}

/** Cross-tenant. Of several uses at once the first alone writes. */
export async function markKeyUsed(
  db: Db,
  of: { readonly keyId: string; readonly real: number; readonly before: number },
): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ last_used_at: at(of.real) })
    .where('id', '=', of.keyId)
    .where(sql<boolean>`last_used_at is null or last_used_at <= ${at(of.before)}::timestamptz`)
    .execute();
}

/** Cross-tenant: whether anybody ever had a key here, revoked ones included. */
export async function hasAnyKey(db: Db): Promise<boolean> {
  const row = await db.selectFrom('api_key').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** One at a time, over all processes, until the transaction ends. The number means nothing. */
export async function lockBootstrap(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7246108219337411)`.execute(db);
}

export type NewKey = {
  readonly id: string;
  readonly accountId: string;
  readonly personId: string;
  readonly name: string;
  readonly keyPrefix: string;
  readonly keyHash: Buffer;
  readonly permissions: readonly string[];
  /** On the wall's clock. */
  readonly createdAt: number;
};

export async function insertKey(db: Db, key: NewKey): Promise<void> {
  await db
    .insertInto('api_key')
    .values({
      id: key.id,
      account_id: key.accountId,
      person_id: key.personId,
      name: key.name,
      key_prefix: key.keyPrefix,
      key_hash: key.keyHash,
      permissions: [...key.permissions],
      created_at: at(key.createdAt),
    })
    .execute();
}

export async function insertKeyReach(db: Db, keyId: string, accountId: string): Promise<void> {
  await db
    .insertInto('api_key_account')
    .values({ api_key_id: keyId, account_id: accountId })
    .execute();
}
