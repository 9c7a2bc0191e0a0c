/** The place where one lead of a campaign is looked up. */
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export type FindCampaignLeadInput = {
  readonly campaignId: string;
  readonly campaignLeadId: string;
};

export function findCampaignLead(deps: DbDep) {
  return async (
    caller: Caller,
    input: FindCampaignLeadInput,
  ): Promise<Result<CampaignLead, Failure>> => {
    throw new Error();
  };
}
