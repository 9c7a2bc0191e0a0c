/**
 * Reads and writes the outbox of the operator's own mailbox: codes and invitations on their way.
 *
 * A mail is written with what caused it, and claimed under a lease. Whoever dies between the act
 * and its answer leaves a lease that lapses, and the mail is sent again: at least once.
 */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type SystemMailKind = 'invitation' | 'email_code';

export type NewSystemMail = {
  readonly id: string;
  readonly accountId: string;
  readonly kind: SystemMailKind;
  /** The invitation, or the person. */
  readonly aboutId: string;
  readonly recipient: string;
  /** Sealed. */
  readonly content: Buffer;
  readonly createdAt: number;
  readonly expiresAt: number;
};

export async function insertSystemMail(tx: Db, mail: NewSystemMail): Promise<void> {
  await tx
    .insertInto('system_mail')
    .values({
      id: mail.id,
      account_id: mail.accountId,
      kind: mail.kind,
      about_id: mail.aboutId,
      recipient: mail.recipient,
      content: mail.content,
      created_at: at(mail.createdAt),
      due_at: at(mail.createdAt),
      expires_at: at(mail.expiresAt),
    })
    .execute();
}

export type RecentMail = { readonly count: number; readonly oldestAt: number | null };

/** Cross-tenant: those about one person, wherever they asked. True only under their lock. */
export async function countMailAbout(
  db: Db,
  of: { readonly kind: SystemMailKind; readonly aboutId: string; readonly since: number },
): Promise<RecentMail> {
  return countOf(recentMail(db, of.kind, of.since).where('about_id', '=', of.aboutId));
}

/** True only under the account's lock. */
export async function countMailOfAccount(
  db: Db,
  of: { readonly kind: SystemMailKind; readonly accountId: string; readonly since: number },
): Promise<RecentMail> {
  return countOf(recentMail(db, of.kind, of.since).where('account_id', '=', of.accountId));
}

function recentMail(db: Db, kind: SystemMailKind, since: number) {
  return db
    .selectFrom('system_mail')
    .select((column) => [
      column.fn.countAll<number>().as('count'),
      column.fn.min('created_at').as('oldest_at'),
    ])
    .where('kind', '=', kind)
    .where('created_at', '>', at(since) as never);
}

async function countOf(query: ReturnType<typeof recentMail>): Promise<RecentMail> {
  const row = await query.executeTakeFirstOrThrow();
  return { count: row.count, oldestAt: row.oldest_at };
}

/** What waits would tell of something that is no more: another code, a link that has ended. */
export async function dropUnsentMail(tx: Db, aboutId: string, real: number): Promise<void> {
  await tx
    .updateTable('system_mail')
    .set({ content: null, failed_at: at(real), lease_token: null, lease_until: null })
    .where('about_id', '=', aboutId)
    .where('content', 'is not', null)
    .execute();
}

export type ClaimedMail = {
  readonly id: string;
  readonly accountId: string;
  readonly kind: SystemMailKind;
  readonly recipient: string;
  readonly content: Buffer;
  readonly createdAt: number;
  /** Times it was claimed, this one included. */
  readonly attempts: number;
};

/**
 * The mail that has waited longest and is not too much for its address in this hour. Two workers
 * that look at once may both find the last place: then an address gets one mail more.
 */
const claimRow = statement<ClaimedMail>(
  'claim_system_mail',
  `update system_mail as mail
   set lease_token = $2, lease_until = $3, lease_attempts = lease_attempts + 1
   where id = (
     select waiting.id
     from system_mail waiting
     where waiting.content is not null
       and waiting.due_at <= $1
       and waiting.expires_at > $1
       and (waiting.lease_until is null or waiting.lease_until <= $1)
       and (select count(*) from system_mail sent
         where sent.recipient = waiting.recipient
           and sent.kind = waiting.kind
           and sent.sent_at > $4) < $5
     order by waiting.due_at, waiting.id
     limit 1
     for update skip locked
   )
   returning id, account_id as "accountId", kind, recipient, content, created_at as "createdAt",
     lease_attempts as attempts`,
);

export type MailClaim = {
  readonly real: number;
  readonly leaseToken: string;
  readonly leaseUntil: number;
  readonly since: number;
  readonly toAddressMax: number;
};

/** Cross-tenant: the mailbox is the operator's. */
export async function claimSystemMail(db: Db, claim: MailClaim): Promise<ClaimedMail | null> {
  const { real, leaseToken, leaseUntil, since, toAddressMax } = claim;
  const [row] = await claimRow(db, at(real), leaseToken, at(leaseUntil), at(since), toAddressMax);
  return row ?? null;
}

export type MailLease = { readonly id: string; readonly leaseToken: string };

/** Nothing is kept of what it said. */
export async function markMailSent(db: Db, lease: MailLease, real: number): Promise<void> {
  const gone = { content: null, lease_token: null, lease_until: null, sent_at: at(real) };
  await leased(db, lease).set(gone).execute();
}

export async function markMailFailed(db: Db, lease: MailLease, real: number): Promise<void> {
  const gone = { content: null, lease_token: null, lease_until: null, failed_at: at(real) };
  await leased(db, lease).set(gone).execute();
}

export async function putMailOff(db: Db, lease: MailLease, dueAt: number): Promise<void> {
  await leased(db, lease)
    .set({ lease_token: null, lease_until: null, due_at: at(dueAt) })
    .execute();
}

function leased(db: Db, { id, leaseToken }: MailLease) {
  return db.updateTable('system_mail').where('id', '=', id).where('lease_token', '=', leaseToken);
}
