/** The place where verdicts on one lead's steps have their wire shapes. */
import { z } from 'zod';
import { stepNumberMax } from '../../domain/campaign/rules.ts';
import { boundedJson, freeJsonMeaning } from '../shared/free-json.ts';
import { id, idInput } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { stepNumber, variantLabel } from './step.ts';

const promptMax = 32_000;
const hashMax = 200;

export const subjectMax = 998;
export const bodyMax = 50_000;

export const approveRequest = z
  .strictObject({
    step_index: stepNumber,
    variant_label: variantLabel,
    // A line break in a subject is another header on the wire.
    subject: z
      .string()
      .min(1)
      .max(subjectMax)
      .regex(/^[^\r\n]*$/, { error: 'must be a single line' }),
    body: z.string().min(1).max(bodyMax),
    custom_prompt: z.string().max(promptMax).nullable().default(null),
    prompt_snapshot: z.string().max(promptMax).nullable().default(null),
    model: z.string().max(255).nullable().default(null),
    generation_latency_ms: z.int().min(0).max(2_147_483_647).nullable().default(null),
    research_sources: boundedJson(z.unknown()).optional().meta({ description: freeJsonMeaning }),
    expected_step_config_fingerprint: z.string().max(hashMax).nullable().default(null),
    draft_id: idInput.nullable().default(null),
    expected_content_hash: z.string().max(hashMax).nullable().default(null),
  })
  .meta({ id: 'ApproveRequest' });

export type ApproveRequest = z.output<typeof approveRequest>;

export const unapproveRequest = z
  .strictObject({ step_index: stepNumber })
  .meta({ id: 'UnapproveRequest' });

export const resetRequest = z
  .strictObject({
    step_indices: z.array(stepNumber).max(stepNumberMax).nullable().default(null).meta({
      description: 'Left out, null or empty: every approved step that has not gone out.',
    }),
  })
  .meta({ id: 'ResetRequest' });

const approvedEntry = z
  .object({
    subject: z.string(),
    body: z.string(),
    prompt_snapshot: z.string(),
    prompt_version_hash: z.string(),
    lead_identity_fingerprint: z.string(),
    step_index: z.int(),
    variant_label: z.string(),
    step_config_fingerprint: z.string(),
    approved_at: instant,
    approved_by: z.string(),
    research_cache_fingerprint: z.string().nullable(),
    sender_profile_id: id.nullable(),
    template_id: id.nullable(),
    model: z.string().nullable(),
    generation_latency_ms: z.int().nullable(),
  })
  .meta({ id: 'ApprovedEmailEntry' });

export const approvalChange = z
  .object({
    campaign_id: id,
    campaign_lead_id: id,
    updated_at: instant,
    step_index: z.int().nullable(),
    approved_steps: z.array(z.int()),
    approved_entry: approvedEntry.nullable(),
  })
  .meta({ id: 'ApprovalChange' });
