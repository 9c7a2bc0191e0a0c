/**
 * The place where what nobody can use any more is deleted: sessions, links, and counts of failures
 * that are forgotten. Cross-tenant; a bounded batch each, past whatever somebody else holds.
 */
import type { TryKind } from '../domain/people/slowing.ts';
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

/** One that has grown too old while in use is not seen any more, and so is idle in turn. */
const idleSessions = statement<object>(
  'delete_idle_sessions',
  `delete from session where ctid = any(array(
     select ctid from session where last_seen_at <= $1 order by last_seen_at limit $2
       for update skip locked))
   returning 1`,
);

export async function deleteIdleSessions(db: Db, before: number, limit: number): Promise<number> {
  return (await idleSessions(db, at(before), limit)).length;
}

const lapsedInvitations = statement<object>(
  'delete_lapsed_invitations',
  `delete from invitation where ctid = any(array(
     select ctid from invitation where expires_at <= $1 order by expires_at limit $2
       for update skip locked))
   returning 1`,
);

export async function deleteLapsedInvitations(
  db: Db,
  real: number,
  limit: number,
): Promise<number> {
  return (await lapsedInvitations(db, at(real), limit)).length;
}

const lapsedLinks = statement<object>(
  'delete_lapsed_setup_links',
  `delete from setup_link where ctid = any(array(
     select ctid from setup_link where expires_at <= $1 limit $2 for update skip locked))
   returning 1`,
);

export async function deleteLapsedLinks(db: Db, real: number, limit: number): Promise<number> {
  return (await lapsedLinks(db, at(real), limit)).length;
}

const oldMail = statement<object>(
  'delete_old_system_mail',
  `delete from system_mail where ctid = any(array(
     select ctid from system_mail
     where (expires_at <= $1 or sent_at <= $1 or failed_at <= $1)
       and created_at <= $1
     order by expires_at
     limit $2
     for update skip locked))
   returning 1`,
);

/** Kept until then, sent or not, since mail of the last hour is counted. */
export async function deleteOldMail(db: Db, before: number, limit: number): Promise<number> {
  return (await oldMail(db, at(before), limit)).length;
}

const lapsedCodes = statement<object>(
  'delete_lapsed_email_codes',
  `delete from email_code where ctid = any(array(
     select ctid from email_code where expires_at <= $1 limit $2 for update skip locked))
   returning 1`,
);

export async function deleteLapsedCodes(db: Db, real: number, limit: number): Promise<number> {
  return (await lapsedCodes(db, at(real), limit)).length;
}

const oldTries = statement<object>(
  'delete_old_tries',
  `delete from sign_in_try where ctid = any(array(
     select ctid from sign_in_try where kind = any($1) and last_at <= $2 limit $3
       for update skip locked))
   returning 1`,
);

export async function deleteOldTries(
  db: Db,
  of: { readonly kinds: readonly TryKind[]; readonly before: number; readonly limit: number },
): Promise<number> {
  return (await oldTries(db, [...of.kinds], at(of.before), of.limit)).length;
}
