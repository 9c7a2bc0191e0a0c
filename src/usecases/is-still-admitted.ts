/**
 * Re-checks that a caller is still admitted. Used by requests that stay open, such as event
 * streams. A revoked key, an ended session, a removed member and their keys hear nothing more.
 */
import { isKeyLive } from '../db/keys.ts';
import { isSessionOpen } from '../db/sessions.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export async function isStillAdmitted(
  { db }: DbDep,
  caller: Pick<Caller, 'accountId' | 'keyId' | 'sessionId'>,
): Promise<boolean> {
  const { accountId, keyId, sessionId } = caller;
  if (keyId !== null) return isKeyLive(db, accountId, keyId);
  return sessionId !== null && isSessionOpen(db, accountId, sessionId);
}
