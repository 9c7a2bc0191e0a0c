/** The place where what today holds has its wire shape. */
import { z } from 'zod';
import { campaignStatuses } from '../../domain/campaign/campaign.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { campaignTypes } from './campaign.ts';

const ofCampaign = { campaign_id: id, campaign_name: z.string() };
const ofLead = { ...ofCampaign, campaign_lead_id: id, email: z.string().nullable() };

const leaves = z
  .object({
    ...ofCampaign,
    channel: z.enum(campaignTypes),
    status: z.enum(campaignStatuses),
    timezone: z.string(),
    sending_window_start: z.string(),
    sending_window_end: z.string(),
    daily_limit: z.int(),
    /** In the campaign's own day. */
    sent_today: z.int(),
    leaves_today: z.int(),
    first_at: instant.nullable(),
    last_at: instant.nullable(),
    hours: z.array(z.object({ hour: instant, count: z.int() })),
  })
  .meta({ id: 'LeavesToday' });

const waitingGate = z
  .object({
    ...ofLead,
    gate_id: id,
    step: z.int(),
    subject: z.string().nullable(),
    /** There was an approval, and something it stood on has changed since. */
    stale: z.boolean(),
    opened_at: instant,
  })
  .meta({ id: 'WaitingGate' });

const unknownSend = z
  .object({ ...ofLead, send_id: id, step: z.int(), handed_over_at: instant })
  .meta({ id: 'UnknownSend' });

const waitingMailbox = z
  .object({ alias_id: id, address: z.string(), reason: z.string() })
  .meta({ id: 'WaitingMailbox' });

const heldBack = z
  .object({
    ...ofCampaign,
    check: z.string(),
    reason: z.string(),
    /** When this can change by itself; null: only by somebody's act. */
    until: instant.nullable(),
    count: z.int(),
  })
  .meta({ id: 'HeldBack' });

export const today = z
  .object({
    as_of: instant,
    account_id: id,
    engine: z.object({
      fenced: z.boolean(),
      fenced_because: z.string().nullable(),
      workers_alive: z.int(),
    }),
    totals: z.object({
      sent_today: z.int(),
      leaves_today: z.int(),
      waits_for_you: z.int(),
      held: z.int(),
      unknown: z.int(),
    }),
    leaves: z.array(leaves),
    /** There is more to leave today than was foretold. */
    leaves_truncated: z.boolean(),
    waits: z.object({
      gates: z.object({
        count: z.int(),
        oldest_at: instant.nullable(),
        items: z.array(waitingGate),
      }),
      unknown: z.object({ count: z.int(), items: z.array(unknownSend) }),
      mailboxes: z.object({ count: z.int(), items: z.array(waitingMailbox) }),
    }),
    held: z.array(heldBack),
  })
  .meta({ id: 'Today' });
