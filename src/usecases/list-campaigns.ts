/** The place where an account's campaigns are listed, newest first. */
import { listCampaigns as listCampaignsOf } from '../db/campaigns.ts';
import type { CampaignStatus } from '../domain/campaign/campaign.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewsOf } from './campaign-view.ts';
import type { DbDep } from './deps.ts';
import type { Page } from './page.ts';
import { pageOf, readTimeCursor, timeKeyOf } from './page.ts';

export type ListCampaignsInput = {
  readonly cursor: string | null;
  /** Null: all of them, as one surface has always answered. */
  readonly limit: number | null;
  readonly status: CampaignStatus | null;
  /** Somewhere in the name, in any case. */
  readonly name: string | null;
};

export function listCampaigns(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListCampaignsInput,
  ): Promise<Result<Page<CampaignView>, Failure>> => {
    const after = readTimeCursor(input.cursor);
    if (!after.ok) return after;
    const campaigns = await listCampaignsOf(deps.db, {
      accountId: caller.accountId,
      status: input.status,
      name: input.name,
      after: after.value,
      limit: input.limit === null ? null : input.limit + 1,
    });
    const page = pageOf(campaigns, input.limit, timeKeyOf);
    return ok({ ...page, items: await viewsOf(deps.db, caller.accountId, page.items) });
  };
}
