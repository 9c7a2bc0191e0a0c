/** The place where one dataset is looked up. */
import { findDataset as findRow } from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Dataset } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function findDataset(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly datasetId: string },
  ): Promise<Result<Dataset, Failure>> => {
    const dataset = await findRow(deps.db, caller.accountId, input.datasetId);
    return dataset === null ? failed(notFound('dataset')) : ok(dataset);
  };
}
