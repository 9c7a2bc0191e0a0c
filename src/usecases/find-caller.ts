/** The place where a key becomes a caller: one look-up by its hash, whatever was sent. */
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

/** Unknown and revoked are one answer. The other: the key is good, but not for that account. */
export type KeyRefusal = 'UNKNOWN_KEY' | 'UNREACHABLE_ACCOUNT';

export type FindCallerInput = {
  readonly key: string;
  /** The account to act for; null for the key's home. */
  readonly accountId: string | null;
};

export function findCaller(deps: DbDep) {
  return async (input: FindCallerInput): Promise<Result<Caller, KeyRefusal>> => {
    throw new Error();
  };
}
