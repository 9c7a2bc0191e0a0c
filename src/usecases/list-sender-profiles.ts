/** The place where an account's sender profiles are listed, newest first. */
import { listSenderProfiles as listSenderProfilesOf } from '../db/sender-profiles.ts';
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listSenderProfiles(deps: DbDep) {
  return async (
    caller: Caller,
    input: PageInput,
  ): Promise<Result<Page<SenderProfile>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const window = { accountId, after: after.value, limit: input.limit + 1 };
    return ok(pageOf(await listSenderProfilesOf(deps.db, window), input.limit, timeKeyOf));
  };
}
