/** The place where a lead of a campaign, and why it waits, have their wire shapes. */
import { z } from 'zod';
import { stepNumberMax } from '../../domain/campaign/rules.ts';
import { leadEventTypes } from '../../domain/lead/lead-event.ts';
import { checkNames } from '../../domain/send/checks.ts';
import { leadStatuses, stopReasons } from '../../domain/send/ledger.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';
import { channel } from './step.ts';

export const campaignLead = z
  .object({
    campaign_lead_id: id,
    lead_id: id,
    row_index: z.int(),
    email: z.string().nullable(),
    status: z.enum(leadStatuses),
    current_step: z.int().nullable(),
    pending_approval: z.boolean(),
    stop_reason: z.enum(stopReasons).nullable(),
    workflow_instance_id: id.nullable(),
    variants: z.record(z.string(), z.string()),
    approved_steps: z.array(z.int()),
    next_due_at: instant.nullable(),
    account_id: id,
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'CampaignLead' });

export const stoppedLead = campaignLead
  .extend({
    in_flight: z.int().meta({
      description: 'Messages that were on the wire already and could not be called back.',
    }),
  })
  .meta({ id: 'StoppedLead' });

export const campaignLeadPage = pageOf(campaignLead).meta({ id: 'CampaignLeadPage' });

export const listLeadsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(leadStatuses).optional(),
  step: z.coerce.number().int().min(1).max(stepNumberMax).optional(),
  pending_approval: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  q: z.string().min(1).max(255).optional(),
});

const said = z.string().nullable();
const which = id.nullable();

/** Which of them there are goes by the type of the event. */
const leadEventData = z
  .object({
    variants: z.record(z.string(), z.string()),
    ineligible: said,
    status: z.enum(leadStatuses),
    reason: said,
    draft_id: which,
    gate_id: which,
    stale_approval_id: which,
    approval_id: which,
    replaced: which,
    send_id: which,
    alias_id: which,
    variant_label: said,
    template_version: z.int().nullable(),
    model: said,
    content_hash: said,
    error: said,
    attempt: z.int(),
    message_id: said,
    smtp_response: said,
    outcome: said,
    in_flight: z.int(),
  })
  .partial();

export const leadEvent = z
  .object({
    event_id: id,
    type: z.enum(leadEventTypes),
    at: instant,
    step: z.int().nullable(),
    channel: channel.nullable(),
    actor: z.string().meta({ description: 'A user id, `key:<id>`, or `engine`.' }),
    data: leadEventData,
  })
  .meta({ id: 'LeadEvent' });

export const leadEventPage = pageOf(leadEvent).meta({ id: 'LeadEventPage' });
export const listLeadEventsQuery = z.strictObject({ ...pageQuery });

export type ListLeadsQuery = z.output<typeof listLeadsQuery>;

export const why = z
  .object({
    campaign_lead_id: id,
    next_step: z.int().nullable(),
    verdict: z.enum(['go', 'hold', 'stop']),
    as_of: instant.meta({ description: 'The instant of the engine for which this holds.' }),
    checks: z.array(
      z.object({
        check: z.enum(checkNames),
        scope: z.enum(['engine', 'campaign', 'alias', 'domain', 'lead']),
        result: z.enum(['pass', 'hold', 'stop']),
        reason: z.string().nullable(),
        until: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Why' });
