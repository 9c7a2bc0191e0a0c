/**
 * The place where a campaign is watched: told when it is asked, and whenever it has changed.
 *
 * It is looked at once a second, as long as somebody listens. A notification for each settlement
 * would be cheaper for one listener and dearer for every mail: PostgreSQL commits what notifies one
 * after the other.
 */
import { findCampaign } from '../db/campaigns.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import { type CampaignView, viewOf } from './campaign-view.ts';
import type { ClockDep, DbDep } from './deps.ts';
import { isStillAdmitted } from './is-still-admitted.ts';

export type Look =
  | { readonly kind: 'changed'; readonly campaign: CampaignView }
  | { readonly kind: 'same' }
  | { readonly kind: 'gone' };

const lookMs = 1_000;
/** Then whoever listens asks again. */
const looksMax = 60;

export function watchCampaign(deps: DbDep & ClockDep) {
  return async (
    caller: Caller,
    { campaignId }: { readonly campaignId: string },
  ): Promise<Result<AsyncIterable<Look>, Failure>> => {
    const look = async (): Promise<CampaignView | null> => {
      const campaign = await findCampaign(deps.db, caller.accountId, campaignId);
      return campaign === null ? null : viewOf(deps.db, campaign);
    };
    const first = await look();
    if (first === null) return failed(notFound('campaign'));
    return ok(looksFrom(deps, caller, { first, look }));
  };
}

type Looking = {
  readonly first: CampaignView;
  readonly look: () => Promise<CampaignView | null>;
};

async function* looksFrom(
  deps: DbDep & ClockDep,
  caller: Caller,
  { first, look }: Looking,
): AsyncGenerator<Look> {
  let told = stateOf(first);
  yield { kind: 'changed', campaign: first };
  for (let looks = 1; looks < looksMax; looks++) {
    await deps.clock.sleep(lookMs);
    if (!(await isStillAdmitted(deps, caller))) return;
    const campaign = await look();
    if (campaign === null) {
      yield { kind: 'gone' };
      return;
    }
    const state = stateOf(campaign);
    yield state === told ? { kind: 'same' } : { kind: 'changed', campaign };
    told = state;
  }
}

function stateOf({ status, pausedReason, launchError, totalLeads, ...of }: CampaignView): string {
  return JSON.stringify([status, pausedReason, launchError, totalLeads, of.processedLeads]);
}
