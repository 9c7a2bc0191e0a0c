/** The place where the words of the campaigns surface become the input of use cases. */
import type {
  CreateAliasRequest,
  TestSendRequest,
  UpdateAliasRequest,
} from '../../contract/campaigns/alias.ts';
import type { ApproveRequest } from '../../contract/campaigns/approval.ts';
import type {
  CreateCampaignRequest,
  UpdateCampaignRequest,
} from '../../contract/campaigns/campaign.ts';
import type { ListLeadsQuery } from '../../contract/campaigns/lead.ts';
import type {
  CreateSenderProfileRequest,
  UpdateSenderProfileRequest,
} from '../../contract/campaigns/sender-profile.ts';
import type { ListSuppressionsQuery } from '../../contract/campaigns/suppression.ts';
import type { CampaignEdit } from '../../domain/campaign/edit.ts';
import type { NewCampaign, NewStep } from '../../domain/campaign/new-campaign.ts';
import { stepsWithDefaults } from '../../domain/campaign/new-campaign.ts';
import type { ApproveStepInput } from '../../usecases/approve-step.ts';
import type { CreateAliasInput } from '../../usecases/create-alias.ts';
import type { CreateSenderProfileInput } from '../../usecases/create-sender-profile.ts';
import type { FindCampaignLeadInput } from '../../usecases/find-campaign-lead.ts';
import type { ListCampaignLeadsInput } from '../../usecases/list-campaign-leads.ts';
import type { ListSuppressionsInput } from '../../usecases/list-suppressions.ts';
import type { PageInput } from '../../usecases/page.ts';

export function pageInput(query: {
  readonly cursor?: string | undefined;
  readonly limit: number;
}): PageInput {
  return { cursor: query.cursor ?? null, limit: query.limit };
}

/** What is left out stays out: an absent field and an undefined one are read alike. */
export function templateInput<Body extends { readonly body_format?: 'text' | 'html' | undefined }>({
  body_format: bodyFormat,
  ...rest
}: Body) {
  return { ...rest, bodyFormat };
}

export function profileEdit(body: UpdateSenderProfileRequest) {
  return {
    profileName: body.profile_name,
    senderData: body.sender_data,
    description: body.description,
    isDefault: body.is_default,
  };
}

export function profileInput(body: CreateSenderProfileRequest): CreateSenderProfileInput {
  return {
    profileName: body.profile_name,
    senderData: body.sender_data,
    description: body.description,
    isDefault: body.is_default,
  };
}

export function suppressionsInput(query: ListSuppressionsQuery): ListSuppressionsInput {
  return {
    ...pageInput(query),
    q: query.q ?? null,
    reason: query.reason ?? null,
    active: query.active === 'true',
  };
}

export function campaignOf(params: { readonly campaign_id: string }) {
  return { campaignId: params.campaign_id };
}

type LeadParams = { readonly campaign_id: string; readonly campaign_lead_id: string };

export function leadInput(params: LeadParams): FindCampaignLeadInput {
  return { campaignId: params.campaign_id, campaignLeadId: params.campaign_lead_id };
}

export function leadsInput(campaignId: string, query: ListLeadsQuery): ListCampaignLeadsInput {
  return {
    ...pageInput(query),
    campaignId,
    status: query.status ?? null,
    step: query.step ?? null,
    pendingApproval: query.pending_approval ?? null,
    q: query.q ?? null,
  };
}

export function approvalInput(params: LeadParams, body: ApproveRequest): ApproveStepInput {
  return {
    ...leadInput(params),
    step: body.step_index,
    variantLabel: body.variant_label,
    subject: body.subject,
    body: body.body,
    customPrompt: body.custom_prompt,
    promptSnapshot: body.prompt_snapshot,
    model: body.model,
    generationLatencyMs: body.generation_latency_ms,
    researchSources: body.research_sources ?? null,
    draftId: body.draft_id,
    expectedStepConfig: body.expected_step_config_fingerprint,
    expectedContentHash: body.expected_content_hash,
  };
}

export function aliasEdit(body: UpdateAliasRequest) {
  return {
    address: body.address,
    displayName: body.display_name,
    smtp: body.smtp,
    imap: body.imap,
    dailyCap: body.daily_cap,
    minGapSeconds: body.min_gap_seconds,
    replyTo: body.reply_to,
    signature: body.signature,
  };
}

export function testInput(body: TestSendRequest) {
  const { template_id: templateId, lead_id: leadId, to, data, subject, body: text } = body;
  return { to, templateId, leadId, data, subject, body: text };
}

export function aliasInput(body: CreateAliasRequest): CreateAliasInput {
  return {
    address: body.address,
    displayName: body.display_name,
    provider: body.provider,
    smtp: body.smtp,
    imap: body.imap,
    dailyCap: body.daily_cap,
    minGapSeconds: body.min_gap_seconds,
    replyTo: body.reply_to,
    signature: body.signature,
  };
}

export function campaignInput(body: CreateCampaignRequest): NewCampaign {
  return {
    name: body.name,
    datasetId: body.dataset_id,
    steps: body.steps.map(stepInput),
    description: body.description,
    type: body.type,
    ...settingsOf(body),
  };
}

/** How a campaign sends, as it is said when it is made and when it is changed. */
function settingsOf(body: CreateCampaignRequest | UpdateCampaignRequest) {
  return {
    aliasIds: body.alias_ids,
    connectedAccountId: body.connected_account_id,
    launchType: body.launch_type,
    startDate: body.start_date,
    dailyLimit: body.daily_limit,
    windowStart: body.sending_window_start,
    windowEnd: body.sending_window_end,
    minIntervalSeconds: body.min_interval_seconds,
    timezone: body.timezone,
    sendDays: body.send_days,
    systemPrompt: body.system_prompt,
    unreviewedLaunchPolicy: body.unreviewed_launch_policy,
    approvalMode: body.approval_mode,
    useLeadTimezone: body.use_lead_timezone,
  };
}

/** What is left out stays out; what no edit may change is looked at elsewhere. */
export function campaignEdit(body: UpdateCampaignRequest): CampaignEdit {
  const given = {
    name: body.name,
    description: body.description,
    steps: body.steps === undefined ? undefined : stepsWithDefaults(body.steps.map(stepInput)),
    ...settingsOf(body),
    dismissedAt: body.playground_discovery_dismissed_at,
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as CampaignEdit;
}

function stepInput(step: CreateCampaignRequest['steps'][number]): NewStep {
  return {
    step: step.step,
    delayDays: step.delay_days,
    channel: step.channel,
    variants: step.variants.map((variant) => ({
      label: variant.label,
      weight: variant.weight,
      type: variant.type,
      templateId: variant.template_id,
      senderProfileId: variant.sender_profile_id,
    })),
    aiPersonalizationEnabled: step.ai_personalization_enabled,
    trackClicks: step.track_clicks,
    actionType: step.action_type,
    messageTemplate: step.message_template,
    approvalRequired: step.approval_required,
  };
}
