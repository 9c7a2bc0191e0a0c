/**
 * The place where a lead's run is told in seven words.
 *
 * By construction: an open gate is shown only on a live instance, a stop reason exactly with
 * `stopped`, and an instance exactly where the word does not begin with `not_`.
 */
import type { CampaignStatus } from '../campaign/campaign.ts';
import type { Ineligible } from '../campaign/campaign-lead.ts';
import type { Instant } from '../schedule/instant.ts';
import type { LeadOutcome, LeadStatus, StopReason } from './ledger.ts';
import { isLive } from './ledger.ts';

export const workflowStatuses = [
  'not_in_campaign',
  'not_eligible',
  'not_started',
  'pending',
  'waiting',
  'completed',
  'stopped',
] as const;
export type WorkflowStatus = (typeof workflowStatuses)[number];

export type WorkflowFacts = {
  readonly campaign: {
    readonly status: CampaignStatus;
    /** Some lead of it has an instance: it was started, in part at least. */
    readonly started: boolean;
    /** When its pace allows the next hand-over; null before it has a pace. */
    readonly freeAt: Instant | null;
    readonly minIntervalMs: number;
  };
  /** It is a row of the campaign's dataset. */
  readonly selected: boolean;
  readonly enrolment: {
    readonly status: LeadStatus;
    readonly ineligible: Ineligible | null;
    readonly workflowInstanceId: string | null;
    readonly stopReason: StopReason | null;
    readonly dueAt: Instant | null;
    readonly readyAt: Instant | null;
    readonly lastSentStep: number | null;
  } | null;
  readonly gateOpen: { readonly step: number } | null;
  readonly now: Instant;
};

export type WorkflowState = {
  readonly workflowStatus: WorkflowStatus;
  readonly latestStep: number | null;
  readonly workflowStopReason: StopReason | null;
  readonly hasPendingApproval: boolean;
  readonly workflowInstanceId: string | null;
};

export function workflowStatus(facts: WorkflowFacts): WorkflowState {
  const { enrolment } = facts;
  if (enrolment === null) return notRunning(unenrolledWord(facts));
  if (enrolment.ineligible !== null) return notRunning('not_eligible');
  // An instance is minted by the start: rows that a preview enrolled have none yet.
  const { workflowInstanceId, status, lastSentStep } = enrolment;
  if (workflowInstanceId === null) return notRunning('not_started');
  if (!isLive(status)) return finished(status, { ...enrolment, workflowInstanceId });
  if (!mayRun(facts.campaign.status)) return notRunning('not_started');
  return {
    workflowStatus: liveWord(facts),
    latestStep: facts.gateOpen?.step ?? lastSentStep,
    workflowStopReason: null,
    hasPendingApproval: facts.gateOpen !== null,
    workflowInstanceId,
  };
}

function notRunning(word: 'not_in_campaign' | 'not_eligible' | 'not_started'): WorkflowState {
  return {
    workflowStatus: word,
    latestStep: null,
    workflowStopReason: null,
    hasPendingApproval: false,
    workflowInstanceId: null,
  };
}

/** A row that came after the start is not in the campaign: what runs was fixed by the start. */
function unenrolledWord({ campaign, selected }: WorkflowFacts): 'not_in_campaign' | 'not_started' {
  const fixed = campaign.started && campaign.status !== 'launching' && mayRun(campaign.status);
  return selected && !fixed ? 'not_started' : 'not_in_campaign';
}

/** A start that failed, was put off or taken back started nothing, though it minted instances. */
function mayRun(status: CampaignStatus): boolean {
  switch (status) {
    case 'draft':
    case 'scheduled':
    case 'failed':
      return false;
    case 'launching':
    case 'active':
    case 'draining':
    case 'paused':
    case 'completed':
      return true;
  }
}

function finished(
  outcome: LeadOutcome,
  run: {
    readonly workflowInstanceId: string;
    readonly lastSentStep: number | null;
    readonly stopReason: StopReason | null;
  },
): WorkflowState {
  const reason = stopReasonFor(outcome, run.stopReason);
  return {
    workflowStatus: reason === null ? 'completed' : 'stopped',
    latestStep: run.lastSentStep,
    workflowStopReason: reason,
    hasPendingApproval: false,
    workflowInstanceId: run.workflowInstanceId,
  };
}

/** Null where it did not end early. Only two outcomes have more than one reason to choose from. */
function stopReasonFor(outcome: LeadOutcome, written: StopReason | null): StopReason | null {
  switch (outcome) {
    case 'completed':
    case 'skipped':
      return null;
    case 'replied':
      return 'REPLY_RECEIVED';
    case 'bounced':
      return 'BOUNCED';
    case 'unsubscribed':
      return 'UNSUBSCRIBED';
    case 'suppressed':
      return written === 'COMPLAINED' ? 'COMPLAINED' : 'SUPPRESSED';
    case 'discarded':
      return 'CONTENT_DISCARDED';
    case 'failed':
      return 'DELIVERY_FAILED';
    case 'unknown':
      return 'DELIVERY_UNKNOWN';
    case 'stopped':
      return written === 'LEAD_ERASED' ? 'LEAD_ERASED' : 'STOPPED_BY_USER';
    case 'cancelled':
      return 'CAMPAIGN_CANCELLED';
  }
}

function liveWord({ campaign, enrolment, gateOpen, now }: WorkflowFacts): 'pending' | 'waiting' {
  if (gateOpen !== null) return 'pending';
  if (campaign.status === 'paused' || campaign.status === 'draining') return 'waiting';
  const dueAt = Math.max(enrolment?.dueAt ?? now, enrolment?.readyAt ?? now);
  if (dueAt > now) return 'waiting';
  // Waiting one's turn is being queued. A pace that is shut for longer than the interval between
  // two hand-overs is shut by the window or the day's limit: that is waiting on time.
  const shutMs = (campaign.freeAt ?? now) - now;
  return shutMs > campaign.minIntervalMs ? 'waiting' : 'pending';
}
