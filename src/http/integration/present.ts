/** The place where what use cases answer is put into the words of the integration surface. */
import type { z } from 'zod';
import type { accountGroups, groupCampaign } from '../../contract/integration/campaign.ts';
import type { leadStatus } from '../../contract/integration/lead-status.ts';
import type { verdict } from '../../contract/integration/verdict.ts';
import { formatInstant, formatInstantOrNull } from '../../contract/shared/instant.ts';
import type { Account } from '../../domain/account.ts';
import type { CampaignView } from '../../usecases/campaign-view.ts';
import type { Judged } from '../../usecases/judge-gate.ts';
import type { LeadState } from '../../usecases/lead-statuses.ts';
import type { Page } from '../../usecases/page.ts';

export function presentPage<T, Item>(present: (value: T) => Item) {
  return (page: Page<T>) => ({
    items: page.items.map(present),
    nextCursor: page.nextCursor,
    hasMore: page.nextCursor !== null,
  });
}

export function presentAccounts(accounts: readonly Account[]): z.input<typeof accountGroups> {
  return {
    items: accounts.map(({ id, name, createdAt }) => ({
      id,
      name,
      createdAt: formatInstant(createdAt),
    })),
  };
}

export function presentCampaign(campaign: CampaignView): z.input<typeof groupCampaign> {
  return {
    id: campaign.id,
    name: campaign.name,
    description: campaign.description,
    status: campaign.status,
    selectedLeadCount: campaign.totalLeads ?? 0,
    // A reply always ends a lead's run; conversations and languages are not kept yet.
    includeConversationHistory: false,
    autoCancelOnMessageReceived: true,
    outreachLanguage: null,
    createdAt: formatInstant(campaign.createdAt),
    updatedAt: formatInstant(campaign.updatedAt),
    startedAt: formatInstantOrNull(campaign.launchRequestedAt),
    rateLimitedUntil: null,
  };
}

export function presentVerdict(judged: Judged, state: LeadState): z.input<typeof verdict> {
  return {
    action: judged.action,
    workflowInstanceId: judged.workflowInstanceId,
    leadStatus: presentLeadState(state),
  };
}

export function presentLeadState(state: LeadState): z.input<typeof leadStatus> {
  return {
    leadId: state.leadId,
    workflowStatus: state.workflowStatus,
    workflowInstanceId: state.workflowInstanceId,
    latestStep: state.latestStep === null ? null : `step-${state.latestStep}`,
    workflowStopReason: state.workflowStopReason,
    hasPendingApproval: state.hasPendingApproval,
  };
}
