/** The place where the rows of a dataset are listed, in their own order. */
import {
  findDataset,
  listRows as listRowsOf,
  listRowsOfAddress,
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
import { pageOf, readIndexCursor, searchedPage } from './page.ts';

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
    const { limit, q } = input;
    const of = { accountId, datasetId: dataset.id, after: after.value, limit: limit + 1 };
    if (q === null) return ok(pageOf(await listRowsOf(deps.db, of), limit, indexOf));
    const email = normaliseAddress(q);
    if (email !== null) {
      return ok(pageOf(await listRowsOfAddress(deps.db, { ...of, email }), limit, indexOf));
    }
    const { rows, lookedUpTo } = await searchRows(deps.db, { ...of, q, lookedAtMax });
    return ok(searchedPage(pageOf(rows, limit, indexOf), lookedUpTo));
  };
}

function indexOf(row: DatasetRow): readonly number[] {
  return [row.rowIndex];
}
