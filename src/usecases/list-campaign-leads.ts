/** The place where the leads of a campaign are listed, in the order of its rows. */
import { findLastLookedAt, listCampaignLeads as listLeadsOf } from '../db/campaign-leads.ts';
import { findCampaign } from '../db/campaigns.ts';
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { normaliseAddress } from '../domain/lead/address.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readIndexCursor, searchedPage } from './page.ts';

/** Leads that one page of a search looks at: each with its row, which stands elsewhere. */
const lookedAtMax = 5_000;

export type ListCampaignLeadsInput = PageInput & {
  readonly campaignId: string;
  readonly status: LeadStatus | null;
  /** The step it is at. */
  readonly step: number | null;
  readonly pendingApproval: boolean | null;
  /** A whole address, or what stands somewhere in its address or one of its row's values. */
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
    const filter = {
      accountId,
      campaignId: campaign.id,
      status: input.status,
      step: input.step,
      pendingApproval: input.pendingApproval,
      q: null,
      rowOfAddress: null,
      after: after.value,
      upTo: null,
      limit: input.limit + 1,
    };
    if (input.q === null) return ok(page(await listLeadsOf(deps.db, filter), input.limit));
    const rowOfAddress = normaliseAddress(input.q);
    if (rowOfAddress !== null) {
      const found = await listLeadsOf(deps.db, { ...filter, rowOfAddress });
      // Else its row may have been deleted since, and its name stands in the campaign alone.
      if (found.length > 0) return ok(page(found, input.limit));
    }
    const upTo = await findLastLookedAt(deps.db, { ...filter, lookedAtMax });
    const found = await listLeadsOf(deps.db, { ...filter, q: input.q, upTo });
    return ok(searchedPage(page(found, input.limit), upTo));
  };
}

function page(leads: readonly CampaignLead[], limit: number): Page<CampaignLead> {
  return pageOf(leads, limit, (lead) => [lead.rowIndex]);
}
