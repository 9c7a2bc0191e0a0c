/** The place where a launch is a leased job on its campaign's row, a batch of leads at a time. */
import type { CampaignType, Step } from '../domain/campaign/campaign.ts';
import type { VariantLabels } from '../domain/campaign/variants.ts';
import type { LeadData } from '../domain/lead/lead.ts';
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type LaunchJob = {
  readonly id: string;
  readonly account_id: string;
  readonly dataset_id: string;
  readonly type: CampaignType;
  readonly timezone: string;
  readonly steps: readonly Step[];
  readonly daily_limit: number;
  readonly enrol_after: number;
  readonly launch_requested_at: number;
  /** Of a scheduled launch; one at once does not look at it. */
  readonly start_date: number | null;
  /** Times it was claimed since it last got on, this one included. */
  readonly lease_attempts: number;
};

const claimJob = statement<LaunchJob>(
  'claim_launch',
  `update campaign c set lease_token = $2, lease_until = $3, lease_attempts = lease_attempts + 1
    where c.id = (select id from campaign where status = 'launching'
        and (lease_until is null or lease_until <= $1) order by launch_requested_at, id
        limit 1 for update skip locked)
    returning c.id, c.account_id, c.dataset_id, c.type, c.timezone, c.steps, c.daily_limit,
      c.enrol_after,
      c.launch_requested_at, case when c.launch_type = 'scheduled' then c.start_date end as
        start_date,
      c.lease_attempts`,
);

/** Cross-tenant: the launch that has waited longest, or whose worker went away. */
export async function claimLaunch(
  db: Db,
  of: { readonly real: number; readonly leaseToken: string; readonly leaseUntil: number },
): Promise<LaunchJob | null> {
  const [row] = await claimJob(db, at(of.real), of.leaseToken, at(of.leaseUntil));
  return row ?? null;
}

const lockAccountRow = statement(
  'lock_account_for_enrolling',
  `select id, set_config('enable_seqscan', 'off', true) from account where id = $1
    for no key update`,
);

/**
 * Before anything else of a batch: two campaigns of one account that enrol the same address at the
 * same moment would each not see the other's lead.
 *
 * The batch then looks up each of its rows by an index, whatever PostgreSQL has yet heard of the
 * tables: a plan made while they were small reads them whole, once for each row, and is kept.
 */
export async function lockAccountForEnrolling(tx: Db, accountId: string): Promise<void> {
  await lockAccountRow(tx, accountId);
}

export type RowToEnrol = {
  readonly id: string;
  readonly row_index: number;
  readonly email: string | null;
  readonly data: LeadData;
  readonly duplicate: boolean;
};

/** A scalar look-up with a limit: as `exists` it would hash a whole table for every batch. */
const rowsToEnrol = statement<RowToEnrol>(
  'list_rows_to_enrol',
  `select l.id, l.row_index, l.email, l.data,
     (select true from lead o where o.dataset_id = l.dataset_id and o.email = l.email
       and o.row_index < l.row_index limit 1) is not null as duplicate
   from lead l where l.dataset_id = $1 and l.row_index > $2 order by l.row_index limit $3`,
);

export function listRowsToEnrol(
  tx: Db,
  of: {
    readonly datasetId: string;
    readonly after: number;
    readonly limit: number;
  },
): Promise<RowToEnrol[]> {
  return rowsToEnrol(tx, of.datasetId, of.after, of.limit);
}

const runningElsewhere = statement<{ email: string }>(
  'list_running_elsewhere',
  `select distinct e.email from enrolment e where e.account_id = $1 and e.email = any($3::text[])
    and e.status in ('pending', 'active') and e.campaign_id <> $2`,
);

/**
 * For a whole batch at once. As a look-up a row it was 16 ms a row where PostgreSQL had not yet
 * counted the table: two indexes begin with the account, and it took the wrong one, each time anew.
 */
export async function findRunningElsewhere(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly emails: readonly string[];
  },
): Promise<ReadonlySet<string>> {
  const rows = await runningElsewhere(tx, of.accountId, of.campaignId, of.emails);
  return new Set(rows.map((row) => row.email));
}

export type NewEnrolment = {
  readonly id: string;
  readonly leadId: string;
  readonly instanceId: string | null;
  readonly rowIndex: number;
  readonly email: string | null;
  readonly domain: string | null;
  readonly timezone: string | null;
  readonly ineligible: string | null;
  readonly step: number;
  readonly priority: number;
  readonly variants: VariantLabels;
  readonly dueAt: number;
  readonly draftAt: number | null;
};

const insertRows = statement(
  'insert_enrolments',
  `insert into enrolment (id, account_id, campaign_id, lead_id, workflow_instance_id, row_index,
    email, domain,
     timezone, status, ineligible, step, class, variants, due_at, ready_at, draft_at, created_at,
       updated_at)
   select x.id, $1, $2, x.lead_id, x.instance_id, x.row_index, x.email, x.domain, x.timezone,
     case when x.ineligible is null then 'pending' else 'skipped' end, x.ineligible, x.step,
       x.class,
     x.variants, case when x.ineligible is null then x.due_at end,
     case when x.ineligible is null then x.due_at end, x.draft_at, $3, $3
   from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::int[], $8::text[], $9::text[], $10::text[],
     $11::text[],
     $12::int[], $13::smallint[], $14::jsonb[], $15::timestamptz[], $16::timestamptz[])
     x(id, lead_id, instance_id, row_index, email, domain, timezone, ineligible, step, class,
       variants,
       due_at, draft_at)`,
);

