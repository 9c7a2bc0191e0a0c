/** The place where an account's datasets are listed, newest first. */
import { listDatasets as listDatasetsOf } from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import type { Dataset } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listDatasets(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Dataset>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const window = { accountId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listDatasetsOf(deps.db, window), input.limit, timeKeyOf));
  };
}
