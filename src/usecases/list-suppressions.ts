/** The place where an account's suppressions are listed, newest first. */
import type { SuppressionFilter } from '../db/suppressions.ts';
import { listSuppressions as listSuppressionsOf } from '../db/suppressions.ts';
import type { Failure } from '../domain/failure.ts';
import type { Suppression } from '../domain/send/suppression.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export type ListSuppressionsInput = PageInput & Pick<SuppressionFilter, 'q' | 'reason' | 'active'>;

export function listSuppressions(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListSuppressionsInput,
  ): Promise<Result<Page<Suppression>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const { q, reason, active } = input;
    const window = { accountId, q, reason, active, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listSuppressionsOf(deps.db, window), input.limit, timeKeyOf));
  };
}
