/**
 * The place where due leads are claimed, one account at a time.
 *
 * Locking and reading are two statements on purpose: one that waited for the lock would still read
 * the snapshot it began with, not see a lead that became ready meanwhile, and park its campaign.
 * With the account's row locked nobody else claims for it, so limits that cut across campaigns
 * hold.
 *
 * Lock order of the house: campaign, enrolment, gate, send, account_pace, pace, alias_pace, usage.
 * Whoever holds account_pace waits for nothing above it: rows up there are taken with skip locked.
 */

import type { ApprovalMode, CampaignStatus, Step } from '../domain/campaign/campaign.ts';
import type { VariantLabels } from '../domain/campaign/variants.ts';
import type { Weekday } from '../domain/schedule/window.ts';
import type { LeadStatus, StopReason } from '../domain/send/ledger.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

const lockDueAccountRow = statement<{ account_id: string }>(
  'lock_due_account',
  `select account_id from account_pace where next_at <= $1
    order by next_at, account_id limit 1 for update skip locked`,
);

/** Cross-tenant: the account that has waited longest; null where none is due or all are taken. */
export async function lockDueAccount(tx: Db, now: number): Promise<string | null> {
  const [row] = await lockDueAccountRow(tx, at(now));
  return row?.account_id ?? null;
}

const nextDueRow = statement<{ next_at: number | null }>(
  'find_next_due',
  'select min(next_at) as next_at from account_pace',
);

/** Cross-tenant: the first instant at which a claim can find something to do. */
export async function findNextDue(db: Db): Promise<number> {
  const [row] = await nextDueRow(db);
  return row?.next_at ?? Number.POSITIVE_INFINITY;
}

export type DueCampaign = {
  readonly id: string;
  readonly status: CampaignStatus;
  readonly paused_reason: string | null;
  readonly daily_limit: number;
  readonly sending_window_start: string;
  readonly sending_window_end: string;
  readonly min_interval_seconds: number;
  readonly timezone: string;
  readonly send_days: readonly Weekday[];
  readonly steps: readonly Step[];
  readonly alias_ids: readonly string[] | null;
  readonly system_prompt: string | null;
  readonly approval_mode: ApprovalMode;
  readonly use_lead_timezone: boolean;
  readonly last_at: number | null;
  readonly day_start: number | null;
  readonly day_end: number | null;
  readonly day_count: number;
};

export const dueCampaignColumns = `c.id, c.status, c.paused_reason, c.daily_limit,
  c.sending_window_start,
  c.sending_window_end, c.min_interval_seconds, c.timezone, c.send_days, c.steps, c.alias_ids,
  c.system_prompt, c.approval_mode, c.use_lead_timezone, p.last_at, p.day_start, p.day_end,
    p.day_count`;

const dueCampaigns = statement<DueCampaign>(
  'list_due_campaigns',
  `select ${dueCampaignColumns}
     from pace p join campaign c on c.id = p.campaign_id
    where p.account_id = $1 and p.next_at <= $2
    order by p.next_at, p.campaign_id limit $3`,
);

export function listDueCampaigns(
  tx: Db,
  of: { readonly accountId: string; readonly now: number; readonly limit: number },
): Promise<DueCampaign[]> {
  return dueCampaigns(tx, of.accountId, at(of.now), of.limit);
}

const pacedCampaign = statement<DueCampaign>(
  'find_paced_campaign',
  `select ${dueCampaignColumns}
     from campaign c left join pace p on p.campaign_id = c.id
    where c.account_id = $1 and c.id = $2`,
);

/** The same facts for one campaign, due or not: what `why` judges by. */
export async function findPacedCampaign(
  db: Db,
  of: { readonly accountId: string; readonly campaignId: string },
): Promise<DueCampaign | null> {
  const [row] = await pacedCampaign(db, of.accountId, of.campaignId);
  return row ?? null;
}

export type ReadyLead = {
  readonly id: string;
  readonly campaign_id: string;
  readonly lead_id: string;
  readonly row_index: number;
  readonly class: number;
  readonly status: LeadStatus;
  readonly stop_reason: StopReason | null;
  readonly step: number;
  readonly email: string;
  readonly domain: string;
  readonly timezone: string | null;
  readonly variants: VariantLabels;
  readonly due_at: number | null;
  readonly ready_at: number | null;
  readonly tries: number;
  readonly alias_id: string | null;
  /** The step has a live approval: also a template's, which then is what leaves. */
  readonly approved: boolean;
  readonly next_epoch: number;
};

/** A step of which some try is, or may be, out, or is on its way: it is never claimed again. */
export const settledOrInFlight = `exists (select 1 from send s where s.enrolment_id = e.id
        and s.step = e.step
        and s.state not in ('cancelled', 'deferred'))`;

const readyColumns = `e.id, e.campaign_id, e.lead_id, e.row_index, e.class, e.status,
  e.stop_reason, e.step, e.email,
  e.domain, e.timezone, e.variants, e.due_at, e.ready_at, e.tries,
  e.alias_id,
  coalesce((select max(s.epoch) from send s where s.enrolment_id = e.id and s.step = e.step), 0) + 1
    as next_epoch,
  exists (select 1 from approval a where a.enrolment_id = e.id and a.step = e.step
    and a.withdrawn_at is null) as approved`;

