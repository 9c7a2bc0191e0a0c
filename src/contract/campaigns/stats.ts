/** The place where the figures of a campaign have their wire shape. */
import { z } from 'zod';
import { leadStatuses } from '../../domain/send/ledger.ts';

const count = z.int().min(0);

const outcomes = {
  accepted: count,
  refused: count,
  unknown: count,
  opened: count,
  clicked: count,
  replied: count,
  bounced: count,
};

const stepStats = z.object({
  step: z.int(),
  planned: count.meta({ description: 'Leads that may still get it.' }),
  ...outcomes,
  by_variant: z.record(z.string(), z.object(outcomes)),
});

const dayStats = z.object({
  date: z.iso.date().meta({ description: 'A local day of the campaign’s zone.' }),
  accepted: count,
  refused: count,
  unknown: count,
});

export const stats = z
  .object({
    leads: z.record(z.enum(leadStatuses), count),
    steps: z.array(stepStats),
    by_day: z.array(dayStats),
  })
  .meta({ id: 'CampaignStats' });
