/** The place where an account's aliases are listed, newest first. */
import { listAliases as listAliasesOf } from '../db/aliases.ts';
import type { Failure } from '../domain/failure.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listAliases(deps: DbDep) {
  return async (caller: Caller, input: PageInput): Promise<Result<Page<Alias>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const window = { accountId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listAliasesOf(deps.db, window), input.limit, timeKeyOf));
  };
}
