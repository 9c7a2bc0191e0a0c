/**
 * The place where it is asked again whether who was let in still may be: by what lasts longer than
 * a request. A revoked key, an ended session and a removed member hear nothing more.
 */
import { isKeyLive } from '../db/keys.ts';
import { isSessionOpen } from '../db/sessions.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export async function isStillAdmitted({ db }: DbDep, caller: Caller): Promise<boolean> {
  const { accountId, keyId, sessionId } = caller;
  if (keyId !== null) return isKeyLive(db, accountId, keyId);
  return sessionId !== null && isSessionOpen(db, accountId, sessionId);
}
