/** The place where sessions are read and written: looked up by the hash of their token. */
import { sql } from 'kysely';
import type { Session } from '../domain/people/session.ts';
import type { Role } from '../domain/permission.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type SessionRow = {
  readonly id: string;
  readonly personId: string;
  /** Null until one is chosen, and the role with it. */
  readonly accountId: string | null;
  readonly role: Role | null;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
};

/** Asked by every request of a person: the role is what it is now, not when they signed in. */
const find = statement<SessionRow>(
  'find_session',
  `select session.id, session.person_id as "personId", session.account_id as "accountId", role,
     last_seen_at as "lastSeenAt", expires_at as "expiresAt"
   from session
     left join membership on membership.account_id = session.account_id
       and membership.person_id = session.person_id
   where token_hash = $1
     and (session.account_id is null or role is not null)`,
);

/** Cross-tenant: the token says whose it is. It may be too old: see `isLive`. */
export async function findSession(db: Db, tokenHash: Buffer): Promise<SessionRow | null> {
  const [row] = await find(db, tokenHash);
  return row ?? null;
}

const openSession = statement<object>(
  'find_open_session',
  `select from session join membership using (account_id, person_id)
   where account_id = $1 and session.id = $2`,
);

/** Whether nobody has ended it, and its person is still a member of the account it acts for. */
export async function isSessionOpen(
  db: Db,
  accountId: string,
  sessionId: string,
): Promise<boolean> {
  return (await openSession(db, accountId, sessionId)).length > 0;
}

export type NewSession = Session & { readonly tokenHash: Buffer };

export async function insertSession(db: Db, session: NewSession): Promise<void> {
  await db
    .insertInto('session')
    .values({
      id: session.id,
      token_hash: session.tokenHash,
      person_id: session.personId,
      account_id: session.accountId,
      user_agent: session.userAgent,
      place: session.place,
      created_at: at(session.createdAt),
      last_seen_at: at(session.lastSeenAt),
      expires_at: at(session.expiresAt),
    })
    .execute();
}

/** Cross-tenant. Of several that come at once, the first alone writes. */
export async function markSeen(
  db: Db,
  of: { readonly sessionId: string; readonly real: number; readonly before: number },
): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: at(of.real) })
    .where('id', '=', of.sessionId)
    .where(sql<boolean>`last_seen_at <= ${at(of.before)}::timestamptz`)
    .execute();
}

/** Cross-tenant: one's own, wherever they act. The one that was used last comes first. */
export async function listSessionsOfPerson(
  db: Db,
  of: { readonly personId: string; readonly limit: number },
): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('person_id', '=', of.personId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(of.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    accountId: row.account_id,
    userAgent: row.user_agent,
    place: row.place,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }));
}

/** Cross-tenant: one's own. False where there is no such session of theirs. */
export async function deleteSession(
  db: Db,
  of: { readonly sessionId: string; readonly personId: string },
): Promise<boolean> {
  const result = await db
    .deleteFrom('session')
    .where('id', '=', of.sessionId)
    .where('person_id', '=', of.personId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/**
 * Cross-tenant: all of a person's, or all but one. How many there were. Where somebody is about to
 * choose an account, theirs are no longer among them.
 */
export async function deleteSessionsOfPerson(
  db: Db,
  of: { readonly personId: string; readonly but: string | null },
): Promise<number> {
  await db.deleteFrom('session_choice').where('person_id', '=', of.personId).execute();
  const result = await db
    .deleteFrom('session')
    .where('person_id', '=', of.personId)
    .where(of.but === null ? sql<boolean>`true` : sql<boolean>`id <> ${of.but}::uuid`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Cross-tenant: those that were used longest ago, beyond so many. */
export async function deleteOldestSessions(
  db: Db,
  of: { readonly personId: string; readonly kept: number },
): Promise<void> {
  await sql`
    delete from session where id in (
      select id from session where person_id = ${of.personId}
      order by last_seen_at desc, id desc offset ${of.kept}
    )`.execute(db);
}

/** Cross-tenant: one's own session acts elsewhere from now on. */
export async function markAccount(
  db: Db,
  of: { readonly sessionId: string; readonly accountId: string },
): Promise<void> {
  await db
    .updateTable('session')
    .set({ account_id: of.accountId })
    .where('id', '=', of.sessionId)
    .execute();
}
