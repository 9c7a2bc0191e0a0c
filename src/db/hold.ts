/**
 * The place where the ledger of a restored database is told what it cannot know: steps that were
 * due before it was accepted, and may have left from the original.
 */
import type { VariantLabels } from '../domain/campaign/variants.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

/**
 * Live, due, of a campaign that the original may have known, and not in the ledger yet. `e`, `c`
 * and `g` are the enrolment, its campaign and the engine; $1 is the instant of accepting.
 *
 * Whatever the campaign's status is: a paused one may have been resumed, a gate judged, after the
 * backup. What was made while the fence stood is certainly not out.
 */
const uncertain = `g.id = 1 and c.created_at < g.fenced_at and e.status in ('pending', 'active')
    and e.due_at <= $1
    and not exists (select 1 from send s where s.enrolment_id = e.id and s.step = e.step
      and s.state not in ('cancelled', 'deferred'))`;

const uncertainCount = statement<{ campaign_id: string; account_id: string; leads: number }>(
  'count_uncertain',
  `select c.id as campaign_id, c.account_id, count(*) as leads
     from enrolment e join campaign c on c.id = e.campaign_id, engine g where ${uncertain}
    group by c.id order by c.id`,
);

export type UncertainCampaign = {
  readonly campaign_id: string;
  readonly account_id: string;
  readonly leads: number;
};

/** Cross-tenant: campaigns with leads that may have been written to behind the ledger's back. */
export function countUncertain(db: Db, now: number): Promise<UncertainCampaign[]> {
  return uncertainCount(db, at(now));
}

export type UncertainLead = {
  readonly id: string;
  readonly step: number;
  readonly due_at: number;
  readonly alias_id: string;
  readonly variants: VariantLabels;
  readonly tries: number;
  readonly first_try_at: number | null;
  readonly next_epoch: number;
};

/**
 * With the mailbox it would have left from, as far as that is known: the one it is bound to, else
 * the campaign's first, else the account's.
 */
const uncertainRows = statement<UncertainLead>(
  'lock_uncertain_leads',
  `select e.id, e.step, e.due_at, e.variants, e.tries, e.first_try_at,
     coalesce(e.alias_id, c.alias_ids[1]::uuid,
       (select a.id from alias a where a.account_id = e.account_id order by a.created_at limit 1),
       e.id) as alias_id,
     coalesce((select max(s.epoch) from send s where s.enrolment_id = e.id and s.step = e.step), 0)
       + 1 as next_epoch
   from enrolment e join campaign c on c.id = e.campaign_id, engine g
   where ${uncertain} and c.id = $2 order by e.id limit $3 for update of e`,
);

/** Under lockCampaigns. */
export function lockUncertainLeads(
  tx: Db,
  of: { readonly campaignId: string; readonly now: number; readonly limit: number },
): Promise<UncertainLead[]> {
  return uncertainRows(tx, at(of.now), of.campaignId, of.limit);
}

const unknownRows = statement(
  'insert_unknown_sends',
  `insert into send (id, account_id, campaign_id, enrolment_id, step, epoch, claim_no, channel,
     state, alias_id, variant_label, due_at, handed_over_at, settled_at, lease_token, engine_epoch,
     reason)
   select x.id, $1, $2, x.enrolment_id, x.step, x.epoch, $3, 'email', 'unknown', x.alias_id,
     x.variant_label, x.due_at, x.handed_over_at, $4, $5, $6, $7
   from unnest($8::uuid[], $9::uuid[], $10::int[], $11::int[], $12::uuid[], $13::text[],
     $14::timestamptz[], $15::timestamptz[])
     x(id, enrolment_id, step, epoch, alias_id, variant_label, due_at, handed_over_at)`,
);

export type UnknownSend = {
  readonly id: string;
  readonly enrolmentId: string;
  readonly step: number;
  readonly epoch: number;
  readonly aliasId: string;
  readonly variantLabel: string;
  readonly dueAt: number;
  /** The first instant at which it can have left. */
  readonly handedOverAt: number;
};

/** Rows of the ledger that nobody here claimed: no slot was taken, nothing was on our wire. */
export async function insertUnknownSends(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly claimNo: number;
    readonly leaseToken: string;
    readonly engineEpoch: number;
    readonly now: number;
    readonly reason: string;
    readonly sends: readonly UnknownSend[];
  },
): Promise<void> {
  const { sends } = of;
  await unknownRows(
    tx,
    of.accountId,
    of.campaignId,
    of.claimNo,
    at(of.now),
    of.leaseToken,
    of.engineEpoch,
    of.reason,
    sends.map((send) => send.id),
    sends.map((send) => send.enrolmentId),
    sends.map((send) => send.step),
    sends.map((send) => send.epoch),
    sends.map((send) => send.aliasId),
    sends.map((send) => send.variantLabel),
    sends.map((send) => at(send.dueAt)),
    sends.map((send) => at(send.handedOverAt)),
  );
}

const lastClaim = statement<{ at: number | null }>(
  'find_last_claimed_at',
  'select max(claimed_at) as at from claim',
);

/** Cross-tenant: what the ledger does not know left no earlier than the last thing it knows. */
export async function findLastClaimedAt(db: Db): Promise<number | null> {
  const [row] = await lastClaim(db);
  return row?.at ?? null;
}

const openClaims = statement<{ count: number }>(
  'count_open_claims',
  'select count(*) as count from claim where closed_at is null',
);

/** Cross-tenant. */
export async function countOpenClaims(db: Db): Promise<number> {
  const [row] = await openClaims(db);
  return row?.count ?? 0;
}

const failedLaunches = statement<{ id: string }>(
  'fail_launches_of_gap',
  `update campaign c set status = 'failed', launch_error = $2, lease_until = null,
     lease_token = null, updated_at = $1
   from engine g
   where g.id = 1 and c.created_at < g.fenced_at
     and (c.status = 'launching' or (c.status = 'scheduled' and c.start_date <= $1))
   returning c.id`,
);

/** Cross-tenant: launches of their own accord that the original has made, or begun, as well. */
export async function failLaunches(tx: Db, now: number, error: string): Promise<string[]> {
  const rows = await failedLaunches(tx, at(now), error);
  return rows.map((row) => row.id);
}
