/** The place where accounts and their people are read and written. */
import type { Account } from '../domain/account.ts';
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

/** One at a time, within an account, for what must look before it writes. Foreign keys go on. */
export async function lockAccount(db: Db, accountId: string): Promise<void> {
  await db
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export async function findAccount(db: Db, accountId: string): Promise<Account> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'name', 'created_at'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return { id: row.id, name: row.name, createdAt: row.created_at };
}

export async function insertAccount(db: Db, account: Account): Promise<void> {
  await db
    .insertInto('account')
    .values({ id: account.id, name: account.name, created_at: at(account.createdAt) })
    .execute();
}

/** Cross-tenant: a person stands beside accounts, not in one. */
export async function insertPerson(
  db: Db,
  person: { readonly id: string; readonly name: string; readonly createdAt: number },
): Promise<void> {
  await db
    .insertInto('person')
    .values({ id: person.id, name: person.name, created_at: at(person.createdAt) })
    .execute();
}

export async function insertMembership(
  db: Db,
  membership: {
    readonly accountId: string;
    readonly personId: string;
    readonly role: 'owner' | 'admin' | 'reviewer' | 'viewer';
    readonly createdAt: number;
  },
): Promise<void> {
  await db
    .insertInto('membership')
    .values({
      account_id: membership.accountId,
      person_id: membership.personId,
      role: membership.role,
      created_at: at(membership.createdAt),
    })
    .execute();
}

/** Cross-tenant: for what an operator does to all of them at once. */
export async function listAllAccounts(db: Db): Promise<readonly { readonly id: string }[]> {
  return db.selectFrom('account').select('id').orderBy('id').execute();
}

type AccountRow = { readonly id: string; readonly name: string; readonly created_at: number };

const accountsOfKey = statement<AccountRow>(
  'list_accounts_of_key',
  `select account.id, account.name, account.created_at
   from api_key_account as reach
     join api_key as key on key.id = reach.api_key_id
     join membership as maker on maker.account_id = reach.account_id
       and maker.person_id = key.person_id
     join account on account.id = reach.account_id
   where reach.api_key_id = $1
   order by account.id = key.account_id desc, account.created_at, account.id`,
);

/** Cross-tenant: what a key was given and its maker is a member of, the key's home first. */
export async function listAccountsOfKey(db: Db, keyId: string): Promise<readonly Account[]> {
  const rows = await accountsOfKey(db, keyId);
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
}

/** Whoever asks came by a link that may be older than the database. */
export async function hasAccount(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .executeTakeFirst();
  return row !== undefined;
}
