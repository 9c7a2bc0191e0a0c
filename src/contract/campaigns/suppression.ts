/** The place where suppressions have their wire shapes. */
import { z } from 'zod';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';

export const createSuppressionRequest = z
  .strictObject({
    email: z.string().min(1).max(320).nullable().default(null).meta({
      description: 'Exactly one of `email` and `domain`.',
    }),
    domain: z.string().min(1).max(255).nullable().default(null),
    reason: z.string().min(1).max(255),
    note: z.string().max(1000).nullable().default(null),
  })
  .meta({ id: 'CreateSuppressionRequest' });

const suppressionFields = {
  suppression_id: id,
  account_id: id,
  email: z.string().nullable(),
  domain: z.string().nullable(),
  reason: z.string(),
  note: z.string().nullable(),
  created_by: z.string(),
  created_at: instant,
  updated_at: instant,
};
export const suppression = z.object(suppressionFields).meta({ id: 'Suppression' });

export const suppressed = z
  .object({
    ...suppressionFields,
    stopped_leads: z.int().meta({ description: 'Running leads that this has stopped.' }),
    in_flight: z.int().meta({
      description: 'Hand-overs that were on the wire already and could not be called back.',
    }),
  })
  .meta({ id: 'SuppressionCreated' });

export const suppressionPage = pageOf(suppression).meta({ id: 'SuppressionPage' });
export const listSuppressionsQuery = z.strictObject({ ...pageQuery });
