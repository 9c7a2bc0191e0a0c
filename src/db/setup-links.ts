/**
 * The place where the links are kept that an operator has passed on: of a first run, and of
 * somebody who forgot their password. Cross-tenant.
 */
import { sql } from 'kysely';
import { at } from './columns.ts';
import type { Db } from './database.ts';

export async function insertSetupLink(
  db: Db,
  link: {
    readonly tokenHash: Buffer;
    /** Null: of a first run. */
    readonly personId: string | null;
    readonly createdAt: number;
    readonly expiresAt: number;
  },
): Promise<void> {
  await db
    .insertInto('setup_link')
    .values({
      token_hash: link.tokenHash,
      person_id: link.personId,
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
    .where('person_id', 'is', null)
    .where(sql<boolean>`expires_at > ${at(real)}::timestamptz`)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSetupLinks(db: Db): Promise<void> {
  await db.deleteFrom('setup_link').where('person_id', 'is', null).execute();
}

/** Whose password it lets choose. */
export async function findPersonOfLink(
  db: Db,
  tokenHash: Buffer,
  real: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('setup_link')
    .select('person_id')
    .where('token_hash', '=', tokenHash)
    .where(sql<boolean>`expires_at > ${at(real)}::timestamptz`)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

export async function deleteLinksOfPerson(db: Db, personId: string): Promise<void> {
  await db.deleteFrom('setup_link').where('person_id', '=', personId).execute();
}
