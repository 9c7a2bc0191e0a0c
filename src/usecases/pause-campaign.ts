/** The place where a campaign is paused: once that is answered, no hand-over can start. */
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { drainCampaign } from './drain-campaign.ts';

export function pauseCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return drainCampaign(deps, {
    action: 'pause',
    to: 'paused',
    pausedReason: 'paused_by_user',
    refusal: 'CAMPAIGN_NOT_PAUSABLE',
    reason: 'The campaign was paused before it went out.',
  });
}
