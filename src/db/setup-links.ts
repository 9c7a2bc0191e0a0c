/** The place where the links of a first run are kept, until one of them is used. Cross-tenant. */
import { sql } from 'kysely';
import { at } from './columns.ts';
import type { Db } from './database.ts';

export async function insertSetupLink(
  db: Db,
  link: { readonly tokenHash: Buffer; readonly createdAt: number; readonly expiresAt: number },
): Promise<void> {
  await db
    .insertInto('setup_link')
    .values({
      token_hash: link.tokenHash,
      created_at: at(link.createdAt),
      expires_at: at(link.expiresAt),
    })
    .execute();
}

export async function isSetupLinkLive(db: Db, tokenHash: Buffer, real: number): Promise<boolean> {
  const row = await db
    .selectFrom('setup_link')
    .select('created_at')
    .where('token_hash', '=', tokenHash)
    .where(sql<boolean>`expires_at > ${at(real)}::timestamptz`)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSetupLinks(db: Db): Promise<void> {
  await db.deleteFrom('setup_link').execute();
}
