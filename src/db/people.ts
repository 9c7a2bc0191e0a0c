/** The place where people, their passwords and their memberships are read and written. */
import { sql } from 'kysely';
import type { Account } from '../domain/account.ts';
import type { Member } from '../domain/people/member.ts';
import type { Role } from '../domain/permission.ts';
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** Null: the address is theirs in `homeAccountId` alone. */
  readonly emailProvedAt: number | null;
  readonly homeAccountId: string | null;
  readonly passwordHash: string | null;
};

/** Cross-tenant: oneself. */
export async function findPerson(db: Db, personId: string): Promise<Person | null> {
  const row = await people(db).where('id', '=', personId).executeTakeFirst();
  return row === undefined ? null : rowToPerson(row);
}

/** As `findPerson`: their password does not change until the transaction ends. */
export async function lockPerson(tx: Db, personId: string): Promise<Person | null> {
  const row = await people(tx).where('id', '=', personId).forNoKeyUpdate().executeTakeFirst();
  return row === undefined ? null : rowToPerson(row);
}

export function people(db: Db) {
  return db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'email_proved_at', 'home_account_id', 'password_hash']);
}

export function rowToPerson(row: {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly email_proved_at: number | null;
  readonly home_account_id: string | null;
  readonly password_hash: string | null;
}): Person {
  const { id, name, email, email_proved_at: emailProvedAt } = row;
  const { home_account_id: homeAccountId, password_hash: passwordHash } = row;
  return { id, name, email, emailProvedAt, homeAccountId, passwordHash };
}

/** Cross-tenant: whether the first run is over. */
export async function canAnybodySignIn(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('password_hash', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Cross-tenant: the first owner there ever was; in the first run they came with a key. */
export async function findFirstOwner(
  db: Db,
): Promise<{ readonly personId: string; readonly accountId: string } | null> {
  const row = await db
    .selectFrom('membership')
    .select(['person_id', 'account_id'])
    .where('role', '=', 'owner')
    .orderBy('created_at')
    .orderBy('account_id')
    .orderBy('person_id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { personId: row.person_id, accountId: row.account_id };
}

/** Cross-tenant. False, and nothing written, where the address is another's already. */
export async function insertPersonOnce(
  db: Db,
  person: Person & { readonly createdAt: number },
): Promise<boolean> {
  const result = await db
    .insertInto('person')
    .values({
      id: person.id,
      name: person.name,
      email: person.email,
      email_proved_at: atOrNull(person.emailProvedAt),
      home_account_id: person.homeAccountId,
      password_hash: person.passwordHash,
      created_at: at(person.createdAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Cross-tenant: whoever came with the bootstrap key becomes somebody. */
export async function markClaimed(db: Db, person: Person): Promise<void> {
  const { name, email, passwordHash: password_hash } = person;
  const email_proved_at = atOrNull(person.emailProvedAt);
  await db
    .updateTable('person')
    .set({ name, email, email_proved_at, password_hash })
    .where('id', '=', person.id)
    .execute();
}

/** Cross-tenant: one's own password, for every account at once. */
export async function markPassword(db: Db, personId: string, passwordHash: string): Promise<void> {
  await db
    .updateTable('person')
    .set({ password_hash: passwordHash })
    .where('id', '=', personId)
    .execute();
}

export type OwnAccount = Account & { readonly role: Role };

/** An agency has hundreds of clients, and no person thousands of accounts. */
export const accountsOfPersonMax = 500;

/** Cross-tenant: the accounts of one person, in the order they came to them. */
export async function listAccountsOfPerson(
  db: Db,
  personId: string,
): Promise<readonly OwnAccount[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('account', 'account.id', 'membership.account_id')
    .select(['account.id', 'account.name', 'account.created_at', 'role'])
    .where('person_id', '=', personId)
    .orderBy('membership.created_at')
    .orderBy('account.id')
    .limit(accountsOfPersonMax)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    role: row.role as Role,
  }));
}

export type MemberList = {
  readonly accountId: string;
  readonly after: { readonly createdAt: number; readonly id: string } | null;
  readonly limit: number;
};

/** In the order they joined. */
export async function listMembers(db: Db, list: MemberList): Promise<readonly Member[]> {
  const { after } = list;
  const isAfter =
    after === null
      ? sql<boolean>`true`
      : sql<boolean>`(membership.created_at, person_id) > (${at(after.createdAt)}::timestamptz, ${after.id}::uuid)`;
  const rows = await members(db)
    .where('account_id', '=', list.accountId)
    .where(isAfter)
    .orderBy('membership.created_at')
    .orderBy('person_id')
    .limit(list.limit)
    .execute();
  return rows.map(rowToMember);
}

export async function findMember(
  db: Db,
  accountId: string,
  personId: string,
): Promise<Member | null> {
  const row = await members(db)
    .where('account_id', '=', accountId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined ? null : rowToMember(row);
}

/** Their role, if they are a member; then they are one until the transaction ends. */
export async function holdMember(
  tx: Db,
  accountId: string,
  personId: string,
): Promise<Role | null> {
  const row = await tx
    .selectFrom('membership')
    .select('role')
    .where('account_id', '=', accountId)
    .where('person_id', '=', personId)
    .forKeyShare()
    .executeTakeFirst();
  return row === undefined ? null : (row.role as Role);
}

export function members(db: Db) {
  return db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'person.email', 'person.email_proved_at', 'role'])
    .select('membership.created_at');
}

export function rowToMember(row: {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly email_proved_at: number | null;
  readonly role: string;
  readonly created_at: number;
}): Member {
  const { id, name, email, email_proved_at: emailProvedAt, role, created_at: createdAt } = row;
  return { id, name, email, emailProvedAt, role: role as Role, createdAt };
}

/** True only under the account's lock: two who leave at once would each count the other. */
export async function countOwners(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('membership')
    .select((column) => column.fn.countAll<number>().as('owners'))
    .where('account_id', '=', accountId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return row.owners;
}

export async function markRole(
  db: Db,
  member: { readonly accountId: string; readonly personId: string; readonly role: Role },
): Promise<void> {
  await db
    .updateTable('membership')
    .set({ role: member.role })
    .where('account_id', '=', member.accountId)
    .where('person_id', '=', member.personId)
    .execute();
}

/** Their sessions in this account go with it. */
export async function deleteMembership(db: Db, accountId: string, personId: string): Promise<void> {
  await db
    .deleteFrom('membership')
    .where('account_id', '=', accountId)
    .where('person_id', '=', personId)
    .execute();
}

export async function markAccountName(db: Db, accountId: string, name: string): Promise<void> {
  await db.updateTable('account').set({ name }).where('id', '=', accountId).execute();
}
