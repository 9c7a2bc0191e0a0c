/**
 * The place where claimed sends become the bytes that would leave: after the claim, in no
 * transaction.
 */
import type { MailboxRow } from '../db/aliases.ts';
import { findMailboxes } from '../db/aliases.ts';
import { findAccountTerms } from '../db/content.ts';
import type { RenderRow, TemplateTextRow } from '../db/wire.ts';
import { listTemplateTexts, listToRender } from '../db/wire.ts';
import { domainOf } from '../domain/lead/address.ts';
import { knownValues, templateData } from '../domain/lead/lead.ts';
import type { Alias } from '../domain/send/alias.ts';
import type { Footer } from '../domain/send/footer.ts';
import { listUnsubscribe } from '../domain/send/unsubscribe-header.ts';
import { createBreather } from '../lib/breather.ts';
import type { Failed } from '../lib/result.ts';
import { sha256Hex } from '../lib/sha256.ts';
import type { Moment } from '../ports/clock.ts';
import type { Envelope, Mailbox } from '../ports/mailer.ts';
import type { Closing, RenderedText, TemplateFault } from '../ports/renderer.ts';
import type { Surroundings } from '../usecases/load-send-facts.ts';
import { envelopeOf } from '../usecases/load-send-facts.ts';
import { toMailbox } from '../usecases/mailbox.ts';
import type { Claimed, PromisedEnvelope } from './claim.ts';
import type { EngineDeps } from './deps.ts';

export type Rendered = {
  readonly row: RenderRow;
  readonly made:
    | {
        readonly ok: true;
        readonly mailbox: Mailbox;
        readonly envelope: Envelope;
        readonly bytesHash: string;
      }
    /**
     * One row is spoilt, never the batch: for good, or `again` where a later claim may find it
     * better.
     */
    | { readonly ok: false; readonly reason: string; readonly again: boolean };
};

export async function renderClaimed(
  deps: EngineDeps,
  now: Moment,
  { claim, sends, promised }: Claimed,
): Promise<readonly Rendered[]> {
  const rows = await listToRender(deps.db, claim.claimNo);
  const wanted = new Map<string, { id: string; version: number }>();
  for (const { templateId: id, templateVersion: version } of sends) {
    if (id !== null && version !== null) wanted.set(`${id}:${version}`, { id, version });
  }
  const texts = await listTemplateTexts(deps.db, claim.accountId, [...wanted.values()]);
  const aliasIds = [...new Set(rows.map((row) => row.alias_id))];
  const mailboxRows = await findMailboxes(deps.db, claim.accountId, aliasIds);
  const textsByKey = new Map(texts.map((text) => [`${text.template_id}:${text.version}`, text]));
  const { footer } = await findAccountTerms(deps.db, claim.accountId);
  const mailboxesById = new Map(
    mailboxRows.map((row) => [row.alias.id, opened(deps, row, footer)]),
  );
  const judged = rows.map((row) => {
    const box = mailboxesById.get(row.alias_id);
    return { row, box: withMailbox(box, promised.get(row.id) ?? null) };
  });
  const going = judged.flatMap(({ row, box }) => ('reason' in box ? [] : [row]));
  const contentsById = await writtenOut(deps, claim.accountId, { now, rows: going, textsByKey });
  const breathe = createBreather(charsBetweenBreaths);
  const rendered: Rendered[] = [];
  for (const { row, box } of judged) {
    const content = contentsById.get(row.id) ?? templateGone;
    rendered.push({ row, made: madeFrom(deps, now, { row, box, content }) });
    const pause = breathe('reason' in content ? 0 : content.text.length + content.html.length);
    if (pause !== null) await pause;
  }
  return rendered;
}

/** Characters that become bytes before others have their turn: some 10 ms at worst. */
const charsBetweenBreaths = 500_000;

function madeFrom(
  deps: EngineDeps,
  now: Moment,
  of: { readonly row: RenderRow; readonly box: Ready | Spoilt; readonly content: Content },
): Rendered['made'] {
  const { row, box, content } = of;
  if ('reason' in box) return box;
  return 'reason' in content ? content : composed(deps, now, { ...box, row, content });
}

type Ready = { readonly alias: Alias; readonly mailbox: Mailbox; readonly close: Closing };
type Opened = Omit<Ready, 'mailbox'> & Surroundings & { readonly mailbox: Mailbox | null };

/** A secret that cannot be opened is an operator's trouble, not a reason to spoil a batch. */
function opened(deps: EngineDeps, row: MailboxRow, footer: Footer): Opened {
  const { alias } = row;
  const close = deps.renderer.closing({ signature: alias.signature, footer });
  try {
    return { alias, footer, close, mailbox: toMailbox(deps.vault, row) };
  } catch (error) {
    deps.log.warn({ aliasId: alias.id, error: String(error) }, 'a mailbox could not be opened');
    return { alias, footer, close, mailbox: null };
  }
}

