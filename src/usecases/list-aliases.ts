/** The place where an account's aliases are listed, newest first. */
import { listAliases as listAliasesOf } from '../db/aliases.ts';
import { listSizes } from '../db/paging.ts';
import type { Failure } from '../domain/failure.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { limitWithin, pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listAliases(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Alias>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const list = { accountId, after: after.value };
    const sizes = await listSizes(deps.db, 'alias', { ...list, limit: input.limit });
    const limit = limitWithin(sizes, input.limit);
    const window = { ...list, limit: limit + 1 };
    return ok(pageOf(await listAliasesOf(deps.db, window), limit, timeKeyOf));
  };
}
