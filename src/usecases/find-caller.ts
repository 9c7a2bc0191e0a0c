/** The place where a token becomes a caller: one look-up by its hash, whatever was sent. */
import { findLiveKey, findLiveKeyAndAccounts, markKeyUsed } from '../db/keys.ts';
import { findSession, markSeen } from '../db/sessions.ts';
import { keyHashOf } from '../domain/key.ts';
import { isLive, lastUseMsMin } from '../domain/people/session.ts';
import { isToken, tokenHashOf } from '../domain/people/token.ts';
import { grants, keyPermissions } from '../domain/permission.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import { type Caller, noAccountId } from './caller.ts';
import type { ClockDep, DbDep } from './deps.ts';

/** Unknown and revoked are one answer. The other: the key is good, but not for that account. */
export type CallerRefusal = 'UNKNOWN_TOKEN' | 'UNREACHABLE_ACCOUNT';

export type FindCallerInput = {
  readonly token: string;
  /** The account to act for, as it came; null for the key's home. */
  readonly accountId: string | null;
  /** Whether a person's session is a token here, or API keys alone are. */
  readonly takesSessions: boolean;
  /** Whether what a key reaches is told besides: the same look-up, instead of one more. */
  readonly listsAccounts?: boolean;
};

export function findCaller(deps: DbDep & ClockDep) {
  return async (input: FindCallerInput): Promise<Result<Caller, CallerRefusal>> =>
    input.takesSessions && isToken(input.token)
      ? callerOfSession(deps, input.token)
      : callerOfKey(deps, input);
}

async function callerOfKey(
  deps: DbDep & ClockDep,
  input: FindCallerInput,
): Promise<Result<Caller, CallerRefusal>> {
  // What is no id at all is looked for like any other.
  const accountId =
    input.accountId === null || isUuid(input.accountId) ? input.accountId : noAccountId;
  const find = input.listsAccounts === true ? findLiveKeyAndAccounts : findLiveKey;
  const key = await find(deps.db, keyHashOf(input.token), accountId);
  if (key === null) return failed('UNKNOWN_TOKEN');
  if (key.reaches === null) {
    // No account was named: the key has lost its home, with its maker's membership.
    return failed(accountId === null ? 'UNKNOWN_TOKEN' : 'UNREACHABLE_ACCOUNT');
  }
  await noteUse(deps, key.lastUsedAt, (at) => markKeyUsed(deps.db, { ...at, keyId: key.id }));
  return ok({
    accountId: key.reaches,
    actor: `key:${key.id}`,
    userId: key.personId,
    keyId: key.id,
    sessionId: null,
    role: null,
    requestId: null,
    permissions: new Set(keyPermissions(key.permissions, key.role)),
    accounts: key.accounts,
  });
}

async function callerOfSession(
  deps: DbDep & ClockDep,
  token: string,
): Promise<Result<Caller, CallerRefusal>> {
  const session = await findSession(deps.db, tokenHashOf(token));
  if (session === null) return failed('UNKNOWN_TOKEN');
  const { real } = await deps.clock.read();
  if (!isLive(session, real)) return failed('UNKNOWN_TOKEN');
  const { id: sessionId, personId, role } = session;
  await noteUse(deps, session.lastSeenAt, (at) => markSeen(deps.db, { ...at, sessionId }));
  return ok({
    accountId: session.accountId ?? noAccountId,
    actor: personId,
    userId: personId,
    keyId: null,
    sessionId,
    role,
    requestId: null,
    permissions: new Set(role === null ? [] : grants[role].permissions),
    accounts: null,
  });
}

type At = { readonly real: number; readonly before: number };

/**
 * At most once a minute. Whether it is time is asked of this machine's clock, for nothing; what is
 * written is the database's, and only where the last use is a minute old by that one, too.
 */
async function noteUse(
  { clock }: ClockDep,
  lastAt: number | null,
  mark: (at: At) => Promise<void>,
): Promise<void> {
  if (lastAt !== null && clock.wall() - lastAt < lastUseMsMin) return;
  const { real } = await clock.read();
  await mark({ real, before: real - lastUseMsMin });
}
