/**
 * The place where a person has a failed lead tried again, at the step at which it failed.
 *
 * What was refused for good is refused for the time being after all: the next try is a send of its
 * own. An unknown is no failure: it is resolved, never simply tried again.
 */
import { inTransaction } from '../db/database.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { findEnrolment, lockEnrolment, retryEnrolment } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import { holdLeadRow } from '../db/leads.ts';
import { lowerPaces, wakeCampaign } from '../db/pace.ts';
import type { LockedCampaign } from '../db/progress.ts';
import { lockCampaigns, reopenCampaigns } from '../db/progress.ts';
import { deferRefused } from '../db/resolve.ts';
import { mayRepair, mayRetryIn } from '../domain/campaign/lifecycle.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type RetryLeadInput = { readonly campaignId: string; readonly campaignLeadId: string };

export function retryLead(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    { campaignId, campaignLeadId }: RetryLeadInput,
  ): Promise<Result<RetryLeadInput, Failure>> => {
    const { accountId } = caller;
    if (!isUuid(campaignLeadId)) return failed(notFound('campaign lead'));
    // Looked up by account first: nobody locks a row of somebody else's.
    const known = await findEnrolment(deps.db, accountId, campaignLeadId);
    if (known?.campaign_id !== campaignId) return failed(notFound('campaign lead'));
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const campaign = (await lockCampaigns(tx, [campaignId])).get(campaignId);
      const lead = await lockEnrolment(tx, accountId, campaignLeadId);
      if (campaign === undefined || lead === null) return failed(notFound('campaign lead'));
      const refused = refusalOf(campaign, lead);
      if (refused !== null) return failed(refused);
      if (!(await holdLeadRow(tx, accountId, lead.lead_id))) return failed(rowDeleted);
      const step = lead.step ?? campaign.steps[0]?.step ?? 1;
      const status = campaign.steps[0]?.step === step ? 'pending' : 'active';
      await deferRefused(tx, { accountId, enrolmentId: lead.id, step });
      await retryEnrolment(tx, { accountId, id: lead.id, status, now: now.engine });
      for (const id of await reopenCampaigns(tx, [campaignId], now.engine)) {
        await wakeCampaign(tx, { accountId, campaignId: id, now: now.engine });
      }
      await insertEvent(tx, {
        id: deps.chance.uuid(now.real),
        accountId,
        campaignId,
        enrolmentId: lead.id,
        type: 'retried',
        at: now.engine,
        step,
        actor: caller.actor,
        data: {},
      });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign_lead.retry',
        kind: 'campaign_lead',
        id: lead.id,
        before: lead,
        after: await lockEnrolment(tx, accountId, lead.id),
      });
      const readied = [{ campaignId, readyAt: now.engine }];
      await lowerPaces(tx, { accountId, now: now.engine, readied });
      return ok({ campaignId, campaignLeadId });
    });
  };
}

const rowDeleted: Failure = {
  code: 'ROW_DELETED',
  message:
    'The row of this lead was deleted since, and nothing can be written to it without; add it to ' +
    'a dataset again, and launch a campaign over that.',
};

function refusalOf(campaign: LockedCampaign, lead: EnrolmentRow): Failure | null {
  if (lead.status !== 'failed') {
    const message = `Only a failed lead can be tried again; this one is ${lead.status}.`;
    return { code: 'LEAD_NOT_FAILED', message, data: { state: lead.status } };
  }
  if (mayRetryIn(campaign.status)) return null;
  const may = mayRepair(campaign);
  if (may.allowed) return null;
  const data = { state: campaign.status };
  return { code: 'CAMPAIGN_NOT_REPAIRABLE', message: may.reason, data };
}
