/** The place where a token becomes a caller: one look-up by its hash, whatever was sent. */
import { findLiveKey } from '../db/keys.ts';
import { keyHashOf } from '../domain/key.ts';
import { isPermission } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

/** Unknown and revoked are one answer. The other: the key is good, but not for that account. */
export type CallerRefusal = 'UNKNOWN_TOKEN' | 'UNREACHABLE_ACCOUNT';

export type FindCallerInput = {
  readonly token: string;
  /** The account to act for, as it came; null for the key's home. */
  readonly accountId: string | null;
  /** Whether a person's session is a token here, or API keys alone are. */
  readonly takesSessions: boolean;
};

export function findCaller(deps: DbDep) {
  return async (input: FindCallerInput): Promise<Result<Caller, CallerRefusal>> => {
    const accountId =
      input.accountId === null || isUuid(input.accountId) ? input.accountId : nobody;
    const key = await findLiveKey(deps.db, keyHashOf(input.token), accountId);
    if (key === null) return failed('UNKNOWN_TOKEN');
    if (key.reaches === null) return failed('UNREACHABLE_ACCOUNT');
    return ok({
      accountId: key.reaches,
      actor: `key:${key.id}`,
      userId: key.personId,
      keyId: key.id,
      sessionId: null,
      role: null,
      requestId: null,
      permissions: new Set(key.permissions.filter(isPermission)),
    });
  };
}

/** No account has this id: what is no id at all is looked for like any other. */
const nobody = '00000000-0000-0000-0000-000000000000';
