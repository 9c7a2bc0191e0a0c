/** The place where a launch and the findings of its checks have their wire shapes. */
import { z } from 'zod';
import { campaign } from './campaign.ts';

export const finding = z
  .object({
    code: z.string(),
    message: z.string(),
    count: z.int(),
    row_index: z.int().nullable(),
    step: z.int().nullable(),
    variant_label: z.string().nullable(),
    field: z.string().nullable(),
    sample_rows: z.array(z.int()).max(10),
  })
  .meta({ id: 'Finding' });

const summary = z.object({
  total_rows: z.int(),
  launchable_rows: z.int(),
  warning_count: z.int(),
});

export const preflightReport = z
  .object({
    ready: z.boolean().meta({ description: 'Whether a launch would be accepted: no errors.' }),
    errors: z.array(finding),
    warnings: z.array(finding),
    summary,
  })
  .meta({ id: 'Preflight' });

export const launched = z
  .object({
    campaign,
    summary,
    warnings: z.array(finding),
  })
  .meta({ id: 'LaunchResponse' });
