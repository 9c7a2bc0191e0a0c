/** The place where the rows of a dataset are listed, in their own order. */
import { findDataset, listRows as listRowsOf } from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { DatasetRow } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readIndexCursor } from './page.ts';

export type ListRowsInput = PageInput & {
  readonly datasetId: string;
  /** Somewhere in one of the row's values. */
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
    const rows = await listRowsOf(deps.db, {
      accountId,
      datasetId: dataset.id,
      q: input.q,
      after: after.value,
      limit: input.limit + 1,
    });
    return ok(pageOf(rows, input.limit, (row) => [row.rowIndex]));
  };
}
