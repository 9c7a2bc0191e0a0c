/** The place where what people can use no more is forgotten: one bounded batch of each. */
import {
  deleteIdleSessions,
  deleteLapsedCodes,
  deleteLapsedInvitations,
  deleteLapsedLinks,
  deleteOldMail,
  deleteOldTries,
} from '../db/lapsed.ts';
import { systemMailKeptMs } from '../domain/people/proof.ts';
import { sessionIdleMsMax } from '../domain/people/session.ts';
import { forgetMs, knownPlaceMs } from '../domain/people/slowing.ts';
import type { DbDep } from './deps.ts';

/** How many rows went. */
export async function forgetLapsed(
  { db }: DbDep,
  { real, limit }: { readonly real: number; readonly limit: number },
): Promise<number> {
  const counted = ['address', 'place', 'pair', 'password'] as const;
  return (
    (await deleteIdleSessions(db, real - sessionIdleMsMax, limit)) +
    (await deleteLapsedInvitations(db, real, limit)) +
    (await deleteLapsedLinks(db, real, limit)) +
    (await deleteLapsedCodes(db, real, limit)) +
    (await deleteOldMail(db, real - systemMailKeptMs, limit)) +
    (await deleteOldTries(db, { kinds: counted, before: real - forgetMs, limit })) +
    (await deleteOldTries(db, { kinds: ['known_place'], before: real - knownPlaceMs, limit }))
  );
}
