/** The place where mail to oneself is written down: before it leaves, and what became of it. */
import { at } from './columns.ts';
import type { Db } from './database.ts';

export type TestMail = {
  readonly id: string;
  readonly accountId: string;
  readonly aliasId: string;
  readonly recipient: string;
  readonly messageId: string;
  readonly sentBy: string;
  readonly createdAt: number;
  readonly realAt: number;
};

export type TestMailState = 'accepted' | 'refused' | 'unknown';

export async function insertTestMail(db: Db, mail: TestMail): Promise<void> {
  await db
    .insertInto('test_mail')
    .values({
      id: mail.id,
      account_id: mail.accountId,
      alias_id: mail.aliasId,
      recipient: mail.recipient,
      state: 'on_wire',
      message_id: mail.messageId,
      sent_by: mail.sentBy,
      created_at: at(mail.createdAt),
      real_at: at(mail.realAt),
    })
    .execute();
}

export async function markTestMail(
  db: Db,
  { accountId, id }: Pick<TestMail, 'accountId' | 'id'>,
  of: { readonly state: TestMailState; readonly smtpResponse: string; readonly now: number },
): Promise<void> {
  await db
    .updateTable('test_mail')
    .set({ state: of.state, smtp_response: of.smtpResponse, settled_at: at(of.now) })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}

/** How many since then; under lockAccount, or two would each not see the other's. */
export async function countTestMails(
  db: Db,
  of: { readonly accountId: string; readonly since: number },
): Promise<number> {
  const row = await db
    .selectFrom('test_mail')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('account_id', '=', of.accountId)
    .where('real_at', '>', at(of.since) as never)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Those who can sign in, by the address they do it with. */
export async function listMemberAddresses(db: Db, accountId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('person.email')
    .where('membership.account_id', '=', accountId)
    .where('person.email', 'is not', null)
    .execute();
  return rows.flatMap(({ email }) => email ?? []);
}

export async function findOwnAddress(
  db: Db,
  of: { readonly accountId: string; readonly personId: string },
): Promise<string | null> {
  const row = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('person.email')
    .where('membership.account_id', '=', of.accountId)
    .where('membership.person_id', '=', of.personId)
    .executeTakeFirst();
  return row?.email ?? null;
}
