/**
 * Writes down mail that people send to try something out: before it leaves, when it is put on the
 * wire, and what became of it.
 */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type TestMail = {
  readonly id: string;
  readonly accountId: string;
  readonly aliasId: string;
  readonly recipient: string;
  readonly messageId: string;
  readonly sentBy: string;
  /** Names the request where it may come twice. */
  readonly requestKey: string | null;
  readonly engineEpoch: number;
  readonly createdAt: number;
  readonly realAt: number;
};

export type TestMailState = 'accepted' | 'refused' | 'unknown';

/** Certainly not out: what puts it on the wire is `markTestOnWire`. */
export async function insertTestMail(db: Db, mail: TestMail): Promise<void> {
  await db
    .insertInto('test_mail')
    .values({
      id: mail.id,
      account_id: mail.accountId,
      alias_id: mail.aliasId,
      recipient: mail.recipient,
      state: 'claimed',
      message_id: mail.messageId,
      sent_by: mail.sentBy,
      request_key: mail.requestKey,
      engine_epoch: mail.engineEpoch,
      created_at: at(mail.createdAt),
      real_at: at(mail.realAt),
    })
    .execute();
}

const toWire = statement<{ id: string }>(
  'put_test_on_wire',
  `update test_mail t set state = 'on_wire', on_wire_at = $4
     from engine g, alias a
    where t.account_id = $1 and t.id = $2 and t.state = 'claimed'
      and g.id = 1 and g.epoch = t.engine_epoch and g.fenced_at is null
      and a.account_id = t.account_id and a.id = t.alias_id and a.version = $3
      and a.verified_at is not null and a.paused_at is null
      and not exists (select 1 from suppression p where p.account_id = t.account_id
        and p.released_at is null and p.email = t.recipient)
      and not exists (select 1 from suppression p where p.account_id = t.account_id
        and p.released_at is null and p.domain = $5)
    returning t.id`,
);

export type TestOnWire = {
  readonly accountId: string;
  readonly id: string;
  readonly aliasVersion: number;
  readonly domain: string;
  readonly now: number;
};

/**
 * Asks again what may have changed since it was claimed: the fence and its epoch, the alias, and
 * suppression. False: it must not be handed over.
 */
export async function markTestOnWire(db: Db, mail: TestOnWire): Promise<boolean> {
  const { accountId, id, aliasVersion, domain, now } = mail;
  const rows = await toWire(db, accountId, id, aliasVersion, at(now), domain);
  return rows.length > 0;
}

type Settled = { readonly smtpResponse: string; readonly now: number };

export async function markTestMail(
  db: Db,
  { accountId, id }: Pick<TestMail, 'accountId' | 'id'>,
  { state, smtpResponse, now }: Settled & { readonly state: TestMailState },
): Promise<void> {
  await db
    .updateTable('test_mail')
    .set({ state, smtp_response: smtpResponse, settled_at: at(now) })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}

/** The instant of its slot; null where it is, or was, on the wire, or ended already. */
export async function markTestNotSent(
  tx: Db,
  { accountId, id }: Pick<TestMail, 'accountId' | 'id'>,
  { smtpResponse, now }: Settled,
): Promise<{ readonly aliasId: string; readonly createdAt: number } | null> {
  const row = await tx
    .updateTable('test_mail')
    .set({ state: 'refused', smtp_response: smtpResponse, settled_at: at(now) })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('state', '=', 'claimed')
    .returning(['alias_id', 'created_at'])
    .executeTakeFirst();
  return row === undefined ? null : { aliasId: row.alias_id, createdAt: row.created_at };
}

export type EarlierTest = {
  readonly id: string;
  readonly aliasId: string;
  readonly recipient: string;
  readonly state: TestMailState | 'claimed' | 'on_wire';
  readonly messageId: string;
  readonly smtpResponse: string | null;
};

/** What the same request came to when it came before. */
export async function findTestOfRequest(
  db: Db,
  request: { readonly accountId: string; readonly requestKey: string; readonly since: number },
): Promise<EarlierTest | null> {
  const row = await db
    .selectFrom('test_mail')
    .select(['id', 'alias_id', 'recipient', 'state', 'message_id', 'smtp_response'])
    .where('account_id', '=', request.accountId)
    .where('request_key', '=', request.requestKey)
    .where('real_at', '>', at(request.since) as never)
    .orderBy('real_at', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    aliasId: row.alias_id,
    recipient: row.recipient,
    state: row.state as EarlierTest['state'],
    messageId: row.message_id,
    smtpResponse: row.smtp_response,
  };
}

/** How many since then; under lockAccountPace, or two would each not see the other's. */
export async function countTestMails(
  db: Db,
  hour: { readonly accountId: string; readonly since: number },
): Promise<number> {
  const row = await db
    .selectFrom('test_mail')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('account_id', '=', hour.accountId)
    .where('real_at', '>', at(hour.since) as never)
    .executeTakeFirstOrThrow();
  return row.count;
}

export type MemberAddress = { readonly personId: string; readonly email: string };

/**
 * Members who can sign in, by an address they have proved: whom a test may go to. An address that
 * nobody has proved may be a stranger's.
 */
export async function listMemberAddresses(
  db: Db,
  accountId: string,
): Promise<readonly MemberAddress[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.email'])
    .where('membership.account_id', '=', accountId)
    .where('person.email', 'is not', null)
    .where('person.password_hash', 'is not', null)
    .where('person.email_proved_at', 'is not', null)
    .execute();
  return rows.flatMap(({ id: personId, email }) => (email === null ? [] : [{ personId, email }]));
}
