/** Reads and writes whose an e-mail address is: proved for the host, else for one account. */
import { sql } from 'kysely';
import type { Member } from '../domain/people/member.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';
import { members, type Person, people, rowToMember, rowToPerson } from './people.ts';

/** People of one address whose passwords one try is compared with. */
export const sameAddressMax = 200;

type Row = Parameters<typeof rowToPerson>[0];

/**
 * Who has proved the address comes first, then whoever is a member somewhere: people that somebody
 * invites and removes again and again push nobody out of the list.
 */
const byAddress = statement<Row>(
  'list_people_by_address',
  `select id, name, email, email_proved_at, home_account_id, password_hash
   from person
   where email = $1
     and (email_proved_at is not null
       or $2::uuid is null
       or exists (select from membership m where m.person_id = person.id and m.account_id = $2))
   order by email_proved_at is null,
     not exists (select from membership m where m.person_id = person.id),
     created_at,
     id
   limit $3`,
);

/** Cross-tenant: nobody has signed in yet. With an account: its people, and who has proved it. */
export async function listPeopleByAddress(
  db: Db,
  { email, accountId }: { readonly email: string; readonly accountId: string | null },
): Promise<readonly Person[]> {
  return (await byAddress(db, email, accountId, sameAddressMax)).map(rowToPerson);
}

/** One at a time for each address, until the transaction ends: of two proofs the second is late. */
export async function lockAddress(tx: Db, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${email}, 7246108219337412))`.execute(tx);
}

/** Cross-tenant: an address that is proved is one person's, wherever they are a member. */
export async function findProvedPerson(db: Db, email: string): Promise<Person | null> {
  const row = await people(db)
    .where('email', '=', email)
    .where('email_proved_at', 'is not', null)
    .executeTakeFirst();
  return row === undefined ? null : rowToPerson(row);
}

/** Whoever is a member here under this address, proved or not: the proved one first. */
export async function findMemberByAddress(
  db: Db,
  accountId: string,
  email: string,
): Promise<Member | null> {
  const row = await members(db)
    .where('account_id', '=', accountId)
    .where('person.email', '=', email)
    .orderBy('person.email_proved_at')
    .executeTakeFirst();
  return row === undefined ? null : rowToMember(row);
}

/** Cross-tenant: from now on the address is theirs on the whole host. Under the address's lock. */
export async function markEmailProved(tx: Db, personId: string, real: number): Promise<void> {
  await tx
    .updateTable('person')
    .set({ email_proved_at: at(real), home_account_id: null })
    .where('id', '=', personId)
    .where('email_proved_at', 'is', null)
    .execute();
}

/** Whoever is removed leaves the address to whom the account invites next. */
export async function releaseHome(tx: Db, accountId: string, personId: string): Promise<void> {
  await tx
    .updateTable('person')
    .set({ home_account_id: null })
    .where('id', '=', personId)
    .where('home_account_id', '=', accountId)
    .execute();
}
