/** The place where a list that is given out newest first goes on after a row. */
import type { RawBuilder, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import { at } from './columns.ts';

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
