/** The place where the rows of a dataset are listed, in their own order. */
import {
  findDataset,
  listRowSizes,
  listRowsAt,
  listRows as listRowsOf,
  listRowsOfAddress,
  type RowsOf,
  searchRows,
} from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import type { DatasetRow } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { limitWithin, pageOf, readIndexCursor, searchedPage } from './page.ts';

/** Rows that one page of a search looks at. */
const lookedAtMax = 10_000;

export type ListRowsInput = PageInput & {
  readonly datasetId: string;
  /** A whole address, or what stands somewhere in one of the row's values. */
  readonly q: string | null;
};

export function listRows(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListRowsInput,
  ): Promise<Result<Page<DatasetRow>, Failure>> => {
    const after = readIndexCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const dataset = await findDataset(deps.db, accountId, input.datasetId);
    if (dataset === null) return failed(notFound('dataset'));
    const { q } = input;
    const of = { accountId, datasetId: dataset.id, after: after.value };
    const email = q === null ? null : normaliseAddress(q);
    if (q !== null && email === null) return ok(await searchedRows(deps, input, { ...of, q }));
    const sizes = await listRowSizes(deps.db, { ...of, email, limit: input.limit });
    const limit = limitWithin(sizes, input.limit);
    const window = { ...of, limit: limit + 1 };
    const rows =
      email === null
        ? await listRowsOf(deps.db, window)
        : await listRowsOfAddress(deps.db, { ...window, email });
    return ok(pageOf(rows, limit, indexOf));
  };
}

type Searching = Omit<RowsOf, 'limit'> & { readonly q: string };

/** Which rows have it, and how large they are, is found out first; then those that fit are read. */
async function searchedRows(
  deps: DbDep,
  input: PageInput,
  of: Searching,
): Promise<Page<DatasetRow>> {
  const asked = { ...of, limit: input.limit + 1, lookedAtMax };
  const { found, lookedUpTo } = await searchRows(deps.db, asked);
  const limit = limitWithin(
    found.map(({ bytes }) => bytes),
    input.limit,
  );
  const page = searchedPage(
    pageOf(found, limit, ({ rowIndex }) => [rowIndex]),
    lookedUpTo,
  );
  const rowIndexes = page.items.map(({ rowIndex }) => rowIndex);
  return { ...page, items: await listRowsAt(deps.db, { ...of, rowIndexes }) };
}

function indexOf(row: DatasetRow): readonly number[] {
  return [row.rowIndex];
}
