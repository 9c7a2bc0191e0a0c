/**
 * The place where a row of a dataset is edited: columns are merged, null takes one away.
 *
 * What was approved for the lead as it was is stale at once where its identity changes, so that a
 * person sees it before its day; the check before the wire would find it all the same. Only a step
 * that is written for the lead is marked: it then waits at a gate. A template that was approved is
 * left to that check, which holds it; without its approval it would go out unread.
 */
import { listLiveApprovals, listOutSteps, markApprovalsStale } from '../db/approvals.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import {
  type EnrolmentOfLead,
  listOpenEnrolments,
  lockDatasetRow,
  markZones,
  touchDataset,
  updateDatasetRow,
} from '../db/dataset-rows.ts';
import { findDataset, holdDataset } from '../db/datasets.ts';
import { lockEnrolment } from '../db/enrolments.ts';
import { leadIdentityFingerprint } from '../domain/approval/fingerprints.ts';
import type { Failure } from '../domain/failure.ts';
import { invalid, notFound } from '../domain/failure.ts';
import type { DatasetRow } from '../domain/lead/dataset.ts';
import { mergedData, mergedFaults, mergeFaults } from '../domain/lead/dataset.ts';
import type { Lead, LeadData } from '../domain/lead/lead.ts';
import { addressOf } from '../domain/lead/lead.ts';
import { zoneOf } from '../domain/lead/zone-of.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { Caller } from './caller.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';
import { leadInUse } from './delete-row.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { makeLeadReady } from './make-lead-ready.ts';
import { writeAudit } from './write-audit.ts';

export type EditRowInput = {
  readonly datasetId: string;
  readonly leadId: string;
  readonly data: LeadData;
};

export function editRow(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: EditRowInput): Promise<Result<DatasetRow, Failure>> => {
    const { accountId } = caller;
    const { datasetId, leadId } = input;
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx): Promise<Result<DatasetRow, Failure>> => {
      // The dataset first, as whoever deletes it does.
      if (!(await holdDataset(tx, accountId, datasetId))) return failed(notFound('row'));
      const dataset = await findDataset(tx, accountId, datasetId);
      const row = await lockDatasetRow(tx, { accountId, datasetId, leadId });
      if (row === null || dataset === null) return failed(notFound('row'));
      const faults = mergeFaults(dataset.columns, input.data);
      if (faults.length > 0) return failed(invalid(faults));
      const data = mergedData(row.data, input.data);
      const beyond = mergedFaults(data);
      if (beyond.length > 0) return failed(invalid(beyond));
      const lead: Lead = { id: leadId, email: addressOf(data), data };
      const open = await listOpenEnrolments(tx, accountId, leadId);
      if (lead.email !== row.email && open.length > 0) return failed(leadInUse(open, changing));
      if (leadIdentityFingerprint(lead) !== leadIdentityFingerprint(row)) {
        for (const enrolment of open) await markStale(tx, now, { accountId, enrolment, lead });
      }
      if (zoneOf(data) !== zoneOf(row.data)) {
        await moveToZone(tx, now, { accountId, open, zone: zoneOf(data) });
      }
      await updateDatasetRow(tx, { accountId, lead, now: now.engine });
      const columns = Object.keys(data);
      await touchDataset(tx, { accountId, datasetId, rowsAdded: 0, columns, now: now.engine });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'lead.edit',
        kind: 'lead',
        id: leadId,
        before: { email: row.email, data: row.data },
        after: { email: lead.email, data },
      });
      return ok({ leadId, rowIndex: row.rowIndex, email: lead.email, data });
    });
  };
}

const changing = 'the address it is written to cannot be changed';

/** Their next step is looked at again: it may be morning there by now, or not yet. */
async function moveToZone(
  tx: Db,
  { engine: now }: Moment,
  of: {
    readonly accountId: string;
    readonly open: readonly EnrolmentOfLead[];
    readonly zone: string | null;
  },
): Promise<void> {
  const { accountId, open, zone } = of;
  for (const { id } of open) await lockEnrolment(tx, accountId, id);
  const enrolmentIds = open.map(({ id }) => id);
  await markZones(tx, { accountId, enrolmentIds, zone, now });
  for (const { id: enrolmentId, campaign_id: campaignId } of open) {
    await makeLeadReady(tx, { accountId, campaignId, enrolmentId, now });
  }
}

async function markStale(
  tx: Db,
  { engine: now }: Moment,
  of: { readonly accountId: string; readonly enrolment: EnrolmentOfLead; readonly lead: Lead },
): Promise<void> {
  const { accountId, enrolment, lead } = of;
  const { id: enrolmentId, campaign_id: campaignId } = enrolment;
  await lockEnrolment(tx, accountId, enrolmentId);
  const live = await listLiveApprovals(tx, accountId, enrolmentId);
  const print = leadIdentityFingerprint(lead);
  const changed = live.filter(
    (row) => row.template_id === null && row.lead_identity_fingerprint !== print,
  );
  if (changed.length === 0) return;
  // What is only claimed is called back; what then is still out is out, and its approval history.
  const reason = 'Its row was edited before it went out.';
  await cancelAndGiveBack(tx, { accountId, now, reason, what: { enrolmentIds: [enrolmentId] } });
  const out = new Set((await listOutSteps(tx, enrolmentId)).map(({ step }) => step));
  const stale = changed.flatMap(({ step }) => (out.has(step) ? [] : [{ enrolmentId, step }]));
  await markApprovalsStale(tx, { accountId, now, of: stale });
  await makeLeadReady(tx, { accountId, campaignId, enrolmentId, now });
}
