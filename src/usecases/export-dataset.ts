/**
 * The place where a dataset leaves as CSV, batch by batch: each is asked for when the one before
 * has gone, so that neither a million rows nor a slow reader takes memory or holds a transaction.
 */
import type { Db } from '../db/database.ts';
import { findDataset, listRows } from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { csvLine } from '../domain/import/csv-line.ts';
import type { Dataset } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

const batchMax = 1_000;

export function exportDataset(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly datasetId: string },
  ): Promise<Result<AsyncIterable<string>, Failure>> => {
    const dataset = await findDataset(deps.db, caller.accountId, input.datasetId);
    return dataset === null ? failed(notFound('dataset')) : ok(linesOf(deps.db, dataset));
  };
}

async function* linesOf(db: Db, dataset: Dataset): AsyncGenerator<string> {
  const { id: datasetId, accountId, columns } = dataset;
  yield csvLine(columns);
  for (let after: number | null = null; ; ) {
    const rows = await listRows(db, { accountId, datasetId, after, limit: batchMax });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ data }) => csvLine(columns.map((name) => data[name] ?? null))).join('');
    after = last.rowIndex;
  }
}
