/** The place where a list that is given out newest first goes on after a row. */
import type { RawBuilder, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import { at } from './columns.ts';
import type { Db } from './database.ts';

/** `after` is the last row that was seen; null from the first one on. */
export type NewestFirst = {
  readonly accountId: string;
  readonly after: { readonly createdAt: number; readonly id: string } | null;
  readonly limit: number;
};

/** A row comparison, so that (account_id, created_at, id) is read as one range. */
export function before(after: NewestFirst['after']): RawBuilder<boolean> {
  if (after === null) return sql<boolean>`true`;
  return sql<boolean>`(created_at, id) < (${at(after.createdAt)}::timestamptz, ${after.id}::uuid)`;
}

type Listed = 'alias' | 'dataset' | 'sender_profile' | 'template';

/**
 * How many bytes each row of the next page has, as text, which is what we would read. PostgreSQL
 * looks at one row at a time for that; a page whose rows are large then asks for fewer.
 */
export async function listSizes(
  db: Db,
  table: Listed,
  list: NewestFirst,
): Promise<readonly number[]> {
  const { rows } = await sql<{ bytes: number }>`
    select octet_length(listed::text) as bytes from ${sql.table(table)} as listed
    where account_id = ${list.accountId}::uuid and ${before(list.after)}
    order by created_at desc, id desc
    limit ${list.limit}
  `.execute(db);
  return rows.map(({ bytes }) => bytes);
}

/** The next page of an account's things of one table, along (account_id, created_at, id). */
export function newestFirst(list: NewestFirst) {
  return <DB, Table extends keyof DB, Row>(query: SelectQueryBuilder<DB, Table, Row>) =>
    query
      .where(sql<boolean>`account_id = ${list.accountId}`)
      .where(before(list.after))
      .orderBy(sql`created_at`, 'desc')
      .orderBy(sql`id`, 'desc')
      .limit(list.limit);
}
