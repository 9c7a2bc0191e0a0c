/**
 * The place where a campaign is ended by a person, for good: what is on the wire is waited for, and
 * every lead that has no outcome is cancelled.
 */
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { drainCampaign } from './drain-campaign.ts';

export function cancelCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return drainCampaign(deps, {
    action: 'cancel',
    to: 'completed',
    pausedReason: null,
    refusal: 'CAMPAIGN_NOT_CANCELLABLE',
    reason: 'The campaign was cancelled before it went out.',
  });
}
