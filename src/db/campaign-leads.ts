/** The place where the leads of a campaign are read, with their gates and approvals. */
import { type RawBuilder, sql } from 'kysely';
import type { CampaignLead } from '../domain/campaign/campaign-lead.ts';
import { stepNumberMax } from '../domain/campaign/rules.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import { isLive, leadStatuses } from '../domain/send/ledger.ts';
import type { Db } from './database.ts';
import { containing, dataContains } from './matching.ts';

export type CampaignLeadFilter = {
  readonly accountId: string;
  readonly campaignId: string;
  readonly status: LeadStatus | null;
  readonly step: number | null;
  readonly pendingApproval: boolean | null;
  readonly q: string | null;
  /** Whose row in the campaign's dataset has this very address. */
  readonly rowOfAddress: string | null;
  /** The row index that was seen last. */
  readonly after: number | null;
  /** The last row index that is looked at. */
  readonly upTo: number | null;
  readonly limit: number;
};

/** In the order of rows. */
export async function listCampaignLeads(
  db: Db,
  filter: CampaignLeadFilter,
): Promise<readonly CampaignLead[]> {
  const rows = await campaignLeads(db, filter.accountId)
    .where(sql<boolean>`enrolment.id in (${idsOf(filter)})`)
    .orderBy('enrolment.row_index')
    .execute();
  return rows.map(rowToCampaignLead);
}

/**
 * The leads of one page. What is asked for may be one lead in a million, at the very end, so each
 * way of asking goes along an index that holds its leads in the order of their rows: those of an
 * open gate are few, and sorted; a status or a step is a range of (campaign, status, step, row) for
 * each step or status there is, and of each range one page is enough.
 */
function idsOf(filter: CampaignLeadFilter): RawBuilder<string> {
  const { status, step, pendingApproval } = filter;
  const page = sql`order by row_index limit ${filter.limit}`;
  if (pendingApproval === true) {
    return sql`
      select enrolment.id from gate join enrolment on enrolment.id = gate.enrolment_id
      where gate.campaign_id = ${filter.campaignId} and gate.closed_at is null
        and ${matches(filter)}
        and ${status === null ? sql`true` : sql`enrolment.status = ${status}`}
        and ${step === null ? sql`true` : sql`enrolment.step = ${step}`}
      ${page}`;
  }
  if (status === null && step === null) {
    return sql`select enrolment.id from enrolment where ${matches(filter)} ${page}`;
  }
  const statuses = status === null ? leadStatuses : [status];
  const steps = step === null ? stepNumbers : [step];
  return sql`
    select found.id from unnest(${[...statuses]}::text[]) as of_status(status)
      cross join unnest(${[...steps]}::int[]) as of_step(step)
      cross join lateral (
        select enrolment.id, row_index from enrolment
        where ${matches(filter)} and enrolment.status = of_status.status
          and enrolment.step = of_step.step
        ${page}
      ) as found
    ${page}`;
}

/** Every step there can be; 0 is that of a campaign without one. */
const stepNumbers: readonly number[] = Array.from({ length: stepNumberMax + 1 }, (_, n) => n);

function matches(filter: CampaignLeadFilter) {
  const { accountId, campaignId, pendingApproval, q, rowOfAddress, after, upTo } = filter;
  return sql<boolean>`enrolment.account_id = ${accountId} and enrolment.campaign_id = ${campaignId}
    and ${after === null ? sql`true` : sql`row_index > ${after}`}
    and ${upTo === null ? sql`true` : sql`row_index <= ${upTo}`}
    and ${pendingApproval === false ? sql`not ${gateOpen}` : sql`true`}
    and ${rowOfAddress === null ? sql`true` : isOfRow(campaignId, rowOfAddress)}
    and ${q === null ? sql`true` : mentions(q)}`;
}

/** Along the index over (dataset, address, row), and from there to the lead of the campaign. */
function isOfRow(campaignId: string, email: string) {
  return sql<boolean>`enrolment.lead_id = any(array(
    select lead.id from campaign join lead on lead.dataset_id = campaign.dataset_id
    where campaign.id = ${campaignId} and lead.email = ${email}
  ))`;
}

/** The index of the last of so many rows of a campaign; null where fewer are left. */
export async function findLastLookedAt(
  db: Db,
  of: Pick<CampaignLeadFilter, 'accountId' | 'campaignId' | 'after'> & {
    readonly lookedAtMax: number;
  },
): Promise<number | null> {
  const row = await db
    .selectFrom('enrolment')
    .select('row_index')
    .where('account_id', '=', of.accountId)
    .where('campaign_id', '=', of.campaignId)
    .$if(of.after !== null, (query) => query.where('row_index', '>', of.after ?? 0))
    .orderBy('row_index')
    .offset(of.lookedAtMax - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.row_index ?? null;
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
  return sql<boolean>`(enrolment.email ilike ${containing(text)} or exists (
    select from lead where lead.id = enrolment.lead_id and ${dataContains('lead.data', text)}
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
