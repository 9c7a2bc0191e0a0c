/** The place where it is decided what a hand-over's answer means for the send and for its lead. */
import type { Step } from '../campaign/campaign.ts';
import { stepAfter, variantOf } from '../campaign/campaign.ts';
import type { VariantLabels } from '../campaign/variants.ts';
import { temporaryRetry } from '../schedule/backoff.ts';
import type { Instant } from '../schedule/instant.ts';
import { dayMs } from '../schedule/instant.ts';
import { sameWallTimeAfterDays } from '../schedule/zone.ts';
import type { LeadStatus, StopReason } from './ledger.ts';
import { isLive } from './ledger.ts';

/** The three answers of the world, and the two in which the message certainly did not leave us. */
export type WireAnswer =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly permanent: boolean; readonly recipient: boolean }
  | { readonly outcome: 'unreachable' }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'unsendable'; readonly reason: string };

export type SettleInput = {
  readonly answer: WireAnswer;
  readonly response: string;
  readonly now: Instant;
  readonly handedOverAt: Instant;
  readonly campaign: { readonly steps: readonly Step[]; readonly timezone: string };
  readonly lead: {
    readonly step: number;
    readonly variants: VariantLabels;
    readonly tries: number;
    readonly firstTryAt: Instant | null;
  };
};

export type LeadMove = {
  readonly status: LeadStatus;
  readonly stopReason: StopReason | null;
  readonly step: number;
  readonly dueAt: Instant | null;
  readonly readyAt: Instant | null;
  readonly draftAt: Instant | null;
  readonly priority: number;
  readonly tries: number;
  readonly firstTryAt: Instant | null;
};

export type Settled = {
  readonly state: 'accepted' | 'refused' | 'deferred' | 'unknown' | 'cancelled';
  readonly reason: string | null;
  readonly lead: LeadMove;
};

/** Follow-ups and retries go before first steps. */
export const followUpPriority = 0;
export const firstStepPriority = 1;

/** A draft is written this long before its step is due: time to read it, not time to grow stale. */
export const draftAheadMs = dayMs;

export function settled(input: SettleInput): Settled {
  const { answer, response } = input;
  switch (answer.outcome) {
    case 'accepted':
      return { state: 'accepted', reason: null, lead: afterAccepted(input) };
    case 'refused':
      if (!answer.permanent) return retried(input, `Refused for now: ${response}`);
      return answer.recipient
        ? { state: 'refused', reason: response, lead: finished(input, 'bounced', 'BOUNCED') }
        : {
            state: 'refused',
            reason: response,
            lead: finished(input, 'failed', 'DELIVERY_FAILED'),
          };
    case 'unreachable':
      return retried(input, `The mail server could not be reached: ${response}`);
    case 'unknown': {
      const reason = `The mail server never said whether it took the message: ${response}`;
      return { state: 'unknown', reason, lead: finished(input, 'unknown', 'DELIVERY_UNKNOWN') };
    }
    case 'unsendable':
      return {
        state: 'cancelled',
        reason: answer.reason,
        lead: finished(input, 'failed', 'DELIVERY_FAILED'),
      };
  }
}

export function afterAccepted(
  input: Pick<SettleInput, 'campaign' | 'lead' | 'handedOverAt' | 'now'>,
): LeadMove {
  const next = stepAfter(input.campaign, input.lead.step);
  if (next === null) return finished(input, 'completed', null);
  const dueAt = sameWallTimeAfterDays(input.campaign.timezone, input.handedOverAt, next.delayDays);
  return {
    status: 'active',
    stopReason: null,
    step: next.step,
    dueAt,
    readyAt: dueAt,
    draftAt: draftAt(next, input.lead.variants, { now: input.now, dueAt }),
    priority: followUpPriority,
    tries: 0,
    firstTryAt: null,
  };
}

/** When the draft of a personal step is to be written; null for a step that needs none. */
export function draftAt(
  step: Step,
  variants: VariantLabels,
  of: { readonly now: Instant; readonly dueAt: Instant },
): Instant | null {
  const variant = variantOf(step, variants[String(step.step)]);
  if (variant === null || variant.type !== 'PERSONALIZATION') return null;
  return Math.max(of.now, of.dueAt - draftAheadMs);
}

/** Of a campaign that was cancelled meanwhile: a lead that would go on has its outcome instead. */
export function afterCancel(move: LeadMove): LeadMove {
  if (!isLive(move.status)) return move;
  const { step } = move;
  return finished({ lead: { step } }, 'cancelled', 'CAMPAIGN_CANCELLED');
}

function retried(input: SettleInput, reason: string): Settled {
  const tries = input.lead.tries + 1;
  const firstTryAt = input.lead.firstTryAt ?? input.handedOverAt;
  const retry = temporaryRetry({ tries, firstTryAt, now: input.now });
  if ('giveUp' in retry) {
    const given = `${reason} (${retry.giveUp})`;
    return { state: 'refused', reason: given, lead: finished(input, 'failed', 'DELIVERY_FAILED') };
  }
  const lead: LeadMove = {
    status: input.lead.step === input.campaign.steps[0]?.step ? 'pending' : 'active',
    stopReason: null,
    step: input.lead.step,
    dueAt: input.handedOverAt,
    readyAt: retry.retryAt,
    draftAt: null,
    priority: followUpPriority,
    tries,
    firstTryAt,
  };
  return { state: 'deferred', reason, lead };
}

function finished(
  input: { readonly lead: { readonly step: number } },
  status: LeadStatus,
  stopReason: StopReason | null,
): LeadMove {
  return {
    status,
    stopReason,
    step: input.lead.step,
    dueAt: null,
    readyAt: null,
    draftAt: null,
    priority: followUpPriority,
    tries: 0,
    firstTryAt: null,
  };
}
