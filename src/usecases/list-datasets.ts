/** The place where an account's datasets are listed, newest first. */
import { listDatasets as listDatasetsOf } from '../db/datasets.ts';
import { listSizes } from '../db/paging.ts';
import type { Failure } from '../domain/failure.ts';
import type { Dataset } from '../domain/lead/dataset.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { limitWithin, pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listDatasets(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Dataset>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const list = { accountId, after: after.value };
    const sizes = await listSizes(deps.db, 'dataset', { ...list, limit: input.limit });
    const limit = limitWithin(sizes, input.limit);
    const window = { ...list, limit: limit + 1 };
    return ok(pageOf(await listDatasetsOf(deps.db, window), limit, timeKeyOf));
  };
}
