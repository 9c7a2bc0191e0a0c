/** The place where single rows of a dataset, and whole datasets, are locked, edited and deleted. */
import type { Lead, LeadData } from '../domain/lead/lead.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

type RowOf = {
  readonly accountId: string;
  readonly datasetId: string;
  readonly leadId: string;
};

export type LockedRow = Lead & { readonly rowIndex: number };

const lockRow = statement<{ id: string; row_index: number; email: string | null; data: LeadData }>(
  'lock_dataset_row',
  `select id, row_index, email, data from lead
    where account_id = $1 and dataset_id = $2 and id = $3 for update`,
);

export async function lockDatasetRow(tx: Db, of: RowOf): Promise<LockedRow | null> {
  const [row] = await lockRow(tx, of.accountId, of.datasetId, of.leadId);
  if (row === undefined) return null;
  return { id: row.id, rowIndex: row.row_index, email: row.email, data: row.data };
}

const updateLead = statement(
  'update_lead',
  'update lead set email = $3, data = $4, updated_at = $5 where account_id = $1 and id = $2',
);

export async function updateDatasetRow(
  tx: Db,
  of: { readonly accountId: string; readonly lead: Lead; readonly now: number },
): Promise<void> {
  const { accountId, lead, now } = of;
  await updateLead(tx, accountId, lead.id, lead.email, JSON.stringify(lead.data), at(now));
}

const deleteLead = statement('delete_lead', 'delete from lead where account_id = $1 and id = $2');

export async function deleteDatasetRow(tx: Db, accountId: string, leadId: string): Promise<void> {
  await deleteLead(tx, accountId, leadId);
}

const touchRow = statement(
  'touch_dataset',
  `update dataset set row_count = row_count + $3, updated_at = $4,
     columns = columns || array(select unnest($5::text[]) except select unnest(columns))
   where account_id = $1 and id = $2`,
);

/** What becomes of the dataset's own row when one of its rows changes. */
export async function touchDataset(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly datasetId: string;
    readonly rowsAdded: number;
    readonly columns: readonly string[];
    readonly now: number;
  },
): Promise<void> {
  await touchRow(tx, of.accountId, of.datasetId, of.rowsAdded, at(of.now), [...of.columns]);
}

export type EnrolmentOfLead = {
  readonly id: string;
  readonly campaign_id: string;
  readonly status: LeadStatus;
};

const openEnrolments = statement<EnrolmentOfLead>(
  'list_open_enrolments_of_lead',
  `select id, campaign_id, status from enrolment
    where account_id = $1 and lead_id = $2 and status in ('pending', 'active', 'unknown')
    order by id`,
);

/** Where something may still go out to this lead: an unknown one may be resolved as not sent. */
export function listOpenEnrolments(
  db: Db,
  accountId: string,
  leadId: string,
): Promise<EnrolmentOfLead[]> {
  return openEnrolments(db, accountId, leadId);
}

const moveZones = statement(
  'move_lead_zones',
  `update enrolment set timezone = $3, updated_at = $4
    where account_id = $1 and id = any($2::uuid[])`,
);

/** Of leads that are locked: from now on their windows open by this zone, or their campaign's. */
export async function markZones(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly enrolmentIds: readonly string[];
    readonly zone: string | null;
    readonly now: number;
  },
): Promise<void> {
  if (of.enrolmentIds.length === 0) return;
  await moveZones(tx, of.accountId, [...of.enrolmentIds], of.zone, at(of.now));
}

const lockDatasetRows = statement<{ id: string }>(
  'lock_dataset',
  'select id from dataset where account_id = $1 and id = $2 for update',
);

/** Nobody begins a campaign or an import of it until this transaction ends. */
export async function lockDataset(tx: Db, accountId: string, id: string): Promise<boolean> {
  return (await lockDatasetRows(tx, accountId, id)).length > 0;
}

const usingCampaigns = statement<{ id: string; name: string }>(
  'list_campaigns_using_dataset',
  `select id, name from campaign c where account_id = $1 and dataset_id = $2
     and (status <> 'completed' or exists (select from enrolment e
       where e.campaign_id = c.id and e.status in ('pending', 'active', 'unknown')))
   order by created_at, id limit $3`,
);

/** Those of which something may still go out, drafts included. */
export function listCampaignsUsing(
  db: Db,
  of: { readonly accountId: string; readonly datasetId: string; readonly limit: number },
): Promise<{ id: string; name: string }[]> {
  return usingCampaigns(db, of.accountId, of.datasetId, of.limit);
}

const deleteLeads = statement(
  'delete_leads_of_dataset',
  'delete from lead where account_id = $1 and dataset_id = $2',
);
const deleteRow = statement(
  'delete_dataset',
  'delete from dataset where account_id = $1 and id = $2',
);

/** With its rows, its imports and their reports. */
export async function deleteDatasetWithRows(tx: Db, accountId: string, id: string): Promise<void> {
  await deleteLeads(tx, accountId, id);
  await deleteRow(tx, accountId, id);
}
