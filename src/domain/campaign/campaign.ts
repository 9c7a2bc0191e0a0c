/**
 * The place where it is said what a campaign is: who writes to whom, in which steps, within which
 * limits.
 */

import type { Instant } from '../schedule/instant.ts';
import type { Pacing } from '../schedule/pacing.ts';
import type { Weekday } from '../schedule/window.ts';

export const campaignStatuses = [
  'draft',
  'launching',
  'scheduled',
  'active',
  'draining',
  'paused',
  'completed',
  'failed',
] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

export type CampaignType = 'email' | 'linkedin' | 'mixed';
export type Channel = 'email' | 'linkedin';
export type ApprovalMode = 'optional' | 'required';
export type UnreviewedPolicy = 'launch_default' | 'hold' | 'cancel';
export type ActionType =
  | 'connection_request'
  | 'message'
  | 'inmail'
  | 'profile_view'
  | 'post_engagement';

export type Variant = {
  readonly label: string;
  readonly weight: number;
  readonly type: 'TEMPLATE' | 'PERSONALIZATION';
  readonly templateId: string | null;
  readonly senderProfileId: string | null;
};

export type Step = {
  readonly step: number;
  readonly delayDays: number;
  readonly channel: Channel;
  readonly variants: readonly Variant[];
  readonly aiPersonalizationEnabled: boolean;
  readonly trackClicks: boolean;
  readonly actionType: ActionType | null;
  readonly messageTemplate: string | null;
  readonly approvalRequired: boolean | null;
};

export type Campaign = {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly datasetId: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: CampaignType;
  readonly status: CampaignStatus;
  readonly launchType: 'immediate' | 'scheduled';
  readonly startDate: Instant | null;
  readonly dailyLimit: number;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly minIntervalSeconds: number;
  readonly timezone: string;
  readonly sendDays: readonly Weekday[];
  readonly steps: readonly Step[];
  readonly aliasIds: readonly string[] | null;
  readonly connectedAccountId: string | null;
  readonly systemPrompt: string | null;
  readonly unreviewedLaunchPolicy: UnreviewedPolicy;
  readonly approvalMode: ApprovalMode;
  readonly useLeadTimezone: boolean;
  readonly pausedReason: string | null;
  readonly dismissedAt: Instant | null;
  readonly launchJobId: string | null;
  readonly launchRequestedAt: Instant | null;
  readonly launchError: string | null;
  readonly totalLeads: number | null;
  /** Ended by a person, for good. */
  readonly cancelledAt: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

export function pacingOf(campaign: Campaign): Pacing {
  return {
    rule: {
      timezone: campaign.timezone,
      sendDays: campaign.sendDays,
      windowStart: campaign.windowStart,
      windowEnd: campaign.windowEnd,
    },
    dailyLimit: campaign.dailyLimit,
    minIntervalMs: campaign.minIntervalSeconds * 1000,
  };
}

export function stepOf(campaign: Pick<Campaign, 'steps'>, number: number): Step | null {
  return campaign.steps.find((step) => step.step === number) ?? null;
}

export function firstStep(campaign: Pick<Campaign, 'steps'>): Step | null {
  return campaign.steps[0] ?? null;
}

/** Steps ascend but may have gaps: the next one is the next in the list. */
export function stepAfter(campaign: Pick<Campaign, 'steps'>, number: number): Step | null {
  return campaign.steps.find((step) => step.step > number) ?? null;
}

export function variantOf(step: Step, label: string | undefined): Variant | null {
  return step.variants.find((variant) => variant.label === label) ?? null;
}

/** Whether what a model wrote for this step waits at a gate until a person approves it. */
export function approvalRequired(campaign: Pick<Campaign, 'approvalMode'>, step: Step): boolean {
  return step.approvalRequired ?? campaign.approvalMode === 'required';
}

const pauses: Readonly<Record<string, string>> = {
  paused_by_user: 'by a person',
  pending_personalization_review: 'until its drafts have been reviewed',
};

/** What follows "paused" for a reader; a reason that has no words yet stands as it is. */
export function pausedBecause(reason: string | null): string {
  return reason === null ? '' : ` ${pauses[reason] ?? `(${reason})`}`;
}
