/** The place where a campaign's ledger is read: an item a step of each lead, oldest first. */
import { findCampaign } from '../db/campaigns.ts';
import { listLedger } from '../db/ledger.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { SentStep } from '../domain/send/sent-step.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readIdCursor } from './page.ts';

export type ListSendsInput = PageInput & { readonly campaignId: string };

export function listSends(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListSendsInput,
  ): Promise<Result<Page<SentStep>, Failure>> => {
    const after = readIdCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const campaign = await findCampaign(deps.db, accountId, input.campaignId);
    if (campaign === null) return failed(notFound('campaign'));
    const items = await listLedger(deps.db, {
      accountId,
      campaignId: campaign.id,
      after: after.value,
      limit: input.limit + 1,
    });
    const page = pageOf(items, input.limit, (item) => [item.firstTryId]);
    return ok({ ...page, items: page.items.map((item) => item.sentStep) });
  };
}
