/** The place where gates open over what a model wrote, and close under exactly one verdict. */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type NewGate = {
  readonly id: string;
  readonly enrolmentId: string;
  readonly step: number;
  readonly variantLabel: string;
  readonly aliasId: string;
};

/**
 * The newest draft of the step is what is judged; the stale approval, if there is one, stands
 * beside it.
 */
const insertRows = statement<{ id: string }>(
  'insert_gates',
  `insert into gate (id, account_id, campaign_id, enrolment_id, step, draft_id, stale_approval_id,
     variant_label, subject, body, content_hash, model, alias_id, opened_at)
   select x.id, e.account_id, e.campaign_id, e.id, x.step, d.id,
     (select a.id from approval a where a.enrolment_id = e.id and a.step = x.step
        and a.withdrawn_reason = 'stale' order by a.approved_at desc limit 1),
     x.label, d.subject, d.body, d.content_hash, d.model, coalesce(e.alias_id, x.alias_id), $2
   from unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::uuid[])
     x(id, enrolment_id, step, label, alias_id)
   join enrolment e on e.id = x.enrolment_id and e.account_id = $1
   join lateral (select * from draft d where d.enrolment_id = e.id and d.step = x.step
     and d.status = 'completed' order by d.created_at desc, d.id desc limit 1) d on true
   on conflict do nothing returning id`,
);

const pinRows = statement(
  'pin_aliases',
  `update enrolment e set alias_id = coalesce(e.alias_id, x.alias_id)
     from unnest($1::uuid[], $2::uuid[]) x(id, alias_id) where e.id = x.id`,
);

/**
 * The mailbox is pinned when the gate opens: the reviewer is shown the whole mail as it will
 * leave.
 */
export async function insertGates(
  tx: Db,
  of: { readonly accountId: string; readonly now: number; readonly gates: readonly NewGate[] },
): Promise<number> {
  const { accountId, now, gates } = of;
  if (gates.length === 0) return 0;
  const rows = await insertRows(
    tx,
    accountId,
    at(now),
    gates.map((gate) => gate.id),
    gates.map((gate) => gate.enrolmentId),
    gates.map((gate) => gate.step),
    gates.map((gate) => gate.variantLabel),
    gates.map((gate) => gate.aliasId),
  );
  await pinAliases(tx, gates);
  return rows.length;
}

export async function pinAliases(
  tx: Db,
  pins: readonly { readonly enrolmentId: string; readonly aliasId: string }[],
): Promise<void> {
  await pinRows(
    tx,
    pins.map((pin) => pin.enrolmentId),
    pins.map((pin) => pin.aliasId),
  );
}

export type GateRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly draft_id: string;
  readonly stale_approval_id: string | null;
  readonly variant_label: string;
  readonly subject: string;
  readonly body: string;
  readonly content_hash: string;
  readonly model: string | null;
  readonly alias_id: string;
  readonly opened_at: number;
};

const openGate = statement<GateRow>(
  'find_open_gate',
  `select id, campaign_id, enrolment_id, step, draft_id, stale_approval_id, variant_label,
    subject, body,
     content_hash, model, alias_id, opened_at
   from gate where account_id = $1 and enrolment_id = $2 and closed_at is null`,
);

/** At most one, by index. */
export async function findOpenGate(
  db: Db,
  accountId: string,
  enrolmentId: string,
): Promise<GateRow | null> {
  const [row] = await openGate(db, accountId, enrolmentId);
  return row ?? null;
}

const closeRow = statement<{ id: string }>(
  'close_gate',
  `update gate set closed_at = $3, verdict = $4, judged_by = $5, judged_at = $6
    where account_id = $1 and id = $2 and closed_at is null returning id`,
);

/** Exactly one of two verdicts gets true. */
export async function closeGate(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly gateId: string;
    readonly now: number;
    readonly real: number;
    readonly verdict: 'approved' | 'discarded' | 'superseded';
    readonly by: string;
  },
): Promise<boolean> {
  const rows = await closeRow(
    tx,
    of.accountId,
    of.gateId,
    at(of.now),
    of.verdict,
    of.by,
    at(of.real),
  );
  return rows.length > 0;
}

const closeOfLeads = statement(
  'close_gates_of_leads',
  `update gate set closed_at = $2, verdict = 'superseded', judged_by = $3
    where enrolment_id = any($1::uuid[]) and closed_at is null`,
);

/** Of leads that were stopped: there is nothing left to judge. */
export async function closeGatesOfLeads(
  tx: Db,
  of: { readonly enrolmentIds: readonly string[]; readonly now: number; readonly by: string },
): Promise<void> {
  if (of.enrolmentIds.length === 0) return;
  await closeOfLeads(tx, of.enrolmentIds, at(of.now), of.by);
}

const lastVerdict = statement<{ judged_at: number }>(
  'find_last_verdict',
  `select judged_at from gate where account_id = $1 and enrolment_id = $2 and judged_by = $3
    and judged_at is not null order by judged_at desc limit 1`,
);

/** When this actor last judged this lead, on the wall's clock. */
export async function findLastVerdict(
  db: Db,
  of: { readonly accountId: string; readonly enrolmentId: string; readonly by: string },
): Promise<number | null> {
  const [row] = await lastVerdict(db, of.accountId, of.enrolmentId, of.by);
  return row?.judged_at ?? null;
}
