/**
 * The place where a person has a mail sent to themselves, to see what others would get.
 *
 * It is no send of a campaign, and not in the ledger; but it leaves for real, and so is written
 * down, and its slot taken, before the first byte. Only to members of the account or the mailbox
 * itself: a test that may go anywhere would be a way past approvals, limits and suppressions.
 */
import { lockAccount } from '../db/accounts.ts';
import type { MailboxRow } from '../db/aliases.ts';
import { findEverFast, findMailboxes } from '../db/aliases.ts';
import { findAccountTerms } from '../db/content.ts';
import { inTransaction } from '../db/database.ts';
import { findTemplate } from '../db/templates.ts';
import type { TestMailState } from '../db/test-mails.ts';
import {
  countTestMails,
  findOwnAddress,
  insertTestMail,
  listMemberAddresses,
  markTestMail,
} from '../db/test-mails.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import { domainOf, normaliseAddress } from '../domain/lead/address.ts';
import { templateData } from '../domain/lead/lead.ts';
import type { Alias } from '../domain/send/alias.ts';
import { isHarmless } from '../domain/send/alias.ts';
import { listUnsubscribe } from '../domain/send/unsubscribe-header.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { Envelope, HandOver, Mailbox } from '../ports/mailer.ts';
import type { RenderedText } from '../ports/renderer.ts';
import type { Caller } from './caller.ts';
import { notAllowed } from './create-alias.ts';
import { unreadable } from './create-template.ts';
import type {
  ChanceDep,
  ClockDep,
  DbDep,
  LinksDep,
  MailerDep,
  RendererDep,
  VaultDep,
} from './deps.ts';
import { toMailbox } from './mailbox.ts';
import type { PreviewFor } from './preview-template.ts';
import { dataFor } from './preview-template.ts';
import { writeAudit } from './write-audit.ts';

/** Of an account, in an hour of the real clock. */
export const testMailsPerHourMax = 30;
const hourMs = 3_600_000;

export type SendTestInput = Omit<PreviewFor, 'aliasId'> & {
  readonly aliasId: string;
  /** Absent: whoever asks, where they are a member with an address; else the mailbox itself. */
  readonly to?: string | undefined;
  readonly templateId?: string | undefined;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
};

export type TestSent = {
  readonly aliasId: string;
  readonly to: string;
  readonly outcome: TestMailState;
  readonly smtpResponse: string;
  readonly messageId: string;
};

type SendDeps = DbDep & ClockDep & ChanceDep & LinksDep & MailerDep & RendererDep & VaultDep;

export function sendTest(deps: SendDeps) {
  return async (caller: Caller, input: SendTestInput): Promise<Result<TestSent, Failure>> => {
    const { accountId } = caller;
    const [row] = await findMailboxes(deps.db, accountId, [input.aliasId]);
    if (row === undefined) return failed(notFound('alias'));
    const ready = await judged(deps, caller, { row, input });
    if (!ready.ok) return ready;
    const now = await deps.clock.read();
    const id = deps.chance.uuid(now.engine);
    const messageId = `<${id}@${domainOf(row.alias.address)}>`;
    const mail = { ...ready.value, id, messageId, alias: row.alias };
    const refused = await writeDown(deps, caller, { mail, now });
    if (refused !== null) return failed(refused);
    const answer = await handOver(deps, mail, await composed(deps, mail, now));
    const outcome = outcomeOf(answer);
    const after = await deps.clock.read();
    const { response: smtpResponse } = answer;
    const settled = { state: outcome, smtpResponse, now: after.engine };
    await markTestMail(deps.db, { accountId, id }, settled);
    return ok({ aliasId: row.alias.id, to: mail.to, outcome, smtpResponse, messageId });
  };
}

type Words = { readonly mailbox: Mailbox; readonly to: string; readonly content: RenderedText };
type Mail = Words & { readonly id: string; readonly messageId: string; readonly alias: Alias };

/** All that can be known to be wrong before anything is written down. */
async function judged(
  deps: SendDeps,
  caller: Caller,
  { row, input }: { readonly row: MailboxRow; readonly input: SendTestInput },
): Promise<Result<Words, Failure>> {
  const to = await recipientOf(deps, caller, { alias: row.alias, to: input.to });
  if (!to.ok) return to;
  if (!isHarmless(row.alias) && (await findEverFast(deps.db))) return failed(notAllowed);
  const content = await contentOf(deps, caller, input);
  if (!content.ok) return content;
  const mailbox = opened(deps, row);
  if (mailbox === null) return failed(sealedAway);
  return ok({ mailbox, to: to.value, content: content.value });
}

