/** The place where the leads of a campaign are listed, in the order of its rows. */
import { listCampaignLeads as listLeadsOf } from '../db/campaign-leads.ts';
import { findCampaign } from '../db/campaigns.ts';
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readIndexCursor } from './page.ts';

export type ListCampaignLeadsInput = PageInput & {
  readonly campaignId: string;
  readonly status: LeadStatus | null;
  /** The step it is at. */
  readonly step: number | null;
  readonly pendingApproval: boolean | null;
  /** Somewhere in its address or one of its row's values. */
  readonly q: string | null;
};

export function listCampaignLeads(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListCampaignLeadsInput,
  ): Promise<Result<Page<CampaignLead>, Failure>> => {
    const after = readIndexCursor(input.cursor);
    if (!after.ok) return after;
    const { accountId } = caller;
    const campaign = await findCampaign(deps.db, accountId, input.campaignId);
    if (campaign === null) return failed(notFound('campaign'));
    const leads = await listLeadsOf(deps.db, {
      accountId,
      campaignId: campaign.id,
      status: input.status,
      step: input.step,
      pendingApproval: input.pendingApproval,
      q: input.q,
      after: after.value,
      limit: input.limit + 1,
    });
    return ok(pageOf(leads, input.limit, (lead) => [lead.rowIndex]));
  };
}
