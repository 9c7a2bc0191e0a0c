/** The place where datasets and their rows are read and written. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Dataset, DatasetRow } from '../domain/lead/dataset.ts';
import type { Lead, LeadData } from '../domain/lead/lead.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { containing } from './matching.ts';
import type { NewestFirst } from './paging.ts';
import { before } from './paging.ts';
import type { Dataset as DatasetTable } from './tables.generated.ts';

export async function findDataset(db: Db, accountId: string, id: string): Promise<Dataset | null> {
  const row = await db
    .selectFrom('dataset')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : rowToDataset(row);
}

/** Found, and kept from being deleted until the transaction ends. */
export async function holdDataset(db: Db, accountId: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('dataset')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
}

export async function listDatasets(db: Db, list: NewestFirst): Promise<readonly Dataset[]> {
  const rows = await db
    .selectFrom('dataset')
    .selectAll()
    .where('account_id', '=', list.accountId)
    .where(before(list.after))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(list.limit)
    .execute();
  return rows.map(rowToDataset);
}

export async function insertDataset(db: Db, dataset: Dataset): Promise<void> {
  await db
    .insertInto('dataset')
    .values({
      id: dataset.id,
      account_id: dataset.accountId,
      name: dataset.name,
      columns: [...dataset.columns],
      row_count: dataset.rowCount,
      next_row_index: dataset.rowCount,
      created_at: at(dataset.createdAt),
      updated_at: at(dataset.updatedAt),
    })
    .execute();
}

export type NewLeads = {
  readonly accountId: string;
  readonly datasetId: string;
  /** The row index of the first one. */
  readonly from: number;
  readonly leads: readonly Lead[];
  readonly now: number;
};

export async function insertLeads(db: Db, { leads, ...batch }: NewLeads): Promise<void> {
  const ids = leads.map((lead) => lead.id);
  const emails = leads.map((lead) => lead.email);
  const data = leads.map((lead) => JSON.stringify(lead.data));
  const now = at(batch.now);
  await sql`
    insert into lead (id, account_id, dataset_id, row_index, email, data, created_at, updated_at)
    select id, ${batch.accountId}::uuid, ${batch.datasetId}::uuid,
      ${batch.from}::integer + position::integer - 1, email, data,
      ${now}::timestamptz, ${now}::timestamptz
    from unnest(${ids}::uuid[], ${emails}::text[], ${data}::jsonb[])
      with ordinality as new (id, email, data, position)
  `.execute(db);
}

export type RowFilter = {
  readonly accountId: string;
  readonly datasetId: string;
  readonly q: string | null;
  /** The row index that was seen last. */
  readonly after: number | null;
  readonly limit: number;
};

export async function listRows(db: Db, filter: RowFilter): Promise<readonly DatasetRow[]> {
  const { q, after } = filter;
  const rows = await db
    .selectFrom('lead')
    .select(['id', 'row_index', 'email', 'data'])
    .where('account_id', '=', filter.accountId)
    .where('dataset_id', '=', filter.datasetId)
    .$if(after !== null, (query) => query.where('row_index', '>', after ?? 0))
    .$if(q !== null, (query) =>
      query.where(
        sql<boolean>`exists (
          select from jsonb_each_text(data) where value ilike ${containing(q ?? '')}
        )`,
      ),
    )
    .orderBy('row_index')
    .limit(filter.limit)
    .execute();
  return rows.map((row) => ({
    leadId: row.id,
    rowIndex: row.row_index,
    email: row.email,
    data: row.data as LeadData,
  }));
}

function rowToDataset(row: Selectable<DatasetTable>): Dataset {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    rowCount: row.row_count,
    columns: row.columns,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
