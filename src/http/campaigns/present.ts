/** The place where what use cases answer is put into the words of the campaigns surface. */

import type { z } from 'zod';
import type { approvalChange } from '../../contract/campaigns/approval.ts';
import type {
  CampaignResponse,
  deletedCampaign,
  drainedCampaign,
} from '../../contract/campaigns/campaign.ts';
import type { finding, launched, preflightReport } from '../../contract/campaigns/launch.ts';
import type { campaignLead, stoppedLead, why } from '../../contract/campaigns/lead.ts';
import type { AttemptState, resolvedSend, StepState, send } from '../../contract/campaigns/send.ts';
import { formatInstant, formatInstantOrNull } from '../../contract/shared/instant.ts';
import type { Step } from '../../domain/campaign/campaign.ts';
import type { CampaignLead } from '../../domain/campaign/campaign-lead.ts';
import type { Finding } from '../../domain/campaign/finding.ts';
import type { Permission } from '../../domain/campaign/lifecycle.ts';
import type { Preflight } from '../../domain/campaign/preflight.ts';
import type { SendState } from '../../domain/send/ledger.ts';
import type { Attempt, SentStep } from '../../domain/send/sent-step.ts';
import type { ApprovalChange } from '../../usecases/approve-step.ts';
import type { CampaignView } from '../../usecases/campaign-view.ts';
import type { CampaignDeleted } from '../../usecases/delete-campaign.ts';
import type { Drained } from '../../usecases/drain-campaign.ts';
import type { Explained } from '../../usecases/explain-lead.ts';
import type { Launched } from '../../usecases/launch-campaign.ts';
import type { Page } from '../../usecases/page.ts';
import type { Resolved } from '../../usecases/resolve-send.ts';

export function presentPage<T, Item>(present: (value: T) => Item) {
  return (page: Page<T>) => ({
    items: page.items.map(present),
    next_cursor: page.nextCursor,
    has_more: page.nextCursor !== null,
  });
}

export function presentCampaign(campaign: CampaignView): CampaignResponse {
  return {
    campaign_id: campaign.id,
    account_id: campaign.accountId,
    user_id: campaign.userId,
    dataset_id: campaign.datasetId,
    name: campaign.name,
    description: campaign.description,
    type: campaign.type,
    status: campaign.status,
    launch_type: campaign.launchType,
    start_date: formatInstantOrNull(campaign.startDate),
    daily_limit: campaign.dailyLimit,
    sending_window_start: campaign.windowStart,
    sending_window_end: campaign.windowEnd,
    min_interval_seconds: campaign.minIntervalSeconds,
    timezone: campaign.timezone,
    send_days: [...campaign.sendDays],
    steps_config: campaign.steps.map(presentStep),
    alias_ids: campaign.aliasIds === null ? null : [...campaign.aliasIds],
    connected_account_id: campaign.connectedAccountId,
    total_leads: campaign.totalLeads,
    processed_leads: campaign.processedLeads,
    cancelled_at: formatInstantOrNull(campaign.cancelledAt),
    launch_job_id: campaign.launchJobId,
    launch_requested_at: formatInstantOrNull(campaign.launchRequestedAt),
    launch_error: campaign.launchError,
    system_prompt: campaign.systemPrompt,
    unreviewed_launch_policy: campaign.unreviewedLaunchPolicy,
    paused_reason: campaign.pausedReason,
    playground_discovery_dismissed_at: formatInstantOrNull(campaign.dismissedAt),
    approval_mode: campaign.approvalMode,
    use_lead_timezone: campaign.useLeadTimezone,
    can: presentCan(campaign.can),
    created_at: formatInstant(campaign.createdAt),
    updated_at: formatInstant(campaign.updatedAt),
  };
}

export function presentDrained({ campaign, inFlight }: Drained): z.input<typeof drainedCampaign> {
  return { ...presentCampaign(campaign), in_flight: inFlight };
}

export function presentDeleted({ campaignId }: CampaignDeleted): z.input<typeof deletedCampaign> {
  return { campaign_id: campaignId };
}

export function presentLaunched(result: Launched): z.input<typeof launched> {
  return {
    campaign: presentCampaign(result.campaign),
    summary: presentSummary(result),
    warnings: result.warnings.map(presentFinding),
  };
}

export function presentPreflight(result: Preflight): z.input<typeof preflightReport> {
  return {
    ready: result.errors.length === 0,
    errors: result.errors.map(presentFinding),
    warnings: result.warnings.map(presentFinding),
    summary: presentSummary(result),
  };
}

function presentSummary(of: Pick<Launched, 'totalRows' | 'launchableRows' | 'warnings'>) {
  return {
    total_rows: of.totalRows,
    launchable_rows: of.launchableRows,
    warning_count: of.warnings.length,
  };
}

function presentFinding(found: Finding): z.input<typeof finding> {
  return {
    code: found.code,
    message: found.message,
    count: found.count,
    row_index: found.rowIndex,
    step: found.step,
    variant_label: found.variantLabel,
    field: found.field,
    sample_rows: [...found.sampleRows],
  };
}

function presentStep(step: Step): CampaignResponse['steps_config'][number] {
  return {
    step: step.step,
    delay_days: step.delayDays,
    channel: step.channel,
    variants: step.variants.map((variant) => ({
      label: variant.label,
      weight: variant.weight,
      type: variant.type,
      template_id: variant.templateId,
      sender_profile_id: variant.senderProfileId,
    })),
    ai_personalization_enabled: step.aiPersonalizationEnabled,
    track_clicks: step.trackClicks,
    action_type: step.actionType,
    message_template: step.messageTemplate,
    approval_required: step.approvalRequired,
  };
}

