/** The place where the leads of a campaign are read, with their gates and approvals. */
import { sql } from 'kysely';
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import { isLive } from '../domain/send/ledger.ts';
import type { Db } from './database.ts';
import { containing } from './matching.ts';

export type CampaignLeadFilter = {
  readonly accountId: string;
  readonly campaignId: string;
  readonly status: LeadStatus | null;
  readonly step: number | null;
  readonly pendingApproval: boolean | null;
  readonly q: string | null;
  /** The row index that was seen last. */
  readonly after: number | null;
  readonly limit: number;
};

/** In the order of rows. Filters are applied along (campaign_id, row_index): nothing is sorted. */
export async function listCampaignLeads(
  db: Db,
  filter: CampaignLeadFilter,
): Promise<readonly CampaignLead[]> {
  const { status, step, pendingApproval, q, after } = filter;
  const rows = await campaignLeads(db, filter.accountId)
    .where('enrolment.campaign_id', '=', filter.campaignId)
    .$if(after !== null, (query) => query.where('enrolment.row_index', '>', after ?? 0))
    .$if(status !== null, (query) => query.where('enrolment.status', '=', status))
    .$if(step !== null, (query) => query.where('enrolment.step', '=', step))
    .$if(pendingApproval !== null, (query) => query.where(gateOpen, '=', pendingApproval))
    .$if(q !== null, (query) => query.where(mentions(q ?? '')))
    .orderBy('enrolment.row_index')
    .limit(filter.limit)
    .execute();
  return rows.map(rowToCampaignLead);
}

export async function findCampaignLead(
  db: Db,
  accountId: string,
  ids: { readonly campaignId: string; readonly campaignLeadId: string },
): Promise<CampaignLead | null> {
  const row = await campaignLeads(db, accountId)
    .where('enrolment.campaign_id', '=', ids.campaignId)
    .where('enrolment.id', '=', ids.campaignLeadId)
    .executeTakeFirst();
  return row === undefined ? null : rowToCampaignLead(row);
}

const gateOpen = sql<boolean>`exists (
  select from gate where gate.enrolment_id = enrolment.id and closed_at is null
)`;

const approvedSteps = sql<number[]>`array(
  select approval.step from approval
  where approval.enrolment_id = enrolment.id and withdrawn_at is null order by 1
)`;

function mentions(text: string) {
  const pattern = containing(text);
  return sql<boolean>`(enrolment.email ilike ${pattern} or exists (
    select from lead, jsonb_each_text(lead.data)
    where lead.id = enrolment.lead_id and value ilike ${pattern}
  ))`;
}

function campaignLeads(db: Db, accountId: string) {
  return db
    .selectFrom('enrolment')
    .select([
      'id',
      'campaign_id',
      'lead_id',
      'row_index',
      'email',
      'status',
      'ineligible',
      'step',
      'stop_reason',
      'workflow_instance_id',
      'variants',
      'due_at',
      'created_at',
      'updated_at',
      gateOpen.as('gate_open'),
      approvedSteps.as('approved_steps'),
    ])
    .where('enrolment.account_id', '=', accountId);
}

type Row = Awaited<ReturnType<ReturnType<typeof campaignLeads>['execute']>>[number];

function rowToCampaignLead(row: Row): CampaignLead {
  const status = row.status as LeadStatus;
  return {
    campaignLeadId: row.id,
    campaignId: row.campaign_id,
    leadId: row.lead_id,
    rowIndex: row.row_index,
    email: row.email,
    status,
    ineligible: row.ineligible as CampaignLead['ineligible'],
    currentStep: row.step,
    pendingApproval: row.gate_open,
    stopReason: row.stop_reason as CampaignLead['stopReason'],
    workflowInstanceId: row.workflow_instance_id,
    variants: row.variants as CampaignLead['variants'],
    approvedSteps: row.approved_steps,
    nextDueAt: isLive(status) ? row.due_at : null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
