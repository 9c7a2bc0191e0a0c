/** The place where an account's campaigns are listed, newest first. */
import { listCampaignSizes, listCampaigns as listCampaignsOf } from '../db/campaigns.ts';
import type { CampaignStatus } from '../domain/campaign/campaign.ts';
import type { Failure } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewsOf } from './campaign-view.ts';
import type { DbDep } from './deps.ts';
import type { Page } from './page.ts';
import { limitWithin, pageOf, readTimeCursor, timeKeyOf } from './page.ts';

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
    const { accountId } = caller;
    const { status, name } = input;
    const list = { accountId, status, name, after: after.value };
    const sizes =
      input.limit === null ? [] : await listCampaignSizes(deps.db, { ...list, limit: input.limit });
    const limit = input.limit === null ? null : limitWithin(sizes, input.limit);
    const window = { ...list, limit: limit === null ? null : limit + 1 };
    const page = pageOf(await listCampaignsOf(deps.db, window), limit, timeKeyOf);
    return ok({ ...page, items: await viewsOf(deps.db, caller.accountId, page.items) });
  };
}
