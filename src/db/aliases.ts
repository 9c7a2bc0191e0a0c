/** The place where aliases are read and written, their secrets apart from what may be shown. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Alias, ShownServer } from '../domain/send/alias.ts';
import { isUuid } from '../lib/uuid.ts';
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';
import type { NewestFirst } from './paging.ts';
import { newestFirst } from './paging.ts';
import type { Alias as AliasTable } from './tables.generated.ts';

/** An alias with what only the engine and a sign-in may open. */
export type MailboxRow = { readonly alias: Alias; readonly secret: Buffer | null };

export async function findAlias(db: Db, accountId: string, id: string): Promise<Alias | null> {
  const [row] = await findMailboxes(db, accountId, [id]);
  return row === undefined ? null : row.alias;
}

/** Those of the ids that are this account's, in no particular order. */
export async function findMailboxes(
  db: Db,
  accountId: string,
  ids: readonly string[],
): Promise<readonly MailboxRow[]> {
  const rows = await db
    .selectFrom('alias')
    .selectAll()
    .where('account_id', '=', accountId)
    // A campaign keeps whatever ids it was given: one that is none would spoil the whole statement.
    .where(sql<boolean>`id = any(${ids.filter(isUuid)}::uuid[])`)
    .execute();
  return rows.map((row) => ({ alias: rowToAlias(row), secret: row.secret }));
}

export async function listAliases(db: Db, list: NewestFirst): Promise<readonly Alias[]> {
  const rows = await db.selectFrom('alias').selectAll().$call(newestFirst(list)).execute();
  return rows.map(rowToAlias);
}

export async function insertAlias(db: Db, { alias, secret }: MailboxRow): Promise<void> {
  await db
    .insertInto('alias')
    .values({
      id: alias.id,
      account_id: alias.accountId,
      address: alias.address,
      display_name: alias.displayName,
      provider: alias.provider,
      smtp: alias.smtp === null ? null : JSON.stringify(alias.smtp),
      imap: alias.imap === null ? null : JSON.stringify(alias.imap),
      secret,
      daily_cap: alias.dailyCap,
      min_gap_seconds: alias.minGapSeconds,
      reply_to: alias.replyTo,
      signature: alias.signature,
      version: alias.version,
      verified_at: atOrNull(alias.verifiedAt),
      paused_at: atOrNull(alias.pausedAt),
      paused_reason: alias.pausedReason,
      created_at: at(alias.createdAt),
      updated_at: at(alias.updatedAt),
    })
    .execute();
}

/** Only the version that was signed in with: one that was edited meanwhile has proved nothing. */
export async function markAliasVerified(
  db: Db,
  alias: Pick<Alias, 'accountId' | 'id' | 'version'>,
  now: number,
): Promise<boolean> {
  const result = await db
    .updateTable('alias')
    .set({ verified_at: at(now), updated_at: at(now) })
    .where('account_id', '=', alias.accountId)
    .where('id', '=', alias.id)
    .where('version', '=', alias.version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Cross-tenant: whether this database's engine clock ever ran faster than the wall's. */
export async function findEverFast(db: Db): Promise<boolean> {
  const row = await db.selectFrom('engine').select('ever_fast').executeTakeFirst();
  return row?.ever_fast ?? false;
}

/** Cross-tenant: every mailbox there is, for a start that would change the clock. */
export async function listAllAliases(db: Db): Promise<readonly Alias[]> {
  return (await db.selectFrom('alias').selectAll().execute()).map(rowToAlias);
}

function rowToAlias(row: Selectable<AliasTable>): Alias {
  return {
    id: row.id,
    accountId: row.account_id,
    address: row.address,
    displayName: row.display_name,
    provider: row.provider as Alias['provider'],
    smtp: row.smtp as ShownServer | null,
    imap: row.imap as ShownServer | null,
    dailyCap: row.daily_cap,
    minGapSeconds: row.min_gap_seconds,
    replyTo: row.reply_to,
    signature: row.signature,
    version: row.version,
    verifiedAt: row.verified_at,
    pausedAt: row.paused_at,
    pausedReason: row.paused_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Found, and kept as it is until the transaction ends. */
export async function lockAlias(db: Db, accountId: string, id: string): Promise<MailboxRow | null> {
  const row = await db
    .selectFrom('alias')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { alias: rowToAlias(row), secret: row.secret };
}

export async function updateAlias(db: Db, { alias, secret }: MailboxRow): Promise<void> {
  await db
    .updateTable('alias')
    .set({
      address: alias.address,
      display_name: alias.displayName,
      smtp: alias.smtp === null ? null : JSON.stringify(alias.smtp),
      imap: alias.imap === null ? null : JSON.stringify(alias.imap),
      secret,
      daily_cap: alias.dailyCap,
      min_gap_seconds: alias.minGapSeconds,
      reply_to: alias.replyTo,
      signature: alias.signature,
      version: alias.version,
      verified_at: atOrNull(alias.verifiedAt),
      paused_at: atOrNull(alias.pausedAt),
      paused_reason: alias.pausedReason,
      updated_at: at(alias.updatedAt),
    })
    .where('account_id', '=', alias.accountId)
    .where('id', '=', alias.id)
    .execute();
}

/** What it has sent stays in the ledger, under its id. */
export async function deleteAlias(db: Db, accountId: string, id: string): Promise<void> {
  await db.deleteFrom('alias').where('account_id', '=', accountId).where('id', '=', id).execute();
}
