/** The place where the figures of a campaign are put together. */
import { findCampaign } from '../db/campaigns.ts';
import { countLeads, countSettled } from '../db/stats.ts';
import { type CampaignStats, campaignStats } from '../domain/campaign/stats.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export function findStats(deps: DbDep) {
  return async (
    { accountId }: Caller,
    { campaignId }: { readonly campaignId: string },
  ): Promise<Result<CampaignStats, Failure>> => {
    const campaign = await findCampaign(deps.db, accountId, campaignId);
    if (campaign === null) return failed(notFound('campaign'));
    const { steps, timezone } = campaign;
    const [leads, settled] = await Promise.all([
      countLeads(deps.db, { accountId, campaignId }),
      countSettled(deps.db, { accountId, campaignId }),
    ]);
    return ok(campaignStats({ steps, timezone, leads, settled }));
  };
}