function presentCan(can: CampaignView['can']): CampaignResponse['can'] {
  const present = (permission: Permission) => ({
    allowed: permission.allowed,
    reason: permission.allowed ? null : permission.reason,
  });
  return {
    launch: present(can.launch),
    pause: present(can.pause),
    resume: present(can.resume),
    cancel: present(can.cancel),
    delete: present(can.delete),
    repair: present(can.repair),
    edit_content: present(can.edit_content),
    edit_schedule: present(can.edit_schedule),
    edit_pace: present(can.edit_pace),
  };
}

export function presentCampaignLead(accountId: string) {
  return (lead: CampaignLead): z.input<typeof campaignLead> => ({
    campaign_lead_id: lead.campaignLeadId,
    lead_id: lead.leadId,
    account_id: accountId,
    row_index: lead.rowIndex,
    email: lead.email,
    status: lead.status,
    current_step: lead.currentStep,
    pending_approval: lead.pendingApproval,
    stop_reason: lead.stopReason,
    workflow_instance_id: lead.workflowInstanceId,
    variants: lead.variants,
    approved_steps: [...lead.approvedSteps],
    next_due_at: formatInstantOrNull(lead.nextDueAt),
    created_at: formatInstant(lead.createdAt),
    updated_at: formatInstant(lead.updatedAt),
  });
}

export function presentApprovalChange(change: ApprovalChange): z.input<typeof approvalChange> {
  return {
    campaign_id: change.campaignId,
    campaign_lead_id: change.campaignLeadId,
    updated_at: formatInstant(change.updatedAt),
    step_index: change.step,
    approved_steps: [...change.approvedSteps],
    approved_entry: change.entry === null ? null : presentEntry(change.entry),
  };
}

function presentEntry(
  entry: NonNullable<ApprovalChange['entry']>,
): z.input<typeof approvalChange>['approved_entry'] {
  return {
    subject: entry.subject,
    body: entry.body,
    prompt_snapshot: entry.prompt_snapshot,
    prompt_version_hash: entry.prompt_version_hash,
    lead_identity_fingerprint: entry.lead_identity_fingerprint,
    step_index: entry.step,
    variant_label: entry.variant_label,
    step_config_fingerprint: entry.step_config_fingerprint,
    approved_at: formatInstant(entry.approved_at),
    approved_by: entry.approved_by,
    research_cache_fingerprint: entry.research_cache_fingerprint,
    sender_profile_id: entry.sender_profile_id,
    template_id: entry.template_id,
    model: entry.model,
    generation_latency_ms: entry.generation_latency_ms,
  };
}

export function presentStoppedLead(
  accountId: string,
  { lead, inFlight }: { readonly lead: CampaignLead; readonly inFlight: number },
): z.input<typeof stoppedLead> {
  return { ...presentCampaignLead(accountId)(lead), in_flight: inFlight };
}

export function presentWhy(explained: Explained): z.input<typeof why> {
  return {
    campaign_lead_id: explained.campaignLeadId,
    next_step: explained.nextStep,
    verdict: explained.verdict,
    as_of: formatInstant(explained.now),
    checks: explained.checks.map((answer) => ({
      check: answer.check,
      scope: answer.scope,
      result: answer.result,
      reason: answer.result === 'pass' ? null : answer.reason,
      until: answer.result === 'hold' ? formatInstantOrNull(answer.until) : null,
    })),
  };
}

export function presentResolved(resolved: Resolved): z.input<typeof resolvedSend> {
  return { send_id: resolved.sendId, resolution: resolved.outcome };
}

export function presentSend(step: SentStep): z.input<typeof send> {
  return {
    send_id: step.sendId,
    campaign_lead_id: step.campaignLeadId,
    step: step.step,
    channel: step.channel,
    state: stepState(step),
    due_at: formatInstant(step.dueAt),
    retry_at: formatInstantOrNull(step.retryAt),
    handed_over_at: formatInstant(step.handedOverAt),
    on_wire_at: formatInstantOrNull(step.onWireAt),
    settled_at: formatInstantOrNull(step.settledAt),
    alias_id: step.aliasId,
    variant_label: step.variantLabel,
    message_id: step.messageId,
    smtp_response: step.smtpResponse,
    reason: step.reason,
    resolution: step.resolution,
    resolution_note: step.resolutionNote,
    resolved_by: step.resolvedBy,
    attempts: step.attempts.map(presentAttempt),
  };
}

function presentAttempt(attempt: Attempt): z.input<typeof send>['attempts'][number] {
  return {
    attempt: attempt.attempt,
    state: attemptState(attempt.state),
    on_wire_at: formatInstantOrNull(attempt.onWireAt),
    settled_at: formatInstantOrNull(attempt.settledAt),
    smtp_response: attempt.smtpResponse,
    reason: attempt.reason,
  };
}

function stepState({ state, retryAt }: SentStep): StepState {
  return state === 'deferred' && retryAt !== null ? 'planned' : attemptState(state);
}

/** This surface has no word for "not now": the try was refused, the step goes on. */
function attemptState(state: SendState): AttemptState {
  switch (state) {
    case 'deferred':
      return 'refused';
    case 'claimed':
    case 'on_wire':
    case 'accepted':
    case 'refused':
    case 'unknown':
    case 'cancelled':
      return state;
  }
}
