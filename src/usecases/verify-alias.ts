/** The place where an alias proves itself: we sign in for real, then write down that it worked. */
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, MailerDep, VaultDep } from './deps.ts';

export type SignedIn = { readonly ok: boolean; readonly error: string | null };

export type AliasVerification = {
  readonly aliasId: string;
  readonly smtp: SignedIn;
  /** Null where the alias has no IMAP server. */
  readonly imap: SignedIn | null;
  readonly verifiedAt: number | null;
};

export function verifyAlias(deps: DbDep & ClockDep & MailerDep & VaultDep) {
  return async (
    caller: Caller,
    input: { readonly aliasId: string },
  ): Promise<Result<AliasVerification, Failure>> => {
    throw new Error();
  };
}
