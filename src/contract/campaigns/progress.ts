/** The place where what is told of a campaign while it runs has its wire shape. */
import { z } from 'zod';
import { campaignStatuses } from '../../domain/campaign/campaign.ts';
import { id } from '../shared/id.ts';

/** The data of an event `progress`. Each tells all: whoever missed some has missed nothing. */
export const progress = z.object({
  campaign_id: id,
  status: z.enum(campaignStatuses),
  paused_reason: z.string().nullable(),
  launch_error: z.string().nullable(),
  total_leads: z.int().nullable(),
  processed_leads: z.int(),
});

const told =
  'Events `progress`, each with campaign_id, status, paused_reason, launch_error, total_leads and ' +
  'processed_leads as JSON; `gone` when the campaign was deleted.';

export const eventStream = z.string().meta({ description: told });
