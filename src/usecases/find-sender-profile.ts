/** The place where one sender profile is looked up. */
import { findSenderProfile as findRow } from '../db/sender-profiles.ts';
import type { SenderProfile } from '../domain/draft/sender-profile.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function findSenderProfile(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly senderProfileId: string },
  ): Promise<Result<SenderProfile, Failure>> => {
    const senderProfile = await findRow(deps.db, caller.accountId, input.senderProfileId);
    return senderProfile === null ? failed(notFound('sender profile')) : ok(senderProfile);
  };
}
