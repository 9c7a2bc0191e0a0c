/** The place where verdicts are kept: append-only but for their withdrawal, one live a step. */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type ApprovalRow = {
  readonly id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly variant_label: string;
  readonly subject: string;
  readonly body: string;
  readonly content_hash: string;
  readonly prompt_snapshot: string;
  readonly prompt_version_hash: string;
  readonly resolved_prompt_hash: string;
  readonly step_config_fingerprint: string;
  readonly lead_identity_fingerprint: string;
  readonly research_cache_fingerprint: string | null;
  readonly envelope_fingerprint: string;
  readonly alias_id: string;
  readonly sender_profile_id: string | null;
  readonly template_id: string | null;
  readonly draft_id: string | null;
  readonly gate_id: string | null;
  readonly model: string | null;
  readonly generation_latency_ms: number | null;
  readonly approved_at: number;
  readonly approved_by: string;
};

const columns = `id, enrolment_id, step, variant_label, subject, body, content_hash,
  prompt_snapshot,
  prompt_version_hash, resolved_prompt_hash, step_config_fingerprint, lead_identity_fingerprint,
  research_cache_fingerprint, envelope_fingerprint, alias_id, sender_profile_id, template_id,
    draft_id,
  gate_id, model, generation_latency_ms, approved_at, approved_by`;

const liveRows = statement<ApprovalRow>(
  'list_live_approvals',
  `select ${columns} from approval
    where account_id = $1 and enrolment_id = $2 and withdrawn_at is null order by step`,
);

export function listLiveApprovals(
  db: Db,
  accountId: string,
  enrolmentId: string,
): Promise<ApprovalRow[]> {
  return liveRows(db, accountId, enrolmentId);
}

export type NewApproval = ApprovalRow & {
  readonly account_id: string;
  readonly campaign_id: string;
  readonly research_sources: unknown;
};

export async function insertApproval(tx: Db, approval: NewApproval): Promise<void> {
  const { approved_at, research_sources, ...rest } = approval;
  await tx
    .insertInto('approval')
    .values({
      ...rest,
      approved_at: at(approved_at),
      research_sources:
        research_sources === null || research_sources === undefined
          ? null
          : JSON.stringify(research_sources),
    })
    .execute();
}

const withdrawRows = statement<{ id: string; step: number }>(
  'withdraw_approvals',
  `update approval set withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
    where account_id = $1 and id = any($2::uuid[]) and withdrawn_at is null returning id, step`,
);

export function withdrawApprovals(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly ids: readonly string[];
    readonly now: number;
    readonly by: string;
    readonly reason: 'withdrawn' | 'replaced';
  },
): Promise<{ id: string; step: number }[]> {
  return withdrawRows(tx, of.accountId, of.ids, at(of.now), of.by, of.reason);
}

const staleRows = statement(
  'mark_approvals_stale',
  `update approval a set withdrawn_at = $2, withdrawn_by = 'engine', withdrawn_reason = 'stale'
     from unnest($3::uuid[], $4::int[]) x(enrolment_id, step)
    where a.account_id = $1 and a.enrolment_id = x.enrolment_id and a.step = x.step
      and a.withdrawn_at is null`,
);

/** Kept as history; the gate that opens next shows it beside what is to be judged now. */
export async function markApprovalsStale(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly now: number;
    readonly of: readonly { readonly enrolmentId: string; readonly step: number }[];
  },
): Promise<void> {
  if (of.of.length === 0) return;
  await staleRows(
    tx,
    of.accountId,
    at(of.now),
    of.of.map((one) => one.enrolmentId),
    of.of.map((one) => one.step),
  );
}

const outSteps = statement<{ step: number; state: string }>(
  'list_out_steps',
  `select step, state from send
    where enrolment_id = $1 and state not in ('cancelled', 'deferred') order by step`,
);

/** Steps of a lead that are, or may be, out, or on their way. */
export function listOutSteps(
  db: Db,
  enrolmentId: string,
): Promise<{ step: number; state: string }[]> {
  return outSteps(db, enrolmentId);
}
