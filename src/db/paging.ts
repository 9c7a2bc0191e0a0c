/** The place where a list that is given out newest first goes on after a row. */
import type { RawBuilder } from 'kysely';
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
