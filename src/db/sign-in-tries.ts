/** The place where it is counted how often in a row somebody failed to sign in. */
import type { Subject, Tries, TryKind } from '../domain/people/slowing.ts';
import { assert } from '../lib/assert.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

type Row = { readonly kind: TryKind; readonly failures: number; readonly last_at: number };

/** Whoever comes second waits for the first, and reads what they wrote. */
const lock = statement<Row>(
  'lock_tries',
  `insert into sign_in_try as tries (subject, kind, failures, last_at) values ($1, $2, 0, $3)
   on conflict (subject) do update set failures = tries.failures
   returning kind, failures, last_at`,
);

/** Cross-tenant, like all that follows: nobody has signed in yet. */
export async function lockTries(tx: Db, subject: Subject, real: number): Promise<Tries> {
  const [row] = await lock(tx, subject.hash, subject.kind, at(real));
  assert(row !== undefined, 'a subject that was locked has a row');
  return { kind: row.kind, failures: row.failures, lastAt: row.last_at };
}

export async function findTries(db: Db, subject: Subject): Promise<Tries | null> {
  const row = await db
    .selectFrom('sign_in_try')
    .select(['kind', 'failures', 'last_at'])
    .where('subject', '=', subject.hash)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { kind: row.kind as TryKind, failures: row.failures, lastAt: row.last_at };
}

export async function writeTries(db: Db, subject: Subject, tries: Tries): Promise<void> {
  const { failures } = tries;
  const last_at = at(tries.lastAt);
  await db
    .insertInto('sign_in_try')
    .values({ subject: subject.hash, kind: subject.kind, failures, last_at })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ failures, last_at }))
    .execute();
}

/** One failure less: it was none. */
export async function giveBackTry(db: Db, subject: Subject): Promise<void> {
  await db
    .updateTable('sign_in_try')
    .set((column) => ({ failures: column('failures', '-', 1) }))
    .where('subject', '=', subject.hash)
    .where('failures', '>', 0)
    .execute();
}

export async function deleteTries(db: Db, subject: Subject): Promise<void> {
  await db.deleteFrom('sign_in_try').where('subject', '=', subject.hash).execute();
}