type Spoilt = Extract<Rendered['made'], { readonly ok: false }>;

/** The mailbox as it is now must still be the one that the claim judged the approval by. */
function withMailbox(box: Opened | undefined, promise: PromisedEnvelope | null): Ready | Spoilt {
  if (box === undefined) {
    return { ok: false, reason: 'The mailbox of this send no longer exists.', again: false };
  }
  const { alias, mailbox, close } = box;
  if (mailbox === null) {
    return { ok: false, reason: 'The password of this mailbox cannot be read.', again: true };
  }
  if (promise !== null && envelopeOf(box, promise.trackClicks) !== promise.envelope) {
    const reason = 'The mailbox or the footer was changed since the approval.';
    return { ok: false, reason, again: true };
  }
  return { alias, mailbox, close };
}

function composed(
  deps: EngineDeps,
  now: Moment,
  of: Ready & { readonly row: RenderRow; readonly content: RenderedText },
): Rendered['made'] {
  const { row, alias, mailbox, content } = of;
  // The send's own id: whatever comes back (a bounce, a reply) names its row, and a copy is
  // recognised.
  const messageId = `<${row.id}@${domainOf(alias.address)}>`;
  const recipient = { accountId: alias.accountId, enrolmentId: row.enrolment_id, email: row.email };
  const link = deps.links.unsubscribe(recipient);
  const closed = of.close(content, link);
  const bytes = deps.renderer.compose({
    messageId,
    date: now.engine,
    from: { address: alias.address, displayName: alias.displayName },
    to: { address: row.email, name: nameOf(row) },
    replyTo: alias.replyTo,
    inReplyTo: row.last_message_id,
    subject: content.subject,
    text: closed.text,
    html: closed.html,
    headers: listUnsubscribe(link),
  });
  const envelope = { messageId, from: alias.address, to: row.email, bytes };
  return { ok: true, mailbox, envelope, bytesHash: sha256Hex(bytes) };
}

type Content = RenderedText | Spoilt;

const templateGone: Spoilt = {
  ok: false,
  reason: 'The template of this send no longer exists.',
  again: false,
};

type Writing = {
  readonly now: Moment;
  readonly rows: readonly RenderRow[];
  readonly textsByKey: ReadonlyMap<string, TemplateTextRow>;
};

/**
 * A round begins no other template after this long: its lane is wanted by other accounts, and its
 * lease does not last for ever. One call of a renderer has a bound of its own.
 */
const writingMsMax = 5_000;

const noTimeLeft: Spoilt = {
  ok: false,
  reason: 'Other templates of the same claim took too long.',
  again: true,
};

/** By row: what was approved as it stands, all else by its template, one call for each. */
async function writtenOut(
  deps: EngineDeps,
  accountId: string,
  { now, rows, textsByKey }: Writing,
): Promise<ReadonlyMap<string, Content>> {
  const contents = new Map<string, Content>();
  const breathe = createBreather(charsBetweenBreaths);
  const rowsByText = new Map<TemplateTextRow, RenderRow[]>();
  for (const row of rows) {
    const subject = row.approved_subject ?? row.drafted_subject;
    const body = row.approved_body ?? row.drafted_body;
    const text = textsByKey.get(`${row.template_id}:${row.template_version}`);
    if (subject !== null && body !== null) {
      const content = deps.renderer.plain({ subject, body });
      contents.set(row.id, content);
      const pause = breathe(content.html.length);
      if (pause !== null) await pause;
    } else if (text !== undefined) {
      const others = rowsByText.get(text);
      if (others === undefined) rowsByText.set(text, [row]);
      else others.push(row);
    }
  }
  let begun = 0;
  for (const [text, some] of rowsByText) {
    if (begun > 0 && deps.clock.monotonic() > now.monotonic + writingMsMax) {
      for (const row of some) contents.set(row.id, noTimeLeft);
      continue;
    }
    begun += 1;
    const results = await deps.renderer.render({
      // Not in the account's own queue: what people try out does not hold up what is due.
      asker: `${accountId} sending`,
      template: { subject: text.subject, body: text.body, bodyFormat: text.body_format },
      rows: some.map((row) => templateData(row.data)),
    });
    for (const [at, row] of some.entries()) {
      const result = results[at];
      if (result !== undefined) contents.set(row.id, result.ok ? result.value : spoiltBy(result));
    }
  }
  return contents;
}

function spoiltBy({ failure }: Failed<TemplateFault>): Spoilt {
  const { field, message, again = false } = failure;
  return { ok: false, reason: `The template failed in its ${field}: ${message}`, again };
}

function nameOf(row: RenderRow): string | null {
  const { first_name: first, last_name: last } = knownValues(row.data);
  const name = [first, last].filter((part) => part !== undefined).join(' ');
  return name === '' ? null : name;
}
