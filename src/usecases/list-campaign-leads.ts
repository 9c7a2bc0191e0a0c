/** The place where the leads of a campaign are listed, in the order of its rows. */
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import type { Failure } from '../domain/failure.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import type { Result } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { Page, PageInput } from './page.ts';

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
    throw new Error();
  };
}
