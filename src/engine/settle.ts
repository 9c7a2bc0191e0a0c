/**
 * The place where answers are remembered: the send, its lead and its campaign move in one
 * transaction.
 *
 * From the first byte until this commits nothing here may be lost: an answer that could not be
 * written is tried again for as long as the process lives, and every statement is a
 * compare-and-swap,
 * so that writing it twice is writing it once. If the process dies first, the send is unknown.
 */
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import type { Readied } from '../db/pace.ts';
import { lowerPaces, wakeCampaign } from '../db/pace.ts';
import type { LockedCampaign, MovedLead } from '../db/progress.ts';
import {
  completeCampaigns,
  lockCampaigns,
  markDrained,
  moveLeads,
  reopenCampaigns,
} from '../db/progress.ts';
import type { RenderRow, SettledRow } from '../db/wire.ts';
import { markSettled } from '../db/wire.ts';
import type { CampaignStatus } from '../domain/campaign/campaign.ts';
import { isLive } from '../domain/send/ledger.ts';
import type { Settled, WireAnswer } from '../domain/send/settle.ts';
import { afterCancel, settled } from '../domain/send/settle.ts';
import type { EngineDeps } from './deps.ts';

export type Answered = {
  readonly row: RenderRow;
  readonly messageId: string;
  readonly answer: WireAnswer;
  readonly response: string;
  readonly from: SettledRow['from'];
};

export type SettleOf = {
  readonly accountId: string;
  readonly leaseToken: string;
  readonly now: number;
  readonly answers: readonly Answered[];
};

/** What a line of the log says of one try: ids, numbers and fixed words, never what was said. */
export type AttemptLine = Readonly<Record<string, string | number | boolean | null>>;

export async function settleAnswers(
  deps: Pick<EngineDeps, 'db'>,
  of: SettleOf,
): Promise<readonly AttemptLine[]> {
  if (of.answers.length === 0) return [];
  return inTransaction(deps.db, (tx) => settleInside(tx, of));
}

async function settleInside(tx: Db, of: SettleOf): Promise<readonly AttemptLine[]> {
  const { accountId, leaseToken, now, answers } = of;
  const campaigns = await lockCampaigns(
    tx,
    answers.map(({ row }) => row.campaign_id),
  );
  const outcomes = answers.map((answered) => ({
    answered,
    outcome: outcomeOf(answered, campaigns.get(answered.row.campaign_id), now),
  }));
  const written = await markSettled(tx, {
    leaseToken,
    now,
    rows: outcomes.map(({ answered, outcome }) => ({
      id: answered.row.id,
      from: answered.from,
      state: outcome.state,
      smtpResponse: answered.response,
      reason: outcome.reason,
    })),
  });
  const moves = outcomes
    .filter(({ answered }) => written.has(answered.row.id))
    .map(toMove)
    .map((move) =>
      campaigns.get(move.campaignId)?.cancelled ? { ...move, ...afterCancel(move) } : move,
    );
  await moveAndJudge(tx, { accountId, now, moves, campaigns });
  return outcomes.map(({ answered, outcome }) => {
    const { row, answer, response } = answered;
    return {
      send_id: row.id,
      account_id: accountId,
      campaign_id: row.campaign_id,
      campaign_lead_id: row.enrolment_id,
      alias_id: row.alias_id,
      step: row.step,
      tries: row.tries + 1,
      outcome: outcome.state,
      answer: answer.outcome,
      smtp_code: smtpCodeOf(response),
      lead: outcome.lead.status,
      why: outcome.lead.stopReason,
      // False where a sweeper, or a person, has settled it first.
      written: written.has(row.id),
    };
  });
}

/** The numbers of a reply (RFC 5321, RFC 3463); its words may name the recipient. */
export function smtpCodeOf(response: string): string | null {
  return /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0] ?? null;
}

export type MoveOf = {
  readonly accountId: string;
  readonly now: number;
  readonly moves: readonly (MovedLead & { readonly campaignId: string })[];
  /** As they are, locked: nobody changes a status under us. */
  readonly campaigns: ReadonlyMap<string, LockedCampaign>;
};

/** Under lockCampaigns: leads go on, their campaigns drain or complete, paces are lowered last. */
export async function moveAndJudge(tx: Db, of: MoveOf): Promise<void> {
  const { accountId, now, moves, campaigns } = of;
  const inStatus = (status: CampaignStatus) =>
    [...campaigns.values()].filter((one) => one.status === status).map((one) => one.id);
  const moved = await moveLeads(tx, now, moves);
  if (moves.some((move) => !isLive(move.status))) {
    await completeCampaigns(tx, inStatus('active'), now);
  }
  const draining = inStatus('draining');
  if (draining.length > 0) await markDrained(tx, draining, now);
  const live = moves.filter(({ enrolmentId, status }) => moved.has(enrolmentId) && isLive(status));
  const revived = live.filter((move) => campaigns.get(move.campaignId)?.status === 'completed');
  await reopen(tx, { accountId, now, live: revived });
  const readied: Readied[] = [];
  for (const { campaignId, readyAt } of live) {
    if (readyAt !== null) readied.push({ campaignId, readyAt });
  }
  await lowerPaces(tx, { accountId, now, readied });
}

/**
 * Late evidence makes an unknown lead live again, maybe after its campaign completed without it.
 */
async function reopen(
  tx: Db,
  of: { readonly accountId: string; readonly now: number; readonly live: MoveOf['moves'] },
): Promise<void> {
  const { accountId, now, live } = of;
  if (live.length === 0) return;
  const reopened = await reopenCampaigns(
    tx,
    live.map((move) => move.campaignId),
    now,
  );
  for (const campaignId of reopened) await wakeCampaign(tx, { accountId, campaignId, now });
}

function outcomeOf(
  { row, answer, response }: Answered,
  campaign: LockedCampaign | undefined,
  now: number,
): Settled {
  return settled({
    answer,
    response,
    now,
    handedOverAt: row.handed_over_at,
    campaign: campaign ?? { steps: [], timezone: 'UTC' },
    lead: {
      step: row.step,
      variants: row.variants,
      tries: row.tries,
      firstTryAt: row.first_try_at,
    },
  });
}

function toMove({ answered, outcome }: { answered: Answered; outcome: Settled }) {
  const { row } = answered;
  const { lead } = outcome;
  const out = outcome.state === 'accepted' || outcome.state === 'unknown';
  return {
    // Each by its name: V8 gives what is spread first and added to then a shape of its own, every
    // time, and keeps it, and the mail with it, until it collects everything.
    status: lead.status,
    stopReason: lead.stopReason,
    step: lead.step,
    dueAt: lead.dueAt,
    readyAt: lead.readyAt,
    draftAt: lead.draftAt,
    priority: lead.priority,
    tries: lead.tries,
    firstTryAt: lead.firstTryAt,
    campaignId: row.campaign_id,
    enrolmentId: row.enrolment_id,
    fromStep: row.step,
    aliasId: out ? row.alias_id : null,
    messageId: out ? answered.messageId : null,
  };
}
