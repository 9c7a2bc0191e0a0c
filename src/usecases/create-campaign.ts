/** The place where a campaign is written down as a draft, with every default filled in. */
import type { NewCampaign } from '../domain/campaign/new-campaign.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

export function createCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: NewCampaign): Promise<Result<CampaignView, Failure>> => {
    throw new Error();
  };
}
