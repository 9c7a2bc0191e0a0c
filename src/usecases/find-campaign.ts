/** The place where one campaign is looked up. */
import { findCampaign as findRow } from '../db/campaigns.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewOf } from './campaign-view.ts';
import type { DbDep } from './deps.ts';

export function findCampaign(deps: DbDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string },
  ): Promise<Result<CampaignView, Failure>> => {
    const campaign = await findRow(deps.db, caller.accountId, input.campaignId);
    return campaign === null ? failed(notFound('campaign')) : ok(await viewOf(deps.db, campaign));
  };
}
