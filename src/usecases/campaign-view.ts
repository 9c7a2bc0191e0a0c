/** The place where a campaign is seen as both surfaces show it: with its progress and what may be done. */
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Can } from '../domain/campaign/lifecycle.ts';

export type CampaignView = Campaign & {
  /** Leads that have their outcome. */
  readonly processedLeads: number;
  readonly can: Can;
};
