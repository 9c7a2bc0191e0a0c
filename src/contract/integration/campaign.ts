/** The place where groups and their campaigns have their wire shapes on the integration surface. */
import { z } from 'zod';
import { campaignStatuses } from '../../domain/campaign/campaign.ts';
import { id } from '../shared/id.ts';
import { instant } from '../shared/instant.ts';
import { pageLimitMax, pageQuery } from '../shared/page.ts';
import { collectionOf, pageOf } from './page.ts';

const accountGroup = z
  .object({ id, name: z.string(), createdAt: instant })
  .meta({ id: 'AccountGroup' });

export const accountGroups = collectionOf(accountGroup).meta({ id: 'AccountGroups' });

export const groupCampaign = z
  .object({
    id,
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(campaignStatuses),
    selectedLeadCount: z.int(),
    includeConversationHistory: z.boolean(),
    autoCancelOnMessageReceived: z.boolean(),
    outreachLanguage: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    startedAt: instant.nullable(),
    rateLimitedUntil: instant.nullable(),
  })
  .meta({ id: 'GroupCampaign' });

export const groupCampaignPage = pageOf(groupCampaign).meta({ id: 'GroupCampaignPage' });

/** Older clients know no paging: without a limit they get everything. */
export const listGroupCampaignsQuery = z.object({
  cursor: pageQuery.cursor,
  limit: z.coerce.number().int().min(1).max(pageLimitMax).optional(),
});
