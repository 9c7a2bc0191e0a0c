/** The place where leads are asked after by their rows: one answer an id, in the order asked. */
import { findCampaign } from '../db/campaigns.ts';
import { findPaceFacts, findRunFacts } from '../db/workflow-facts.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { WorkflowState } from '../domain/send/workflow-status.ts';
import { workflowStatus } from '../domain/send/workflow-status.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep } from './deps.ts';

export type LeadStatusesInput = {
  readonly campaignId: string;
  /** 1..500, as they came: an id that is none is in no campaign. */
  readonly leadIds: readonly string[];
};

export type LeadState = WorkflowState & { readonly leadId: string };

export function leadStatuses(deps: DbDep & ClockDep) {
  return async (
    caller: Caller,
    input: LeadStatusesInput,
  ): Promise<Result<readonly LeadState[], Failure>> => {
    const { accountId } = caller;
    const found = await findCampaign(deps.db, accountId, input.campaignId);
    if (found === null) return failed(notFound('campaign'));
    const asked = new Set(input.leadIds);
    const pace = await findPaceFacts(deps.db, accountId, found.id);
    const runs = await findRunFacts(deps.db, accountId, {
      campaignId: found.id,
      datasetId: found.datasetId,
      leadIds: [...asked].filter(isUuid),
    });
    const { engine: now } = await deps.clock.read();
    const minIntervalMs = found.minIntervalSeconds * 1000;
    const campaign = { status: found.status, minIntervalMs, ...pace };
    const states = [...asked].map((leadId) => {
      // PostgreSQL answers in lower case whatever it was asked in.
      const run = runs.get(leadId.toLowerCase());
      const { enrolment, gateOpen } = run ?? { enrolment: null, gateOpen: null };
      const selected = run !== undefined;
      return { leadId, ...workflowStatus({ campaign, selected, enrolment, gateOpen, now }) };
    });
    return ok(states);
  };
}
