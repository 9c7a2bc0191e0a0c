/** The place where a campaign has its wire shapes: what creates one, and what is told of one. */
import { z } from 'zod';
import { campaignStatuses } from '../../domain/campaign/campaign.ts';
import { nameLengthMax } from '../../domain/campaign/new-campaign.ts';
import { id, idInput } from '../shared/id.ts';
import { instant, instantInput } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { timeOfDay, timeOfDayInput } from '../shared/time-of-day.ts';
import { stepConfig, stepsInput } from './step.ts';

const aliasesMax = 1000;
export const campaignTypes = ['email', 'linkedin', 'mixed'] as const;
const launchTypes = ['immediate', 'scheduled'] as const;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const policies = ['launch_default', 'hold', 'cancel'] as const;
const approvalModes = ['optional', 'required'] as const;
const actions = [
  'launch',
  'pause',
  'resume',
  'cancel',
  'delete',
  'repair',
  'edit_content',
  'edit_schedule',
  'edit_pace',
] as const;

/** What may be given of a campaign, each field by itself, without what stands in for it. */
const fields = {
  name: z.string().min(1).max(nameLengthMax),
  steps: stepsInput,
  description: z.string().max(1000).nullable(),
  alias_ids: z.array(z.string().min(1).max(255)).max(aliasesMax).nullable(),
  connected_account_id: idInput.nullable(),
  launch_type: z.enum(launchTypes),
  start_date: instantInput.nullable(),
  daily_limit: z.int().min(1).max(10_000),
  sending_window_start: timeOfDayInput,
  sending_window_end: timeOfDayInput,
  min_interval_seconds: z.int().min(60).max(3600),
  timezone: z.string().min(1).max(64),
  send_days: z
    .array(z.enum(weekdays))
    .min(1)
    .max(7)
    .transform((days) => [...new Set(days)]),
  system_prompt: z.string().min(100).max(5000).nullable(),
  unreviewed_launch_policy: z.enum(policies),
  approval_mode: z.enum(approvalModes),
  use_lead_timezone: z.boolean(),
};

export const createCampaignRequest = z
  .strictObject({
    name: fields.name,
    dataset_id: idInput,
    steps: fields.steps,
    description: fields.description.default(null),
    type: z.enum(campaignTypes).default('email'),
    alias_ids: fields.alias_ids.default(null),
    connected_account_id: fields.connected_account_id.default(null),
    launch_type: fields.launch_type.default('immediate'),
    start_date: fields.start_date.default(null),
    daily_limit: fields.daily_limit.default(500),
    sending_window_start: fields.sending_window_start.prefault('09:00:00'),
    sending_window_end: fields.sending_window_end.prefault('17:00:00'),
    min_interval_seconds: fields.min_interval_seconds.default(300),
    timezone: fields.timezone.default('UTC'),
    send_days: fields.send_days.prefault(['mon', 'tue', 'wed', 'thu', 'fri']),
    system_prompt: fields.system_prompt.default(null),
    unreviewed_launch_policy: fields.unreviewed_launch_policy.default('launch_default'),
    approval_mode: fields.approval_mode.default('optional'),
    use_lead_timezone: fields.use_lead_timezone.default(false),
  })
  .meta({ id: 'CreateCampaignRequest' });
export type CreateCampaignRequest = z.output<typeof createCampaignRequest>;

const permission = z.object({ allowed: z.boolean(), reason: z.string().nullable() });

export const campaign = z
  .object({
    campaign_id: id,
    account_id: id,
    user_id: id,
    dataset_id: id,
    name: z.string(),
    type: z.enum(campaignTypes),
    status: z.enum(campaignStatuses),
    launch_type: z.enum(launchTypes),
    daily_limit: z.int(),
    sending_window_start: timeOfDay,
    sending_window_end: timeOfDay,
    min_interval_seconds: z.int(),
    timezone: z.string(),
    steps_config: z.array(stepConfig),
    send_days: z.array(z.enum(weekdays)),
    created_at: instant,
    updated_at: instant,
    description: z.string().nullable(),
    start_date: instant.nullable(),
    alias_ids: z.array(z.string()).nullable(),
    connected_account_id: id.nullable(),
    total_leads: z.int().nullable(),
    processed_leads: z.int(),
    cancelled_at: instant.nullable(),
    launch_job_id: z.string().nullable(),
    launch_requested_at: instant.nullable(),
    launch_error: z.string().nullable(),
    system_prompt: z.string().nullable(),
    unreviewed_launch_policy: z.enum(policies),
    paused_reason: z.string().nullable(),
    playground_discovery_dismissed_at: instant.nullable(),
    approval_mode: z.enum(approvalModes),
    use_lead_timezone: z.boolean(),
    can: z.record(z.enum(actions), permission),
  })
  .meta({ id: 'Campaign' });
/** What is told of a campaign and no edit may change: given back as it was, it is no fault. */
const readOnly = campaign
  .pick({
    campaign_id: true,
    account_id: true,
    user_id: true,
    dataset_id: true,
    type: true,
    status: true,
    steps_config: true,
    created_at: true,
    updated_at: true,
    total_leads: true,
    processed_leads: true,
    launch_job_id: true,
    launch_requested_at: true,
    launch_error: true,
    paused_reason: true,
    cancelled_at: true,
    can: true,
  })
  .partial();
export type ReadOnlyField = keyof typeof readOnly.shape;
export const readOnlyFields = Object.keys(readOnly.shape) as readonly ReadOnlyField[];

export const updateCampaignRequest = z
  .strictObject({
    ...z.strictObject(fields).partial().shape,
    playground_discovery_dismissed_at: instantInput.nullable().optional(),
    ...readOnly.shape,
  })
  .meta({ id: 'UpdateCampaignRequest' });
export type UpdateCampaignRequest = z.output<typeof updateCampaignRequest>;

export const drainedCampaign = campaign
  .extend({
    in_flight: z.int().meta({
      description: 'Hand-overs still on the wire; 0 exactly when the campaign has drained.',
    }),
  })
  .meta({ id: 'DrainedCampaign' });

export const deletedCampaign = z.object({ campaign_id: id }).meta({ id: 'DeletedCampaign' });

export type CampaignResponse = z.input<typeof campaign>;

export const campaignPage = pageOf(campaign).meta({ id: 'CampaignPage' });

export const listCampaignsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(campaignStatuses).optional(),
  name: z.string().min(1).max(255).optional(),
});
