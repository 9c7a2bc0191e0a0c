/** The place where a person stops one lead of a campaign. */
import { inTransaction } from '../db/database.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { lockEnrolment } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { isLive } from '../domain/send/ledger.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { stopLeads } from './stop-leads.ts';
import { writeAudit } from './write-audit.ts';

export type LeadStopped = { readonly campaignLeadId: string; readonly inFlight: number };

export function stopLead(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string; readonly campaignLeadId: string },
  ): Promise<Result<LeadStopped, Failure>> => {
    const { accountId, actor: by } = caller;
    const { campaignId, campaignLeadId } = input;
    if (!isUuid(campaignLeadId)) return failed(notFound('campaign lead'));
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const enrolment = await lockEnrolment(tx, accountId, campaignLeadId);
      if (enrolment === null || enrolment.campaign_id !== campaignId) {
        return failed(notFound('campaign lead'));
      }
      if (!isLive(enrolment.status)) return failed(finished(enrolment));
      const { inFlight } = await stopLeads(tx, {
        accountId,
        where: { enrolmentIds: [campaignLeadId] },
        outcome: 'stopped',
        stopReason: 'STOPPED_BY_USER',
        now,
        by,
      });
      await insertEvent(tx, {
        id: deps.chance.uuid(now.real),
        accountId,
        campaignId,
        enrolmentId: campaignLeadId,
        type: 'stopped',
        at: now.engine,
        step: enrolment.step,
        actor: by,
        data: { in_flight: inFlight },
      });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign_lead.stop',
        kind: 'campaign_lead',
        id: campaignLeadId,
        before: enrolment,
        after: await lockEnrolment(tx, accountId, campaignLeadId),
      });
      return ok({ campaignLeadId, inFlight });
    });
  };
}

function finished({ status }: EnrolmentRow): Failure {
  const message = `This lead is finished already (${status}).`;
  return { code: 'LEAD_FINISHED', message, data: { state: status } };
}
