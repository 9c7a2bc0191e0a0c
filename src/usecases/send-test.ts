/**
 * Sends one mail to a member of the account, to see what others would get. Tests go past approvals
 * and windows, and past nothing else: the mailbox is verified, its cap and its gap count them, the
 * recipient is not suppressed, and a fenced server sends none.
 *
 * A test is no send of a campaign, and not in the ledger; but it leaves for real. So it is written
 * down, and its slot taken, before the first byte, under the name of its request: a retry finds
 * what the first try came to and sends no second mail.
 */
import type { MailboxRow } from '../db/aliases.ts';
import { findEverFast, findMailboxes } from '../db/aliases.ts';
import { findAccountTerms } from '../db/content.ts';
import { findTemplate } from '../db/templates.ts';
import type { EarlierTest, TestMailState } from '../db/test-mails.ts';
import { listMemberAddresses, markTestMail, markTestOnWire } from '../db/test-mails.ts';
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
import type { Envelope, HandOver, Line, Mailbox } from '../ports/mailer.ts';
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
  RequestKeyDep,
  VaultDep,
  WireRightDep,
} from './deps.ts';
import { toMailbox } from './mailbox.ts';
import type { PreviewFor } from './preview-template.ts';
import { dataFor } from './preview-template.ts';
import { endBeforeWire, findEarlierTest, takeTest } from './take-test.ts';

export type SendTestInput = Omit<PreviewFor, 'aliasId'> & {
  readonly aliasId: string;
  /** Absent: whoever asks, where a person does. */
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

type SendDeps = DbDep &
  ClockDep &
  ChanceDep &
  LinksDep &
  MailerDep &
  RendererDep &
  VaultDep &
  WireRightDep &
  RequestKeyDep;

export function sendTest(deps: SendDeps) {
  return async (caller: Caller, input: SendTestInput): Promise<Result<TestSent, Failure>> => {
    const { accountId } = caller;
    const now = await deps.clock.read();
    const earlier = await findEarlierTest(deps, deps.db, { accountId, now });
    if (earlier !== null) return ok(await answerEarlier(deps, accountId, earlier));
    const [row] = await findMailboxes(deps.db, accountId, [input.aliasId]);
    if (row === undefined) return failed(notFound('alias'));
    const ready = await judged(deps, caller, { row, input });
    if (!ready.ok) return ready;
    const id = deps.chance.uuid(now.engine);
    const messageId = `<${id}@${domainOf(row.alias.address)}>`;
    const mail = { ...ready.value, id, messageId, alias: row.alias };
    const envelope = await composed(deps, mail, now);
    const taken = await takeTest(deps, caller, { row, to: mail.to, id, messageId, now });
    if (taken.kind === 'refused') return failed(taken.failure);
    if (taken.kind === 'earlier') return ok(await answerEarlier(deps, accountId, taken.test));
    const { outcome, response: smtpResponse } = await leave(deps, mail, envelope);
    return ok({ aliasId: row.alias.id, to: mail.to, outcome, smtpResponse, messageId });
  };
}

/**
 * A process may have died, or still be at it: what is claimed is ended here, so that it can no
 * longer reach the wire, and what is on the wire may be out or not.
 */
async function answerEarlier(
  deps: SendDeps,
  accountId: string,
  { id, aliasId, recipient: to, state, messageId, smtpResponse }: EarlierTest,
): Promise<TestSent> {
  const sent = { aliasId, to, messageId };
  if (state === 'claimed') {
    const response = 'The first try of this request ended before the first byte: nothing was sent.';
    const ended = { smtpResponse: response, now: await deps.clock.read() };
    if (await endBeforeWire(deps, { accountId, id }, ended)) {
      return { ...sent, outcome: 'refused', smtpResponse: response };
    }
  }
  if (state === 'claimed' || state === 'on_wire') {
    const response = 'The first try of this request has no answer yet: the test may be out or not.';
    return { ...sent, outcome: 'unknown', smtpResponse: response };
  }
  return { ...sent, outcome: state, smtpResponse: smtpResponse ?? '' };
}

type Words = { readonly mailbox: Mailbox; readonly to: string; readonly content: RenderedText };
type Mail = Words & { readonly id: string; readonly messageId: string; readonly alias: Alias };
type Left = { readonly outcome: TestMailState; readonly response: string };

/** All that can be known to be wrong before anything is written down. */
async function judged(
  deps: SendDeps,
  caller: Caller,
  { row, input }: { readonly row: MailboxRow; readonly input: SendTestInput },
): Promise<Result<Words, Failure>> {
  const to = await recipientOf(deps, caller, input.to);
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
  to: string | undefined,
): Promise<Result<string, Failure>> {
  const members = await listMemberAddresses(db, caller.accountId);
  if (to === undefined) {
    const isPerson = caller.keyId === null;
    const own = members.find(({ personId }) => isPerson && personId === caller.userId);
    return own === undefined ? failed(noRecipient('is required', 'any.required')) : ok(own.email);
  }
  const address = normaliseAddress(to);
  const isMember = members.some(({ email }) => email === address);
  return address !== null && isMember
    ? ok(address)
    : failed(noRecipient('goes to nobody else', 'any.only'));
}

function noRecipient(what: string, type: string): Failure {
  const message = `${what}: name a member of this account who can sign in and has proved their address`;
  return invalid([{ path: ['to'], message, type }]);
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

const changed =
  'The fence, the mailbox or the suppression list changed before the first byte: nothing was sent.';

async function leave(deps: SendDeps, mail: Mail, envelope: Envelope): Promise<Left> {
  const line = await deps.mailer.open(mail.mailbox);
  if (!line.open) return notSent(deps, mail, line.response);
  try {
    return await handOver(deps, mail, { line, envelope });
  } finally {
    line.release();
  }
}

type Departing = {
  readonly line: Extract<Line, { open: true }>;
  readonly envelope: Envelope;
};

/** Whatever goes wrong once it is on the wire leaves it open whether the mail is out. */
async function handOver(
  deps: SendDeps,
  { id, alias, to }: Mail,
  { line, envelope }: Departing,
): Promise<Left> {
  const { accountId, version: aliasVersion } = alias;
  const { engine: now } = await deps.clock.read();
  const departing = { accountId, id, aliasVersion, domain: domainOf(to), now };
  if (!(await markTestOnWire(deps.db, departing))) return notSent(deps, { id, alias }, changed);
  const answer = await line.handOver(envelope);
  const { response } = answer;
  const outcome = outcomeOf(answer);
  const after = await deps.clock.read();
  const settled = { state: outcome, smtpResponse: response, now: after.engine };
  await markTestMail(deps.db, { accountId, id }, settled);
  return { outcome, response };
}

async function notSent(
  deps: SendDeps,
  { id, alias }: Pick<Mail, 'id' | 'alias'>,
  smtpResponse: string,
): Promise<Left> {
  const now = await deps.clock.read();
  await endBeforeWire(deps, { accountId: alias.accountId, id }, { smtpResponse, now });
  return { outcome: 'refused', response: smtpResponse };
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