/**
 * One look-up per priority class, each a range of the index (campaign, class, ready_at): a single
 * index over all classes made PostgreSQL 15 walk a million waiting follow-ups (13 ms a campaign).
 */
const readyOfClass = (priority: number) => `
  (select ${readyColumns} from enrolment e
    where e.campaign_id = c.id and e.class = ${priority} and e.ready_at <= $2
      and e.status in ('pending', 'active') and not ${settledOrInFlight}
    order by e.ready_at, e.row_index limit $3)`;

const readyLeads = statement<ReadyLead>(
  'list_ready_leads',
  `select r.* from unnest($1::uuid[]) with ordinality c(id, n),
     lateral (${readyOfClass(0)} union all ${readyOfClass(1)}) r
    order by c.n, r.class, r.ready_at, r.row_index`,
);

export function listReadyLeads(
  tx: Db,
  of: { readonly campaignIds: readonly string[]; readonly now: number; readonly limit: number },
): Promise<ReadyLead[]> {
  return readyLeads(tx, of.campaignIds, at(of.now), of.limit);
}

const countDay = statement<{ count: number; last_at: number | null }>(
  'count_day',
  `select count(*) filter (where s.handed_over_at >= $2 and s.handed_over_at < $3) as count,
          max(s.handed_over_at) as last_at
     from send s where s.campaign_id = $1 and (s.state <> 'cancelled' or s.resolution is not null)`,
);

/** From the ledger itself, for a campaign whose zone was changed. */
export async function countHandOvers(
  tx: Db,
  of: { readonly campaignId: string; readonly start: number; readonly end: number },
): Promise<{ count: number; lastAt: number | null }> {
  const [row] = await countDay(tx, of.campaignId, at(of.start), at(of.end));
  return { count: row?.count ?? 0, lastAt: row?.last_at ?? null };
}

export type NewClaim = {
  readonly claimNo: number;
  readonly accountId: string;
  readonly workerId: string;
  readonly engineEpoch: number;
  readonly leaseToken: string;
  readonly leaseUntil: number;
  readonly claimedAt: number;
};

const nextClaimNo = statement<{ claim_no: number }>(
  'next_claim_no',
  `select nextval('claim_no_seq') as claim_no`,
);

export async function takeClaimNo(tx: Db): Promise<number> {
  const [row] = await nextClaimNo(tx);
  if (row === undefined) throw new Error('a sequence always answers');
  return row.claim_no;
}

const insertClaimRow = statement(
  'insert_claim',
  `insert into claim (claim_no, account_id, worker_id, engine_epoch, lease_token, lease_until,
    claimed_at)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function insertClaim(tx: Db, claim: NewClaim): Promise<void> {
  await insertClaimRow(
    tx,
    claim.claimNo,
    claim.accountId,
    claim.workerId,
    claim.engineEpoch,
    claim.leaseToken,
    at(claim.leaseUntil),
    at(claim.claimedAt),
  );
}

export type NewSend = {
  readonly id: string;
  readonly campaignId: string;
  readonly enrolmentId: string;
  readonly step: number;
  readonly epoch: number;
  readonly aliasId: string;
  readonly variantLabel: string;
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly approvalId: string | null;
  readonly draftId: string | null;
  readonly contentHash: string | null;
  readonly dueAt: number;
};

const insertSendRows = statement(
  'insert_sends',
  `insert into send (id, account_id, campaign_id, enrolment_id, step, epoch, claim_no, channel,
    state,
     alias_id, variant_label, template_id, template_version, approval_id, draft_id, content_hash,
       due_at,
     handed_over_at, lease_token, engine_epoch)
   select x.id, $1, x.campaign_id, x.enrolment_id, x.step, x.epoch, $2, 'email', 'claimed',
     x.alias_id,
     x.variant_label, x.template_id, x.template_version, x.approval_id, x.draft_id,
       x.content_hash, x.due_at,
     $3, $4, $5
   from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::int[], $10::int[], $11::uuid[], $12::text[],
     $13::uuid[], $14::int[], $15::uuid[], $16::uuid[], $17::text[], $18::timestamptz[])
     x(id, campaign_id, enrolment_id, step, epoch, alias_id, variant_label, template_id,
       template_version,
       approval_id, draft_id, content_hash, due_at)`,
);

/**
 * A second claim of the same step and epoch fails here, on the unique index, whatever came
 * before.
 */
export async function insertSends(
  tx: Db,
  claim: NewClaim,
  sends: readonly NewSend[],
): Promise<void> {
  await insertSendRows(
    tx,
    claim.accountId,
    claim.claimNo,
    at(claim.claimedAt),
    claim.leaseToken,
    claim.engineEpoch,
    sends.map((send) => send.id),
    sends.map((send) => send.campaignId),
    sends.map((send) => send.enrolmentId),
    sends.map((send) => send.step),
    sends.map((send) => send.epoch),
    sends.map((send) => send.aliasId),
    sends.map((send) => send.variantLabel),
    sends.map((send) => send.templateId),
    sends.map((send) => send.templateVersion),
    sends.map((send) => send.approvalId),
    sends.map((send) => send.draftId),
    sends.map((send) => send.contentHash),
    sends.map((send) => at(send.dueAt)),
  );
}
