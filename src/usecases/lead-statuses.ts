/** The place where leads are asked after by their rows: one answer for each id, in the order asked. */
import type { Failure } from '../domain/failure.ts';
import type { WorkflowState } from '../domain/send/workflow-status.ts';
import type { Result } from '../lib/result.ts';
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
    throw new Error();
  };
}
