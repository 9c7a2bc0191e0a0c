/** The place where suppressions are read and written. */
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Release, Suppression } from '../domain/send/suppression.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { containing } from './matching.ts';
import type { NewestFirst } from './paging.ts';
import { before } from './paging.ts';
import type { Suppression as SuppressionTable } from './tables.generated.ts';

/** What is null is not asked for; `active` tells those in force from those released. */
export type SuppressionFilter = NewestFirst & {
  readonly q: string | null;
  readonly reason: string | null;
  readonly active: boolean | null;
};

export async function listSuppressions(
  db: Db,
  list: SuppressionFilter,
): Promise<readonly Suppression[]> {
  const { q, reason, active } = list;
  const rows = await db
    .selectFrom('suppression')
    .selectAll()
    .where('account_id', '=', list.accountId)
    .$if(active === true, (query) => query.where('released_at', 'is', null))
    .$if(active === false, (query) => query.where('released_at', 'is not', null))
    .$if(reason !== null, (query) => query.where('reason', '=', reason ?? ''))
    .$if(q !== null, (query) =>
      query.where(sql<boolean>`coalesce(email, domain) ilike ${containing(q ?? '')}`),
    )
    .where(before(list.after))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(list.limit)
    .execute();
  return rows.map(rowToSuppression);
}

/** False, and nothing written, where the same address or domain is suppressed already. */
export async function insertSuppression(db: Db, suppression: Suppression): Promise<boolean> {
  const result = await db
    .insertInto('suppression')
    .values({
      id: suppression.id,
      account_id: suppression.accountId,
      email: suppression.email,
      domain: suppression.domain,
      reason: suppression.reason,
      note: suppression.note,
      created_at: at(suppression.createdAt),
      created_by: suppression.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type Suppressable = { readonly email: string } | { readonly domain: string };

export async function findLiveSuppression(
  db: Db,
  accountId: string,
  what: Suppressable,
): Promise<Suppression | null> {
  const [column, value] =
    'email' in what ? (['email', what.email] as const) : (['domain', what.domain] as const);
  const row = await db
    .selectFrom('suppression')
    .selectAll()
    .where('account_id', '=', accountId)
    .where(column, '=', value)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : rowToSuppression(row);
}

function rowToSuppression(row: Selectable<SuppressionTable>): Suppression {
  return {
    id: row.id,
    accountId: row.account_id,
    email: row.email,
    domain: row.domain,
    reason: row.reason,
    note: row.note,
    createdAt: row.created_at,
    createdBy: row.created_by,
    released: releaseOf(row),
  };
}

function releaseOf(row: Selectable<SuppressionTable>): Suppression['released'] {
  const { released_at: releasedAt, released_reason: reason, released_by: by } = row;
  return releasedAt === null ? null : { at: releasedAt, reason: reason ?? '', by: by ?? '' };
}

/** Found, and kept as it is until the transaction ends. */
export async function lockSuppression(
  db: Db,
  accountId: string,
  id: string,
): Promise<Suppression | null> {
  const row = await db
    .selectFrom('suppression')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : rowToSuppression(row);
}

/** It stays, as history; the same address may be suppressed anew. */
export async function markReleased(
  db: Db,
  { accountId, id }: Pick<Suppression, 'accountId' | 'id'>,
  release: Release,
): Promise<void> {
  await db
    .updateTable('suppression')
    .set({
      released_at: at(release.at),
      released_reason: release.reason,
      released_by: release.by,
    })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}
