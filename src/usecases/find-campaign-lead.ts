/** The place where one lead of a campaign is looked up. */
import { findCampaignLead as findRow } from '../db/campaign-leads.ts';
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';

export type FindCampaignLeadInput = {
  readonly campaignId: string;
  readonly campaignLeadId: string;
};

export function findCampaignLead(deps: DbDep) {
  return async (
    caller: Caller,
    input: FindCampaignLeadInput,
  ): Promise<Result<CampaignLead, Failure>> => {
    const lead = await findRow(deps.db, caller.accountId, input);
    return lead === null ? failed(notFound('lead')) : ok(lead);
  };
}
