/** The place where API keys are looked up by their hash, and written down by it. */
import { sql } from 'kysely';
import type { Account } from '../domain/account.ts';
import type { ApiKey } from '../domain/key.ts';
import { keyPermissions, type Role } from '../domain/permission.ts';
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';
import type { NewestFirst } from './paging.ts';
import { before } from './paging.ts';

export type LiveKey = {
  readonly id: string;
  readonly personId: string;
  /** As it was given: see `keyPermissions`. */
  readonly permissions: readonly string[];
  /** The account it asked to act for, where it may, and its maker is still a member. */
  readonly reaches: string | null;
  /** What its maker is in that account now. */
  readonly role: Role | null;
  readonly lastUsedAt: number | null;
  /** All it reaches, its home first; null where nobody asked. */
  readonly accounts: readonly Account[] | null;
};

type LiveKeyRow = Omit<LiveKey, 'accounts'>;

/**
 * Asked with every request, so prepared: planning a join anew would cost more than it does. The
 * role is read here instead of being copied into the key, so that a change of it holds at once.
 */
const liveKeyRow = statement<LiveKeyRow>(
  'find_live_key',
  `select key.id, key.person_id as "personId", permissions, maker.account_id as reaches,
     maker.role, last_used_at as "lastUsedAt"
   from api_key as key
     left join api_key_account as reach on reach.api_key_id = key.id
       and reach.account_id = coalesce($2::uuid, key.account_id)
     left join membership as maker on maker.account_id = reach.account_id
       and maker.person_id = key.person_id
   where key_hash = $1 and revoked_at is null`,
);

/**
 * Cross-tenant: the key says whose it is. One statement whether it is unknown, revoked or good, and
 * whether an account was asked for or not: what a stranger measures says nothing.
 */
export async function findLiveKey(
  db: Db,
  keyHash: Buffer,
  accountId: string | null,
): Promise<LiveKey | null> {
  const [row] = await liveKeyRow(db, keyHash, accountId);
  return row === undefined ? null : { ...row, accounts: null };
}

const reachingKey = statement<object>(
  'find_reaching_key',
  `select from api_key as key
     join api_key_account as reach on reach.api_key_id = key.id
     join membership as maker on maker.account_id = reach.account_id
       and maker.person_id = key.person_id
   where reach.account_id = $1 and key.id = $2 and revoked_at is null`,
);

/** Whether it is still good for this account, and its maker a member there. */
export async function isKeyLive(db: Db, accountId: string, keyId: string): Promise<boolean> {
  return (await reachingKey(db, accountId, keyId)).length > 0;
}

type ReachRow = Omit<LiveKeyRow, 'reaches'> & {
  readonly home: string;
  readonly reach: string | null;
  readonly name: string;
  readonly createdAt: number;
};

const reachRows = statement<ReachRow>(
  'find_live_key_and_accounts',
  `select key.id, key.person_id as "personId", permissions, last_used_at as "lastUsedAt",
     key.account_id as home, account.id as reach, maker.role, account.name,
     account.created_at as "createdAt"
   from api_key as key
     left join api_key_account as given on given.api_key_id = key.id
     left join membership as maker on maker.account_id = given.account_id
       and maker.person_id = key.person_id
     left join account on account.id = maker.account_id
   where key_hash = $1 and revoked_at is null
   order by account.id = key.account_id desc, account.created_at, account.id`,
);

/** As the other, for who asks which accounts it reaches besides: a row for each of them. */
export async function findLiveKeyAndAccounts(
  db: Db,
  keyHash: Buffer,
  accountId: string | null,
): Promise<LiveKey | null> {
  const rows = await reachRows(db, keyHash);
  const [key] = rows;
  if (key === undefined) return null;
  const { id, personId, permissions, lastUsedAt } = key;
  const accounts: Account[] = [];
  for (const { reach, name, createdAt } of rows) {
    if (reach !== null) accounts.push({ id: reach, name, createdAt });
  }
  const wanted = accountId ?? key.home;
  const reached = rows.find(({ reach }) => reach === wanted);
  const { reach: reaches = null, role = null } = reached ?? {};
  return { id, personId, permissions, reaches, role, lastUsedAt, accounts };
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

/**
 * Live ones that reach the account, whoever's home it is; and how far else the asker may see. Each
 * with what it may do in this account now.
 */
export async function listKeys(
  db: Db,
  list: NewestFirst & { readonly personId: string },
): Promise<readonly ApiKey[]> {
  const { rows } = await sql<KeyListRow>`
    select id, key.account_id, name, key_prefix, permissions, key.person_id, key.created_at,
      last_used_at, maker.role,
      array(
        select other.account_id from api_key_account as other
          join membership on membership.account_id = other.account_id
            and membership.person_id = ${list.personId}
        where other.api_key_id = key.id
        order by other.account_id <> key.account_id, other.account_id
      ) as account_ids
    from api_key_account as reach
      join api_key as key on key.id = reach.api_key_id
      left join (select account_id, person_id, role from membership) as maker
        on maker.account_id = reach.account_id and maker.person_id = key.person_id
    where reach.account_id = ${list.accountId} and revoked_at is null and ${before(list.after)}
    order by key.created_at desc, id desc
    limit ${list.limit}
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    keyPrefix: row.key_prefix,
    permissions: keyPermissions(row.permissions, row.role),
    personId: row.person_id,
    accountIds: row.account_ids,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

type KeyListRow = {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly key_prefix: string;
  readonly permissions: readonly string[];
  readonly person_id: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly role: Role | null;
  readonly account_ids: readonly string[];
};

/** Live ones at home here. True only under the account's lock. */
export async function countKeys(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('api_key')
    .select((column) => column.fn.countAll<number>().as('live'))
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.live;
}

/** Live ones that reach the account, and were made by this person. */
export async function countKeysMadeBy(
  db: Db,
  of: { readonly accountId: string; readonly personId: string },
): Promise<number> {
  const row = await db
    .selectFrom('api_key_account as reach')
    .innerJoin('api_key as key', 'key.id', 'reach.api_key_id')
    .select((column) => column.fn.countAll<number>().as('live'))
    .where('reach.account_id', '=', of.accountId)
    .where('key.person_id', '=', of.personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.live;
}

export type ReachedKey = { readonly id: string; readonly name: string; readonly isHome: boolean };

/** A live one that reaches the account; nobody else changes it until the transaction ends. */
export async function lockKey(
  tx: Db,
  accountId: string,
  keyId: string,
): Promise<ReachedKey | null> {
  const row = await tx
    .selectFrom('api_key as key')
    .innerJoin('api_key_account as reach', 'reach.api_key_id', 'key.id')
    .select(['key.id', 'name', 'key.account_id'])
    .where('reach.account_id', '=', accountId)
    .where('key.id', '=', keyId)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  return { id: row.id, name: row.name, isHome: row.account_id === accountId };
}

export async function markRevoked(db: Db, keyId: string, real: number): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ revoked_at: at(real) })
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .execute();
}

export async function deleteKeyReach(db: Db, keyId: string, accountId: string): Promise<void> {
  await db
    .deleteFrom('api_key_account')
    .where('api_key_id', '=', keyId)
    .where('account_id', '=', accountId)
    .execute();
}
