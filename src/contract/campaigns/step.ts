/**
 * The place where a campaign's steps and variants have their wire shapes.
 *
 * Each field by itself: how they go together is judged by the domain, for every surface alike.
 */
import { z } from 'zod';
import { stepNumberMax, variantsMax } from '../../domain/campaign/rules.ts';
import { id, idInput } from '../shared/id.ts';

const stepsMax = 10;
const delayDaysMax = 365;
const messageTemplateMax = 50_000;

const channels = ['email', 'linkedin'] as const;
const variantTypes = ['TEMPLATE', 'PERSONALIZATION'] as const;
const actionTypes = [
  'connection_request',
  'message',
  'inmail',
  'profile_view',
  'post_engagement',
] as const;

export const channel = z.enum(channels);
export const stepNumber = z.int().min(1).max(stepNumberMax);
export const variantLabel = z.string().min(1).max(10);

const variantInput = z
  .strictObject({
    label: variantLabel,
    weight: z.int().min(0).max(100).default(100),
    type: z.enum(variantTypes),
    template_id: idInput.nullable().default(null),
    sender_profile_id: idInput.nullable().default(null),
  })
  .meta({ id: 'VariantInput' });

const stepInput = z
  .strictObject({
    step: stepNumber,
    delay_days: z.int().min(0).max(delayDaysMax).optional().meta({
      description:
        'Days after the previous step; left out, 0 for the first step and 1 for the rest.',
    }),
    channel: channel.default('email'),
    variants: z.array(variantInput).max(variantsMax).default([]),
    ai_personalization_enabled: z.boolean().default(true),
    track_clicks: z.boolean().default(false),
    action_type: z.enum(actionTypes).nullable().default(null),
    message_template: z.string().max(messageTemplateMax).nullable().default(null),
    approval_required: z.boolean().nullable().default(null),
  })
  .meta({ id: 'StepInput' });

export const stepsInput = z.array(stepInput).min(1).max(stepsMax);

const variantConfig = z
  .object({
    label: z.string(),
    weight: z.int(),
    type: z.enum(variantTypes),
    template_id: id.nullable(),
    sender_profile_id: id.nullable(),
  })
  .meta({ id: 'VariantConfig' });

export const stepConfig = z
  .object({
    step: z.int(),
    delay_days: z.int(),
    channel,
    variants: z.array(variantConfig),
    ai_personalization_enabled: z.boolean(),
    track_clicks: z.boolean(),
    action_type: z.enum(actionTypes).nullable(),
    message_template: z.string().nullable(),
    approval_required: z.boolean().nullable(),
  })
  .meta({ id: 'StepConfig' });
