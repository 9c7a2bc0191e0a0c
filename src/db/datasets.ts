/** The place where datasets and their rows are read and written. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Dataset, DatasetRow } from '../domain/lead/dataset.ts';
import type { Lead, LeadData } from '../domain/lead/lead.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { containing, dataContains } from './matching.ts';
import type { NewestFirst } from './paging.ts';
import { newestFirst } from './paging.ts';
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
  const rows = await db.selectFrom('dataset').selectAll().$call(newestFirst(list)).execute();
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
    from unnest(${ids}::uuid[], ${emails}::text[], ${data}::json[])
      with ordinality as new (id, email, data, position)
  `.execute(db);
}

export type RowsOf = {
  readonly accountId: string;
  readonly datasetId: string;
  /** The row index that was seen last. */
  readonly after: number | null;
  readonly limit: number;
};

const rowColumns = ['id', 'row_index', 'email', 'data'] as const;

const dataBytes = sql<number>`octet_length(data::text)`.as('bytes');

/** How many bytes the data of each of the next rows has: see `listSizes`. */
export async function listRowSizes(
  db: Db,
  of: RowsOf & { readonly email: string | null },
): Promise<readonly number[]> {
  const rows = await rowsAfter(db, of)
    .select(dataBytes)
    .$if(of.email !== null, (query) => query.where('email', '=', of.email))
    .limit(of.limit)
    .execute();
  return rows.map(({ bytes }) => bytes);
}

export async function listRows(db: Db, of: RowsOf): Promise<readonly DatasetRow[]> {
  const rows = await rowsAfter(db, of).select(rowColumns).limit(of.limit).execute();
  return rows.map(rowToRow);
}

/** By the index over (dataset, address, row). */
export async function listRowsOfAddress(
  db: Db,
  of: RowsOf & { readonly email: string },
): Promise<readonly DatasetRow[]> {
  const rows = await rowsAfter(db, of)
    .select(rowColumns)
    .where('email', '=', of.email)
    .limit(of.limit)
    .execute();
  return rows.map(rowToRow);
}

export type Found = { readonly rowIndex: number; readonly bytes: number };

export type Searched = {
  readonly found: readonly Found[];
  /** Of the last row that was looked at, where more follow it; null at the end. */
  readonly lookedUpTo: number | null;
};

/**
 * Within so many rows, and no further. An index that finds any text in any column is as large as
 * the rows, and costs an import more than all of its other work; so a page is bounded by what is
 * looked at, and the next one goes on behind that.
 */
export async function searchRows(
  db: Db,
  of: RowsOf & { readonly q: string; readonly lookedAtMax: number },
): Promise<Searched> {
  const last = await rowsAfter(db, of)
    .select('row_index')
    .offset(of.lookedAtMax - 1)
    .limit(1)
    .executeTakeFirst();
  const rows = await rowsAfter(db, of)
    .select(['row_index', dataBytes])
    .$if(last !== undefined, (query) => query.where('row_index', '<=', last?.row_index ?? 0))
    .where(sql<boolean>`(email ilike ${containing(of.q)} or ${dataContains('data', of.q)})`)
    .limit(of.limit)
    .execute();
  const found = rows.map(({ row_index: rowIndex, bytes }) => ({ rowIndex, bytes }));
  return { found, lookedUpTo: last?.row_index ?? null };
}

/** In their order; one that was deleted since it was found is absent. */
export async function listRowsAt(
  db: Db,
  of: Pick<RowsOf, 'accountId' | 'datasetId'> & { readonly rowIndexes: readonly number[] },
): Promise<readonly DatasetRow[]> {
  const rows = await rowsAfter(db, { ...of, after: null, limit: of.rowIndexes.length })
    .select(rowColumns)
    .where(sql<boolean>`row_index = any(${[...of.rowIndexes]}::integer[])`)
    .execute();
  return rows.map(rowToRow);
}

function rowsAfter(db: Db, { accountId, datasetId, after }: RowsOf) {
  return db
    .selectFrom('lead')
    .where('account_id', '=', accountId)
    .where('dataset_id', '=', datasetId)
    .$if(after !== null, (query) => query.where('row_index', '>', after ?? 0))
    .orderBy('row_index');
}

function rowToRow(row: {
  readonly id: string;
  readonly row_index: number;
  readonly email: string | null;
  readonly data: unknown;
}): DatasetRow {
  const data = row.data as LeadData;
  return { leadId: row.id, rowIndex: row.row_index, email: row.email, data };
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
