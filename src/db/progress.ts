/** The place where leads move on, and campaigns with their last one. */
import type { CampaignStatus, Step } from '../domain/campaign/campaign.ts';
import { fromStates } from '../domain/campaign/lifecycle.ts';
import type { LeadMove } from '../domain/send/settle.ts';
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type LockedCampaign = {
  readonly id: string;
  readonly status: CampaignStatus;
  readonly timezone: string;
  readonly steps: readonly Step[];
  readonly cancelled: boolean;
};

const lockCampaignRows = statement<LockedCampaign>(
  'lock_campaigns',
  `select id, status, timezone, steps, cancelled_at is not null as cancelled from campaign
    where id = any($1::uuid[])
    order by id for no key update`,
);

/**
 * Taken before the sends of a campaign are settled and counted. Without it two workers that settle
 * the last two each see the other's as in flight, and the campaign drains for ever.
 */
export async function lockCampaigns(
  tx: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LockedCampaign>> {
  const rows = await lockCampaignRows(tx, [...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, row]));
}

export type MovedLead = LeadMove & {
  readonly enrolmentId: string;
  readonly fromStep: number;
  readonly aliasId: string | null;
  readonly messageId: string | null;
};

const moveLeadRows = statement<{ id: string }>(
  'move_leads',
  `with moved as (
     update enrolment e
        set status = x.status, stop_reason = x.stop_reason, step = x.step, due_at = x.due_at,
            ready_at = x.ready_at, draft_at = x.draft_at, class = x.class, tries = x.tries,
            first_try_at = x.first_try_at, alias_id = coalesce(x.alias_id, e.alias_id),
            last_message_id = coalesce(x.message_id, e.last_message_id), updated_at = $1
       from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::int[], $7::timestamptz[],
         $8::timestamptz[], $9::timestamptz[], $10::smallint[], $11::int[], $12::timestamptz[],
         $13::uuid[], $14::text[])
         x(id, from_step, status, stop_reason, step, due_at, ready_at, draft_at, class, tries,
         first_try_at, alias_id, message_id)
      where e.id = x.id and e.step = x.from_step and e.status in ('pending', 'active', 'unknown')
      returning e.id, e.status
   ), closed as (
     update gate set closed_at = $1, verdict = 'superseded', judged_by = 'engine'
      where closed_at is null
        and enrolment_id in (select id from moved where status not in ('pending', 'active'))
   )
   select id from moved`,
);

/**
 * A lead that was stopped while its message was on the wire stays stopped. An `unknown` one moves:
 * late evidence, or a person, has settled what was not known. One that ends leaves no gate open.
 */
export async function moveLeads(
  tx: Db,
  now: number,
  moves: readonly MovedLead[],
): Promise<ReadonlySet<string>> {
  if (moves.length === 0) return new Set();
  const rows = await moveLeadRows(
    tx,
    at(now),
    moves.map((move) => move.enrolmentId),
    moves.map((move) => move.fromStep),
    moves.map((move) => move.status),
    moves.map((move) => move.stopReason),
    moves.map((move) => move.step),
    moves.map((move) => atOrNull(move.dueAt)),
    moves.map((move) => atOrNull(move.readyAt)),
    moves.map((move) => atOrNull(move.draftAt)),
    moves.map((move) => move.priority),
    moves.map((move) => move.tries),
    moves.map((move) => atOrNull(move.firstTryAt)),
    moves.map((move) => move.aliasId),
    moves.map((move) => move.messageId),
  );
  return new Set(rows.map((row) => row.id));
}

const completeRows = statement<{ id: string }>(
  'complete_campaigns',
  `update campaign c set status = 'completed', updated_at = $2
    where c.id = any($1::uuid[]) and c.status = 'active'
      and not exists (select 1 from enrolment e where e.campaign_id = c.id
        and e.status in ('pending', 'active'))
    returning c.id`,
);

/** Completed means: every lead has its outcome. Under lockCampaigns. */
export async function completeCampaigns(
  tx: Db,
  ids: readonly string[],
  now: number,
): Promise<string[]> {
  const rows = await completeRows(tx, ids, at(now));
  return rows.map((row) => row.id);
}

const drainedRows = statement<{ id: string; status: string }>(
  'mark_drained',
  `update campaign c set status = c.drain_to, drain_to = null, updated_at = $2
    where c.id = any($1::uuid[]) and c.status = 'draining'
      and not exists (select 1 from claim k join send s on s.claim_no = k.claim_no
        where k.account_id = c.account_id and k.closed_at is null and s.campaign_id = c.id
          and s.state in ('claimed', 'on_wire'))
      and (c.drain_to = 'paused' or (select true from enrolment e where e.campaign_id = c.id
        and e.status in ('pending', 'active') limit 1) is null)
    returning c.id, c.status`,
);