async function recipientOf(
  { db }: DbDep,
  caller: Caller,
  { alias, to }: { readonly alias: Alias; readonly to: string | undefined },
): Promise<Result<string, Failure>> {
  const { accountId, userId: personId } = caller;
  if (to === undefined) {
    const own = caller.keyId === null ? await findOwnAddress(db, { accountId, personId }) : null;
    return ok(own ?? alias.address);
  }
  const address = normaliseAddress(to);
  const allowed = new Set([alias.address, ...(await listMemberAddresses(db, accountId))]);
  if (address !== null && allowed.has(address)) return ok(address);
  const message =
    'must be the address of a member of this account, or of the alias itself: ' +
    'a test goes past approvals and limits, and so to nobody else';
  return failed(invalid([{ path: ['to'], message, type: 'any.only' }]));
}

async function contentOf(
  deps: DbDep & RendererDep,
  { accountId }: Caller,
  input: SendTestInput,
): Promise<Result<RenderedText, Failure>> {
  const words = { subject: input.subject ?? 'A test', body: input.body ?? 'This is a test.' };
  if (input.templateId === undefined) return ok(deps.renderer.plain(words));
  if (input.subject !== undefined || input.body !== undefined) {
    const message = 'must not be given with subject or body: name one of them';
    return failed(invalid([{ path: ['template_id'], message, type: 'object.xor' }]));
  }
  const template = await findTemplate(deps.db, accountId, input.templateId);
  if (template === null) {
    const fault = { path: ['template_id'], message: 'names no template here', type: 'any.unknown' };
    return failed(invalid([fault]));
  }
  const data = await dataFor(deps, accountId, input);
  if (!data.ok) return data;
  const rows = [templateData(data.value)];
  const [rendered] = await deps.renderer.render({ asker: accountId, template, rows });
  assert(rendered !== undefined, 'a row has its result');
  return rendered.ok ? rendered : failed(unreadable([rendered.failure]));
}

function opened({ vault }: VaultDep, row: MailboxRow): Mailbox | null {
  try {
    return toMailbox(vault, row);
  } catch {
    return null;
  }
}

const sealedAway: Failure = invalid([
  {
    path: ['alias_id'],
    message: 'has a password that cannot be opened with the key of this server; enter it again',
    type: 'any.unreadable',
  },
]);

/** Under the account's lock, so that the bound of an hour holds for two at once. */
function writeDown(
  deps: SendDeps,
  caller: Caller,
  { mail, now }: { readonly mail: Mail; readonly now: Moment },
): Promise<Failure | null> {
  const { accountId, actor: sentBy } = caller;
  return inTransaction(deps.db, async (tx) => {
    await lockAccount(tx, accountId);
    const recent = await countTestMails(tx, { accountId, since: now.real - hourMs });
    if (recent >= testMailsPerHourMax) return tooMany;
    const { id, messageId, alias, to: recipient } = mail;
    const row = { id, accountId, aliasId: alias.id, recipient, messageId, sentBy };
    await insertTestMail(tx, { ...row, createdAt: now.engine, realAt: now.real });
    await writeAudit(tx, caller, {
      chance: deps.chance,
      now,
      action: 'alias.test_send',
      kind: 'alias',
      id: alias.id,
      before: null,
      after: row,
    });
    return null;
  });
}

const tooMany: Failure = {
  code: 'TOO_MANY_TESTS',
  message: `An account sends ${testMailsPerHourMax} tests an hour at most; try again later.`,
  retryAfterSeconds: hourMs / 1000 / testMailsPerHourMax,
};

/** Everything as a campaign would send it, but for the mark and a link that leads to nobody's. */
async function composed(deps: SendDeps, mail: Mail, now: Moment): Promise<Envelope> {
  const { alias, to, content, messageId } = mail;
  const { accountId } = alias;
  const { footer } = await findAccountTerms(deps.db, accountId);
  const link = deps.links.unsubscribe({ accountId, enrolmentId: null, email: to });
  const close = deps.renderer.closing({ signature: alias.signature, footer });
  const bytes = deps.renderer.compose({
    messageId,
    date: now.engine,
    from: { address: alias.address, displayName: alias.displayName },
    to: { address: to, name: null },
    replyTo: alias.replyTo,
    inReplyTo: null,
    subject: `[Test] ${content.subject}`,
    ...close(content, link),
    headers: [...listUnsubscribe(link), ['X-Countersign-Test', 'yes']],
  });
  return { messageId, from: alias.address, to, bytes };
}

/** Whatever goes wrong once there is a line leaves it open whether the mail is out. */
async function handOver(
  { mailer }: MailerDep,
  { mailbox }: Mail,
  envelope: Envelope,
): Promise<HandOver> {
  const line = await mailer.open(mailbox);
  if (!line.open) return { outcome: 'unreachable', response: line.response };
  try {
    return await line.handOver(envelope);
  } finally {
    line.release();
  }
}

/** To somebody who tries it out, what nobody took was refused. */
function outcomeOf({ outcome }: HandOver): TestMailState {
  switch (outcome) {
    case 'accepted':
    case 'unknown':
    case 'refused':
      return outcome;
    case 'unreachable':
      return 'refused';
  }
}
