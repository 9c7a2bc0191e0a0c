/**
 * The place where it is decided which of a campaign's mailboxes a message leaves from, or why
 * none may.
 */
import { assert } from '../../lib/assert.ts';
import type { Instant } from '../schedule/instant.ts';
import type { RollingUse } from '../schedule/rolling-cap.ts';
import { bucketOf, rollingCapAnswer } from '../schedule/rolling-cap.ts';

export type MailboxFacts = {
  readonly aliasId: string;
  readonly address: string;
  readonly verified: boolean;
  readonly pausedReason: string | null;
  /** Why this mailbox may not be used by an engine whose clock ever ran fast; null: it may. */
  readonly forbidden: string | null;
  readonly dailyCap: number;
  readonly minGapMs: number;
  readonly freeAt: Instant;
  readonly use: RollingUse;
};

export type MailboxChoice =
  | { readonly go: true; readonly aliasId: string }
  | {
      readonly go: false;
      readonly check: 'mailbox' | 'mailbox_cap' | 'mailbox_gap';
      readonly reason: string;
      readonly until: Instant | null;
    };

/**
 * `pinned` is where the lead's earlier steps left from, or what its approval was given on: a thread
 * does not change its sender. Without one, the mailbox with most of its cap left goes first.
 */
export function chooseMailbox(
  mailboxes: readonly MailboxFacts[],
  pinned: string | null,
  now: Instant,
): MailboxChoice {
  const candidates =
    pinned === null ? mailboxes : mailboxes.filter((box) => box.aliasId === pinned);
  if (candidates.length === 0) {
    const reason =
      pinned === null
        ? 'The campaign has no mailbox that still exists; choose another.'
        : 'The mailbox of this lead no longer belongs to the campaign.';
    return { go: false, check: 'mailbox', reason, until: null };
  }
  let best: { aliasId: string; left: number } | null = null;
  let soonest: Extract<MailboxChoice, { go: false }> | null = null;
  for (const mailbox of candidates) {
    const answer = mailboxAnswer(mailbox, now);
    if (answer.go) {
      if (best === null || answer.left > best.left)
        best = { aliasId: mailbox.aliasId, left: answer.left };
    } else if (soonest === null || (answer.until ?? Infinity) < (soonest.until ?? Infinity)) {
      soonest = answer;
    }
  }
  if (best !== null) return { go: true, aliasId: best.aliasId };
  assert(soonest !== null, 'of several mailboxes none of which may go one is the soonest');
  return soonest;
}

function mailboxAnswer(
  mailbox: MailboxFacts,
  now: Instant,
): { readonly go: true; readonly left: number } | Extract<MailboxChoice, { go: false }> {
  const refusal = standingRefusal(mailbox);
  if (refusal !== null) return refuse('mailbox', refusal, null);
  const cap = rollingCapAnswer(mailbox.use, mailbox.dailyCap, now);
  if (!cap.go) {
    const reason = `The mailbox ${mailbox.address} has used its ${mailbox.dailyCap} a day.`;
    return refuse('mailbox_cap', reason, cap.until);
  }
  if (mailbox.freeAt > now) {
    const reason = `The mailbox ${mailbox.address} waits out its gap between two messages.`;
    return refuse('mailbox_gap', reason, mailbox.freeAt);
  }
  return { go: true, left: cap.left };
}

/** Why nothing leaves from it until a person has done something; null: nothing of the kind. */
export function standingRefusal(mailbox: MailboxFacts): string | null {
  if (mailbox.forbidden !== null) return mailbox.forbidden;
  const { address, pausedReason } = mailbox;
  if (!mailbox.verified) return `The mailbox ${address} has not been verified; verify it.`;
  return pausedReason === null ? null : `The mailbox ${address} is paused: ${pausedReason}`;
}

/** One message has left from it. */
export function afterUse(mailbox: MailboxFacts, now: Instant): MailboxFacts {
  const bucket = bucketOf(now);
  const use = new Map(mailbox.use).set(bucket, (mailbox.use.get(bucket) ?? 0) + 1);
  return { ...mailbox, use, freeAt: now + mailbox.minGapMs };
}

function refuse(
  check: 'mailbox' | 'mailbox_cap' | 'mailbox_gap',
  reason: string,
  until: Instant | null,
): Extract<MailboxChoice, { go: false }> {
  return { go: false, check, reason, until };
}
