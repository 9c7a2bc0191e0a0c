/** The place where a campaign is seen as it is shown: with its progress and what may be done. */
import type { Db } from '../db/database.ts';
import { countProcessedLeads } from '../db/tallies.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Can } from '../domain/campaign/lifecycle.ts';
import { can } from '../domain/campaign/lifecycle.ts';

export type CampaignView = Campaign & {
  /** Leads that have their outcome. */
  readonly processedLeads: number;
  readonly can: Can;
};

export async function viewsOf(
  db: Db,
  accountId: string,
  campaigns: readonly Campaign[],
): Promise<readonly CampaignView[]> {
  const ids = campaigns.map((campaign) => campaign.id);
  const processed = await countProcessedLeads(db, accountId, ids);
  return campaigns.map((campaign) => toView(campaign, processed.get(campaign.id) ?? 0));
}

export async function viewOf(db: Db, campaign: Campaign): Promise<CampaignView> {
  const processed = await countProcessedLeads(db, campaign.accountId, [campaign.id]);
  return toView(campaign, processed.get(campaign.id) ?? 0);
}

export function toView(campaign: Campaign, processedLeads: number): CampaignView {
  return { ...campaign, processedLeads, can: can(campaign.status, campaign.cancelledAt !== null) };
}
