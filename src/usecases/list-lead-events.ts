/** The place where the timeline of one lead is listed, oldest first. */
import { findCampaignLead } from '../db/campaign-leads.ts';
import { listTimeline } from '../db/timeline.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { LeadEvent } from '../domain/lead/lead-event.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { DbDep } from './deps.ts';
import type { FindCampaignLeadInput } from './find-campaign-lead.ts';
import type { Page, PageInput } from './page.ts';
import { pageOf, readPlaceCursor } from './page.ts';

export type ListLeadEventsInput = PageInput & FindCampaignLeadInput;

export function listLeadEvents(deps: DbDep) {
  return async (
    caller: Caller,
    input: ListLeadEventsInput,
  ): Promise<Result<Page<LeadEvent>, Failure>> => {
    const after = readPlaceCursor(input.cursor);
    if (!after.ok) return after;
    const lead = await findCampaignLead(deps.db, caller.accountId, input);
    if (lead === null) return failed(notFound('lead'));
    const events = await listTimeline(deps.db, {
      accountId: caller.accountId,
      enrolmentId: lead.campaignLeadId,
      after: after.value,
      limit: input.limit + 1,
    });
    return ok(pageOf(events, input.limit, (event) => [event.at, event.rank, event.id]));
  };
}