export async function insertEnrolments(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly now: number;
    readonly enrolments: readonly NewEnrolment[];
  },
): Promise<void> {
  const { accountId, campaignId, now, enrolments } = of;
  await insertRows(
    tx,
    accountId,
    campaignId,
    at(now),
    enrolments.map((one) => one.id),
    enrolments.map((one) => one.leadId),
    enrolments.map((one) => one.instanceId),
    enrolments.map((one) => one.rowIndex),
    enrolments.map((one) => one.email),
    enrolments.map((one) => one.domain),
    enrolments.map((one) => one.timezone),
    enrolments.map((one) => one.ineligible),
    enrolments.map((one) => one.step),
    enrolments.map((one) => one.priority),
    enrolments.map((one) => JSON.stringify(one.variants)),
    enrolments.map((one) => at(one.dueAt)),
    enrolments.map((one) => atOrNull(one.draftAt)),
  );
}

const moveCursor = statement<{ id: string }>(
  'move_enrol_cursor',
  `update campaign set enrol_after = $3, lease_until = $4, lease_attempts = 0,
     total_leads = coalesce(total_leads, 0) + $5
    where id = $1 and lease_token = $2 and status = 'launching' returning id`,
);

/**
 * In the batch's own transaction: a crash leaves both or neither. False where the lease is gone.
 */
export async function moveEnrolCursor(
  tx: Db,
  of: {
    readonly campaignId: string;
    readonly leaseToken: string;
    readonly after: number;
    readonly leaseUntil: number;
    readonly added: number;
  },
): Promise<boolean> {
  const { campaignId, leaseToken, after, leaseUntil, added } = of;
  const rows = await moveCursor(tx, campaignId, leaseToken, after, at(leaseUntil), added);
  return rows.length > 0;
}

const finishRow = statement<{ id: string }>(
  'finish_launch',
  `update campaign set status = 'active', lease_until = null, lease_token = null,
     total_leads = coalesce(total_leads, 0), enrolled_at = $3, updated_at = $3
   where id = $1 and lease_token = $2 and status = 'launching' returning id`,
);

export async function finishLaunch(
  tx: Db,
  of: { readonly campaignId: string; readonly leaseToken: string; readonly now: number },
): Promise<boolean> {
  const rows = await finishRow(tx, of.campaignId, of.leaseToken, at(of.now));
  return rows.length > 0;
}

const failRow = statement(
  'fail_launch',
  `update campaign set status = 'failed', launch_error = $3, lease_until = null, lease_token = null,
     updated_at = $4
   where id = $1 and lease_token = $2 and status = 'launching'`,
);

export async function failLaunch(
  db: Db,
  of: {
    readonly campaignId: string;
    readonly leaseToken: string;
    readonly error: string;
    readonly now: number;
  },
): Promise<void> {
  await failRow(db, of.campaignId, of.leaseToken, of.error, at(of.now));
}

export type DueLaunch = {
  readonly id: string;
  readonly account_id: string;
  readonly steps: readonly Step[];
  readonly unreviewed_launch_policy: 'launch_default' | 'hold' | 'cancel';
  readonly approved: boolean;
};

const dueLaunches = statement<DueLaunch>(
  'lock_due_launches',
  `select c.id, c.account_id, c.steps, c.unreviewed_launch_policy,
     exists (select 1 from approval a where a.campaign_id = c.id) as approved
   from campaign c where c.status = 'scheduled' and c.start_date <= $1
   order by c.start_date, c.id limit $2 for no key update of c skip locked`,
);

/** Cross-tenant. */
export function lockDueLaunches(tx: Db, now: number, limit: number): Promise<DueLaunch[]> {
  return dueLaunches(tx, at(now), limit);
}

const comeDueRow = statement(
  'mark_launch_due',
  `update campaign set status = $2, paused_reason = $3, launch_error = $5, updated_at = $4
    where id = $1 and status = 'scheduled'`,
);

export async function markLaunchDue(
  tx: Db,
  of: {
    readonly campaignId: string;
    readonly status: 'launching' | 'paused' | 'draft';
    readonly pausedReason: string | null;
    readonly launchError: string | null;
    readonly now: number;
  },
): Promise<void> {
  const { campaignId, status, pausedReason, launchError } = of;
  await comeDueRow(tx, campaignId, status, pausedReason, at(of.now), launchError);
}

const nextLaunch = statement<{ at: number | null }>(
  'find_next_launch',
  `select case when exists (select 1 from campaign where status = 'launching') then
    '-infinity'::timestamptz
     else (select min(start_date) from campaign where status = 'scheduled') end as at`,
);

/** Cross-tenant: -Infinity while a launch is under way. */
export async function findNextLaunch(db: Db): Promise<number> {
  const [row] = await nextLaunch(db);
  return row?.at ?? Number.POSITIVE_INFINITY;
}
