/** The place where connected accounts are read and written. */
import type { Selectable } from 'kysely';
import type { ConnectedAccount, DailyCaps } from '../domain/send/connected-account.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import type { NewestFirst } from './paging.ts';
import { newestFirst } from './paging.ts';
import type { ConnectedAccount as ConnectedTable } from './tables.generated.ts';

const oneOf = (db: Db, accountId: string, id: string) =>
  db
    .selectFrom('connected_account')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id);

export async function findConnectedAccount(
  db: Db,
  accountId: string,
  id: string,
): Promise<ConnectedAccount | null> {
  const row = await oneOf(db, accountId, id).executeTakeFirst();
  return row === undefined ? null : rowToConnected(row);
}

/** Found, and kept as it is until the transaction ends. */
export async function lockConnectedAccount(
  db: Db,
  accountId: string,
  id: string,
): Promise<ConnectedAccount | null> {
  const row = await oneOf(db, accountId, id).forNoKeyUpdate().executeTakeFirst();
  return row === undefined ? null : rowToConnected(row);
}

export async function listConnectedAccounts(
  db: Db,
  list: NewestFirst,
): Promise<readonly ConnectedAccount[]> {
  const rows = await db
    .selectFrom('connected_account')
    .selectAll()
    .$call(newestFirst(list))
    .execute();
  return rows.map(rowToConnected);
}

export async function insertConnectedAccount(db: Db, connected: ConnectedAccount): Promise<void> {
  await db
    .insertInto('connected_account')
    .values({
      id: connected.id,
      account_id: connected.accountId,
      name: connected.name,
      profile_url: connected.profileUrl,
      provider: connected.provider,
      daily_caps: JSON.stringify(connected.dailyCaps),
      version: connected.version,
      created_at: at(connected.createdAt),
      updated_at: at(connected.updatedAt),
    })
    .execute();
}

export async function updateConnectedAccount(db: Db, connected: ConnectedAccount): Promise<void> {
  await db
    .updateTable('connected_account')
    .set({
      name: connected.name,
      profile_url: connected.profileUrl,
      daily_caps: JSON.stringify(connected.dailyCaps),
      version: connected.version,
      updated_at: at(connected.updatedAt),
    })
    .where('account_id', '=', connected.accountId)
    .where('id', '=', connected.id)
    .execute();
}

export async function deleteConnectedAccount(db: Db, accountId: string, id: string): Promise<void> {
  await db
    .deleteFrom('connected_account')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}

function rowToConnected(row: Selectable<ConnectedTable>): ConnectedAccount {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    profileUrl: row.profile_url,
    provider: row.provider as ConnectedAccount['provider'],
    dailyCaps: row.daily_caps as DailyCaps,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
