/** The place where a row of a dataset is deleted, unless something may still go out to it. */
import { inTransaction } from '../db/database.ts';
import {
  deleteDatasetRow,
  type EnrolmentOfLead,
  listOpenEnrolments,
  lockDatasetRow,
  touchDataset,
} from '../db/dataset-rows.ts';
import { holdDataset } from '../db/datasets.ts';
import { lockAccountForEnrolling } from '../db/launch.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type RowInput = { readonly datasetId: string; readonly leadId: string };

export function deleteRow(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: RowInput): Promise<Result<RowInput, Failure>> => {
    const { accountId } = caller;
    const { datasetId, leadId } = input;
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx): Promise<Result<RowInput, Failure>> => {
      // As a launch does before it reads rows: else it could enrol this one while it goes.
      await lockAccountForEnrolling(tx, accountId);
      if (!(await holdDataset(tx, accountId, datasetId))) return failed(notFound('row'));
      const row = await lockDatasetRow(tx, { accountId, datasetId, leadId });
      if (row === null) return failed(notFound('row'));
      const open = await listOpenEnrolments(tx, accountId, leadId);
      if (open.length > 0) return failed(leadInUse(open, 'its row cannot be deleted'));
      await deleteDatasetRow(tx, accountId, leadId);
      const touched = { accountId, datasetId, rowsAdded: -1, columns: [], now: now.engine };
      await touchDataset(tx, touched);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'lead.delete',
        kind: 'lead',
        id: leadId,
        before: { email: row.email, data: row.data },
        after: null,
      });
      return ok({ datasetId, leadId });
    });
  };
}

export function leadInUse(open: readonly EnrolmentOfLead[], what: string): Failure {
  const message =
    `A campaign may still write to this lead, so ${what}; stop the lead there, ` +
    'or resolve what is unknown.';
  const campaignIds = [...new Set(open.map((one) => one.campaign_id))];
  return { code: 'LEAD_IN_USE', message, data: { campaignIds } };
}
