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
import { sha256Hex } from '../lib/sha256.ts';
import type { Moment } from '../ports/clock.ts';
import type { Envelope, Mailbox } from '../ports/mailer.ts';
import type { Closing, RenderedText } from '../ports/renderer.ts';
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
  return rows.map((row) => {
    const box = mailboxesById.get(row.alias_id);
    const made = withMailbox(box, promised.get(row.id) ?? null);
    return {
      row,
      made:
        'reason' in made
          ? made
          : renderOne(deps, now, { accountId: claim.accountId, row, textsByKey, ...made }),
    };
  });
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

function renderOne(
  deps: EngineDeps,
  now: Moment,
  of: Ready & {
    readonly accountId: string;
    readonly row: RenderRow;
    readonly textsByKey: ReadonlyMap<string, TemplateTextRow>;
  },
): Rendered['made'] {
  const { accountId, row, alias, mailbox } = of;
  const content = contentOf(deps, row, of.textsByKey);
  if ('reason' in content) return { ok: false, reason: content.reason, again: false };
  // The send's own id: whatever comes back (a bounce, a reply) names its row, and a copy is
  // recognised.
  const messageId = `<${row.id}@${domainOf(alias.address)}>`;
  const recipient = { accountId, enrolmentId: row.enrolment_id, email: row.email };
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

function contentOf(
  deps: EngineDeps,
  row: RenderRow,
  textsByKey: ReadonlyMap<string, TemplateTextRow>,
): RenderedText | { readonly reason: string } {
  const subject = row.approved_subject ?? row.drafted_subject;
  const body = row.approved_body ?? row.drafted_body;
  if (subject !== null && body !== null) return deps.renderer.plain({ subject, body });
  const text = textsByKey.get(`${row.template_id}:${row.template_version}`);
  if (text === undefined) return { reason: 'The template of this send no longer exists.' };
  const template = { subject: text.subject, body: text.body, bodyFormat: text.body_format };
  const rendered = deps.renderer.render(template, templateData(row.data));
  if (!rendered.ok) {
    return {
      reason: `The template failed in its ${rendered.failure.field}: ${rendered.failure.message}`,
    };
  }
  return rendered.value;
}

function nameOf(row: RenderRow): string | null {
  const { first_name: first, last_name: last } = knownValues(row.data);
  const name = [first, last].filter((part) => part !== undefined).join(' ');
  return name === '' ? null : name;
}
