/** The place where sender profiles are read and written. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import type { NewestFirst } from './paging.ts';
import { newestFirst } from './paging.ts';
import type { SenderProfile as SenderProfileTable } from './tables.generated.ts';

export async function findSenderProfile(
  db: Db,
  accountId: string,
  id: string,
): Promise<SenderProfile | null> {
  const row = await db
    .selectFrom('sender_profile')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const uses = await countProfileUses(db, accountId);
  return rowToSenderProfile(row, uses);
}

export async function listSenderProfiles(
  db: Db,
  list: NewestFirst,
): Promise<readonly SenderProfile[]> {
  const rows = await db.selectFrom('sender_profile').selectAll().$call(newestFirst(list)).execute();
  const uses = await countProfileUses(db, list.accountId);
  return rows.map((row) => rowToSenderProfile(row, uses));
}

type Uses = ReadonlyMap<string, number>;

/** One pass over the account's campaigns; a profile that none of them names is absent. */
async function countProfileUses(db: Db, accountId: string): Promise<Uses> {
  const { rows } = await sql<{ id: string; campaigns: number }>`
    select named.id #>> '{}' as id, count(distinct campaign.id) as campaigns
    from campaign, jsonb_path_query(steps, '$[*].variants[*].senderProfileId') as named (id)
    where account_id = ${accountId} and named.id <> 'null'
    group by 1
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row.campaigns]));
}

export async function hasDefaultProfile(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('sender_profile')
    .select('id')
    .where('account_id', '=', accountId)
    .where('is_default', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

export async function markNoProfileDefault(db: Db, accountId: string, now: number): Promise<void> {
  await db
    .updateTable('sender_profile')
    .set({ is_default: false, updated_at: at(now) })
    .where('account_id', '=', accountId)
    .where('is_default', '=', true)
    .execute();
}

export async function insertSenderProfile(db: Db, profile: SenderProfile): Promise<void> {
  await db
    .insertInto('sender_profile')
    .values({
      id: profile.id,
      account_id: profile.accountId,
      profile_name: profile.profileName,
      sender_data: JSON.stringify(profile.senderData),
      description: profile.description,
      is_default: profile.isDefault,
      version: profile.version,
      created_at: at(profile.createdAt),
      updated_at: at(profile.updatedAt),
    })
    .execute();
}

function rowToSenderProfile(row: Selectable<SenderProfileTable>, uses: Uses): SenderProfile {
  return {
    id: row.id,
    accountId: row.account_id,
    profileName: row.profile_name,
    senderData: row.sender_data as SenderProfile['senderData'],
    description: row.description,
    isDefault: row.is_default,
    version: row.version,
    usageCount: uses.get(row.id) ?? 0,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Found, and kept as it is until the transaction ends. */
export async function lockSenderProfile(
  db: Db,
  accountId: string,
  id: string,
): Promise<SenderProfile | null> {
  const row = await db
    .selectFrom('sender_profile')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : findSenderProfile(db, accountId, id);
}

export async function updateSenderProfile(db: Db, profile: SenderProfile): Promise<void> {
  await db
    .updateTable('sender_profile')
    .set({
      profile_name: profile.profileName,
      sender_data: JSON.stringify(profile.senderData),
      description: profile.description,
      is_default: profile.isDefault,
      version: profile.version,
      updated_at: at(profile.updatedAt),
    })
    .where('account_id', '=', profile.accountId)
    .where('id', '=', profile.id)
    .execute();
}

export async function deleteSenderProfile(db: Db, accountId: string, id: string): Promise<void> {
  await db
    .deleteFrom('sender_profile')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}
