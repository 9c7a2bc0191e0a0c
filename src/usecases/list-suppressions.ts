/** The place where an account's suppressions are listed, newest first; released ones are not. */
import { listSuppressions as listSuppressionsOf } from '../db/suppressions.ts';
import type { Failure } from '../domain/failure.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listSuppressions(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Suppression>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const window = { accountId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listSuppressionsOf(deps.db, window), input.limit, timeKeyOf));
  };
}
