/** The place where suppressions have their wire shapes. */
import { z } from 'zod';
import { suppressionsPerRequestMax } from '../../domain/send/suppression.ts';
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
  released_at: instant.nullable(),
  released_reason: z.string().nullable(),
  released_by: z.string().nullable(),
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
export const listSuppressionsQuery = z.strictObject({
  ...pageQuery,
  q: z.string().min(1).max(255).optional().meta({ description: 'Part of an address or domain.' }),
  reason: z.string().min(1).max(255).optional(),
  active: z.enum(['true', 'false']).default('true').meta({
    description: 'Those in force, or those that were released.',
  }),
});
export type ListSuppressionsQuery = z.output<typeof listSuppressionsQuery>;

export const importSuppressionsRequest = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          email: z.string().min(1).max(320).nullable().default(null),
          domain: z.string().min(1).max(255).nullable().default(null),
          reason: z.string().min(1).max(255),
          note: z.string().max(1000).nullable().default(null),
        }),
      )
      .min(1)
      .max(suppressionsPerRequestMax),
  })
  .meta({ id: 'ImportSuppressionsRequest' });

/** In the order of the items that came. */
export const suppressionsImported = z
  .object({
    import_id: id,
    items: z.array(
      z.object({
        result: z.enum(['created', 'already_suppressed', 'refused']),
        suppression_id: id.nullable(),
        message: z.string().nullable(),
      }),
    ),
    created: z.int(),
    stopped_leads: z.int(),
    in_flight: z.int(),
  })
  .meta({ id: 'SuppressionsImported' });

export const releaseSuppressionRequest = z
  .strictObject({ reason: z.string().trim().min(1).max(255) })
  .meta({ id: 'ReleaseSuppressionRequest' });
