/**
 * Sends what stands in the outbox of the operator's own mailbox: one mail a round.
 *
 * At least once: whoever dies between the act and its answer, and whatever a server leaves open,
 * has the mail sent again. It has the same Message-ID then, and a code or a link twice does no
 * harm. Whatever goes to a lead is another matter, and leaves by `dispatch` alone.
 */
import { findEngine } from '../db/engine.ts';
import {
  type ClaimedMail,
  claimSystemMail,
  type MailLease,
  markMailFailed,
  markMailSent,
  putMailOff,
} from '../db/system-mail.ts';
import { domainOf } from '../domain/lead/address.ts';
import { hourMs, mailsToAddressPerHourMax } from '../domain/people/proof.ts';
import type { Moment } from '../ports/clock.ts';
import type { Envelope } from '../ports/mailer.ts';
import type { Post } from '../ports/post.ts';
import { openSystemMail, type SystemMailText } from '../usecases/system-mail.ts';
import type { EngineDeps, Round } from './deps.ts';
import { later } from './deps.ts';

/** Longer than the mailbox may take: see `postLimits`. */
export const postLeaseMs = 300_000;
/** After the first failure; twice as long after each. */
const retryMs = 30_000;
export const postAttemptsMax = 6;

export async function postOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  const { post } = deps;
  if (post === null) return { did: 0 };
  const engine = await findEngine(deps.db);
  // Restored, or ended by a higher epoch: these mails may have left long ago.
  if (engine === null || engine.fenced_at !== null) return { did: 0, why: 'shut' };
  if (engine.epoch !== deps.worker.engineEpoch) return { did: 0, why: 'shut' };
  const leaseToken = deps.chance.uuid(now.real);
  const mail = await claimSystemMail(deps.db, {
    real: now.real,
    leaseToken,
    leaseUntil: now.real + postLeaseMs,
    since: now.real - hourMs,
    toAddressMax: mailsToAddressPerHourMax,
  });
  if (mail === null) return { did: 0 };
  await sendOne(deps, now, { post, mail, lease: { id: mail.id, leaseToken } });
  return { did: 1 };
}

type Sending = { readonly post: Post; readonly mail: ClaimedMail; readonly lease: MailLease };

async function sendOne(
  deps: EngineDeps,
  now: Moment,
  { post, mail, lease }: Sending,
): Promise<void> {
  const { db, vault, log } = deps;
  const { id, kind, attempts } = mail;
  const text = openSystemMail(vault, mail);
  if (text === null) {
    log.warn({ id, kind, why: 'sealed with another key' }, 'a system mail was given up');
    return markMailFailed(db, lease, now.real);
  }
  const answer = await post.handOver(composed(deps, post, { mail, text }));
  const { real } = later(deps, now);
  const { outcome } = answer;
  if (outcome === 'accepted') return markMailSent(db, lease, real);
  const isOver = (outcome === 'refused' && answer.permanent) || attempts >= postAttemptsMax;
  // Not what the server said: it may repeat the address.
  log.warn({ id, kind, attempts, outcome, isOver }, 'a system mail was not taken');
  if (isOver) return markMailFailed(db, lease, real);
  await putMailOff(db, lease, real + retryMs * 2 ** (attempts - 1));
}

function composed(
  { renderer }: EngineDeps,
  { from }: Post,
  { mail, text }: { readonly mail: ClaimedMail; readonly text: SystemMailText },
): Envelope {
  const { id, recipient: to } = mail;
  const messageId = `<${id}@${domainOf(from.address)}>`;
  const content = renderer.plain(text);
  const bytes = renderer.compose({
    messageId,
    date: mail.createdAt,
    from,
    to: { address: to, name: null },
    replyTo: null,
    inReplyTo: null,
    subject: content.subject,
    text: content.text,
    html: content.html,
    // RFC 3834: nobody's out-of-office answers it.
    headers: [['Auto-Submitted', 'auto-generated']],
  });
  return { messageId, from: from.address, to, bytes };
}