/**
 * The barrier falls when nothing of the campaign is claimed or on the wire; after a cancel, when
 * every lead of it has its outcome as well. Under lockCampaigns.
 */
export async function markDrained(tx: Db, ids: readonly string[], now: number): Promise<string[]> {
  const rows = await drainedRows(tx, ids, at(now));
  return rows.map((row) => row.id);
}

export type DrainingCampaign = {
  readonly id: string;
  readonly account_id: string;
  readonly drain_to: 'paused' | 'completed';
};

const drainingRows = statement<DrainingCampaign>(
  'list_draining',
  `select id, account_id, drain_to from campaign where status = 'draining' order by id limit $1`,
);

/** Cross-tenant: what the sweeper judges again. */
export function listDraining(db: Db, limit: number): Promise<DrainingCampaign[]> {
  return drainingRows(db, limit);
}

export type ParkedLead = { readonly enrolmentId: string; readonly readyAt: number | null };

const parkRows = statement<{ id: string }>(
  'park_leads',
  `with free as (
     select e.id from enrolment e where e.id = any($2::uuid[]) order by e.id for update skip locked)
   update enrolment e set ready_at = x.ready_at, updated_at = $1
     from unnest($2::uuid[], $3::timestamptz[]) x(id, ready_at), free f
    where e.id = x.id and f.id = e.id
    returning e.id`,
);

/** For the claim, which waits for nobody: a lead somebody is changing is left to that somebody. */
export async function parkLeads(
  tx: Db,
  now: number,
  parks: readonly ParkedLead[],
): Promise<ReadonlySet<string>> {
  if (parks.length === 0) return new Set();
  const rows = await parkRows(
    tx,
    at(now),
    parks.map((park) => park.enrolmentId),
    parks.map((park) => atOrNull(park.readyAt)),
  );
  return new Set(rows.map((row) => row.id));
}

const stopReadyRows = statement<{ id: string; campaign_id: string }>(
  'stop_ready_leads',
  `with free as (
     select e.id from enrolment e where e.id = any($2::uuid[]) and e.status in ('pending', 'active')
      order by e.id for update skip locked)
   update enrolment e set status = x.status, stop_reason = x.stop_reason, ready_at = null, due_at
     = null,
          draft_at = null, updated_at = $1
     from unnest($2::uuid[], $3::text[], $4::text[]) x(id, status, stop_reason), free f
    where e.id = x.id and f.id = e.id
    returning e.id, e.campaign_id`,
);

export type StoppedLead = {
  readonly enrolmentId: string;
  readonly status: string;
  readonly stopReason: string;
};

/** For the claim: a lead that a check stops for good. */
export function stopReadyLeads(
  tx: Db,
  now: number,
  stops: readonly StoppedLead[],
): Promise<{ id: string; campaign_id: string }[]> {
  if (stops.length === 0) return Promise.resolve([]);
  return stopReadyRows(
    tx,
    at(now),
    stops.map((stop) => stop.enrolmentId),
    stops.map((stop) => stop.status),
    stops.map((stop) => stop.stopReason),
  );
}

/**
 * A scalar look-up per campaign, not an anti-join: with many campaigns PostgreSQL would hash every
 * live lead there is, every few seconds, to find the handful of campaigns that have none.
 */
const idleRows = statement<{ id: string }>(
  'list_idle_campaigns',
  `select c.id from campaign c join pace p on p.campaign_id = c.id
    where c.status = 'active' and p.work_at = 'infinity'
      and (select true from enrolment e where e.campaign_id = c.id
        and e.status in ('pending', 'active') limit 1) is null
    order by c.id limit $1`,
);

/** Cross-tenant: active campaigns whose last lead ended where nobody could judge them. */
export async function listIdleCampaigns(db: Db, limit: number): Promise<string[]> {
  const rows = await idleRows(db, limit);
  return rows.map((row) => row.id);
}

const reopenRows = statement<{ id: string }>(
  'reopen_campaigns',
  `update campaign set status = 'active', updated_at = $3
    where id = any($1::uuid[]) and status = any($2::text[]) and cancelled_at is null returning id`,
);

/** A lead of them is live again: those that had completed without it go on. Under lockCampaigns. */
export async function reopenCampaigns(
  tx: Db,
  ids: readonly string[],
  now: number,
): Promise<string[]> {
  const rows = await reopenRows(tx, ids, fromStates('repair'), at(now));
  return rows.map((row) => row.id);
}
