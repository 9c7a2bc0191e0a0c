/** The place where a campaign has its wire shapes: what creates one, and what is told of one. */
import { z } from 'zod';
import { campaignStatuses } from '../../domain/campaign/campaign.ts';
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
  'edit_content',
  'edit_pace',
] as const;

export const createCampaignRequest = z
  .strictObject({
    name: z.string().min(1).max(255),
    dataset_id: idInput,
    steps: stepsInput,
    description: z.string().max(1000).nullable().default(null),
    type: z.enum(campaignTypes).default('email'),
    alias_ids: z.array(z.string().min(1).max(255)).max(aliasesMax).nullable().default(null),
    connected_account_id: idInput.nullable().default(null),
    launch_type: z.enum(launchTypes).default('immediate'),
    start_date: instantInput.nullable().default(null),
    daily_limit: z.int().min(1).max(10_000).default(500),
    sending_window_start: timeOfDayInput.prefault('09:00:00'),
    sending_window_end: timeOfDayInput.prefault('17:00:00'),
    min_interval_seconds: z.int().min(60).max(3600).default(300),
    timezone: z.string().min(1).max(64).default('UTC'),
    send_days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .transform((days) => [...new Set(days)])
      .prefault(['mon', 'tue', 'wed', 'thu', 'fri']),
    system_prompt: z.string().min(100).max(5000).nullable().default(null),
    unreviewed_launch_policy: z.enum(policies).default('launch_default'),
    approval_mode: z.enum(approvalModes).default('optional'),
    use_lead_timezone: z.boolean().default(false),
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
export const pausedCampaign = campaign
  .extend({
    in_flight: z.int().meta({
      description: 'Hand-overs still on the wire; 0 exactly when the campaign is paused.',
    }),
  })
  .meta({ id: 'PausedCampaign' });

export type CampaignResponse = z.input<typeof campaign>;

export const campaignPage = pageOf(campaign).meta({ id: 'CampaignPage' });

export const listCampaignsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(campaignStatuses).optional(),
  name: z.string().min(1).max(255).optional(),
});
