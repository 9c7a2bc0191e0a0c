/** The place where sender profiles have their wire shapes. */
import { z } from 'zod';
import { boundedJson, freeJsonMeaning } from '../shared/free-json.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageOf, pageQuery } from '../shared/page.ts';

const senderData = boundedJson(z.record(z.string(), z.unknown()));

export const createSenderProfileRequest = z
  .strictObject({
    profile_name: z.string().min(1).max(100),
    sender_data: senderData.default({}).meta({
      description: `Free; the writer knows \`custom_prompt\` and \`prompts\`. ${freeJsonMeaning}`,
    }),
    description: z.string().max(500).nullable().default(null),
    is_default: z.boolean().default(false),
  })
  .meta({ id: 'CreateSenderProfileRequest' });

export type CreateSenderProfileRequest = z.output<typeof createSenderProfileRequest>;

export const senderProfile = z
  .object({
    id,
    account_id: id,
    profile_name: z.string(),
    sender_data: z.record(z.string(), z.unknown()),
    description: z.string().nullable(),
    is_default: z.boolean(),
    version: z.int(),
    usage_count: z.int(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'SenderProfile' });

export const senderProfilePage = pageOf(senderProfile).meta({ id: 'SenderProfilePage' });
export const listSenderProfilesQuery = z.strictObject({ ...pageQuery });

export const updateSenderProfileRequest = z
  .strictObject({
    profile_name: z.string().min(1).max(100),
    sender_data: senderData.meta({
      description: `As a whole; another one is a new version. ${freeJsonMeaning}`,
    }),
    description: z.string().max(500).nullable(),
    is_default: z.boolean(),
  })
  .partial()
  .meta({ id: 'UpdateSenderProfileRequest' });
export type UpdateSenderProfileRequest = z.output<typeof updateSenderProfileRequest>;

export const senderProfileDeleted = z
  .object({ id, deleted: z.literal(true) })
  .meta({ id: 'SenderProfileDeleted' });
