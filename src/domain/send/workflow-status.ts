/**
 * The place where a lead's run is told in seven words.
 *
 * By construction: an open gate is shown only on a live instance, a stop reason exactly with
 * `stopped`, and an instance exactly where the word does not begin with `not_`.
 */
import { unreachable } from '../../lib/assert.ts';
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
    /** Some lead of it has an instance: it was started, at least in part. */
    readonly started: boolean;
    /** When its pace allows the next hand-over; null before it has a pace. */
    readonly freeAt: Instant | null;
    readonly minIntervalMs: number;
  };
  /** A row of the campaign's dataset. */
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
