/** The place where an account's sender profiles are listed, newest first. */

import { listSizes } from '../db/paging.ts';
import { listSenderProfiles as listSenderProfilesOf } from '../db/sender-profiles.ts';
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { limitWithin, pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export function listSenderProfiles(deps: DbDep) {
  return async (
    caller: Caller,
    input: PageInput,
  ): Promise<Result<Page<SenderProfile>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const list = { accountId, after: after.value };
    const sizes = await listSizes(deps.db, 'sender_profile', { ...list, limit: input.limit });
    const limit = limitWithin(sizes, input.limit);
    const window = { ...list, limit: limit + 1 };
    return ok(pageOf(await listSenderProfilesOf(deps.db, window), limit, timeKeyOf));
  };
}
