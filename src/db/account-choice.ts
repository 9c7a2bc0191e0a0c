/**
 * Reads and writes sessions whose person has signed in and not chosen an account yet. Cross-tenant.
 */
import { sql } from 'kysely';
import type { Role } from '../domain/permission.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';
import { accountsOfPersonMax, type OwnAccount } from './people.ts';

/** Whoever else the password was right for. */
export async function insertChoices(
  tx: Db,
  sessionId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  const rows = personIds.map((person_id) => ({ session_id: sessionId, person_id }));
  await tx.insertInto('session_choice').values(rows).execute();
}

type AccountRow = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly role: Role;
};

/** An account of several of them is there once: as whoever has proved the address. */
const accountsToChoose = statement<AccountRow>(
  'list_accounts_to_choose',
  `select id, name, "createdAt", role
   from (
     select distinct on (account.id) account.id, account.name,
       account.created_at as "createdAt", role, membership.created_at as joined_at
     from session
       join membership on membership.person_id = session.person_id
         or membership.person_id in (select person_id from session_choice where session_id = $1)
       join person on person.id = membership.person_id
       join account on account.id = membership.account_id
     where session.id = $1
       and session.account_id is null
     order by account.id, person.email_proved_at is null, person.id
   ) as reached
   order by joined_at, id
   limit $2`,
);

export async function listAccountsToChoose(
  db: Db,
  sessionId: string,
): Promise<readonly OwnAccount[]> {
  return accountsToChoose(db, sessionId, accountsOfPersonMax);
}

export type Chosen = { readonly personId: string; readonly role: Role };

/** As whom the session may act there; then they are a member until the transaction ends. */
export async function lockChoice(
  tx: Db,
  { sessionId, accountId }: { readonly sessionId: string; readonly accountId: string },
): Promise<Chosen | null> {
  const { rows } = await sql<{ readonly person_id: string; readonly role: Role }>`
    select membership.person_id, role
    from session
      join membership on membership.account_id = ${accountId}
        and (membership.person_id = session.person_id
          or membership.person_id in (
            select person_id from session_choice where session_id = ${sessionId}))
      join person on person.id = membership.person_id
    where session.id = ${sessionId}
      and session.account_id is null
    order by person.email_proved_at is null, person.id
    limit 1
    for no key update of session
    for key share of membership`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : { personId: row.person_id, role: row.role };
}

/** The session is from now on that person's, in that account, and lives as long as any. */
export async function markChosen(
  tx: Db,
  choice: {
    readonly sessionId: string;
    readonly accountId: string;
    readonly personId: string;
    readonly expiresAt: number;
  },
): Promise<void> {
  const { sessionId, accountId: account_id, personId: person_id } = choice;
  await tx.deleteFrom('session_choice').where('session_id', '=', sessionId).execute();
  await tx
    .updateTable('session')
    .set({ account_id, person_id, expires_at: at(choice.expiresAt) })
    .where('id', '=', sessionId)
    .execute();
}
