/** The place where drafts are asked for, leased to whoever writes them, and kept as versions. */
import type { ApprovalMode, Step } from '../domain/campaign/campaign.ts';
import type { VariantLabels } from '../domain/campaign/variants.ts';
import type { LeadData } from '../domain/lead/lead.ts';
import type { LeadStatus } from '../domain/send/ledger.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type NewDraft = {
  readonly id: string;
  readonly enrolmentId: string;
  readonly step: number;
  readonly variantLabel: string;
};

const insertRows = statement<{ id: string }>(
  'insert_drafts',
  `insert into draft (id, account_id, campaign_id, enrolment_id, step, status, due_at,
    variant_label, created_at)
   select x.id, e.account_id, e.campaign_id, e.id, x.step, 'pending', $2, x.label, $2
     from unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[]) x(id, enrolment_id, step, label)
     join enrolment e on e.id = x.enrolment_id and e.account_id = $1
   on conflict do nothing returning id`,
);

/** One open request per lead and step: a second one is the same one. */
export async function insertDrafts(
  tx: Db,
  of: { readonly accountId: string; readonly now: number; readonly drafts: readonly NewDraft[] },
): Promise<number> {
  const { accountId, now, drafts } = of;
  if (drafts.length === 0) return 0;
  const rows = await insertRows(
    tx,
    accountId,
    at(now),
    drafts.map((draft) => draft.id),
    drafts.map((draft) => draft.enrolmentId),
    drafts.map((draft) => draft.step),
    drafts.map((draft) => draft.variantLabel),
  );
  return rows.length;
}

export type ToDraft = {
  readonly id: string;
  readonly account_id: string;
  readonly step: number;
  readonly variants: VariantLabels;
  readonly approved: boolean;
};

const takeRows = statement<ToDraft>(
  'take_leads_to_draft',
  `with due as (
     select e.id from enrolment e join campaign c on c.id = e.campaign_id
      where e.draft_at <= $1 and e.status in ('pending', 'active') and c.status = 'active'
      order by e.draft_at limit $2 for update of e skip locked)
   update enrolment e set draft_at = null from due where e.id = due.id
   returning e.id, e.account_id, e.step, e.variants, exists (select 1 from approval a
     where a.enrolment_id = e.id and a.step = e.step and a.withdrawn_at is null) as approved`,
);

/** Cross-tenant: leads whose step is near enough to be written. */
export function takeLeadsToDraft(tx: Db, now: number, limit: number): Promise<ToDraft[]> {
  return takeRows(tx, at(now), limit);
}

export type LeasedDraft = {
  readonly id: string;
  readonly account_id: string;
  readonly campaign_id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly variant_label: string;
  readonly attempts: number;
};

const claimRows = statement<LeasedDraft>(
  'claim_drafts',
  `with due as (
     select d.id from draft d join campaign c on c.id = d.campaign_id
      where d.status in ('pending', 'running') and d.due_at <= $1 and c.status = 'active'
        and (d.lease_until is null or d.lease_until <= $2)
      order by d.due_at, d.id limit $5 for update of d skip locked)
   update draft d set status = 'running', lease_token = $3, lease_until = $4, attempts =
     d.attempts + 1
     from due where d.id = due.id
   returning d.id, d.account_id, d.campaign_id, d.enrolment_id, d.step, d.variant_label,
     d.attempts`,
);

/** Cross-tenant: a lease on drafts that are due, or whose writer went away. */
export function claimDrafts(
  db: Db,
  of: {
    readonly now: number;
    readonly real: number;
    readonly leaseToken: string;
    readonly leaseUntil: number;
    readonly limit: number;
  },
): Promise<LeasedDraft[]> {
  return claimRows(db, at(of.now), at(of.real), of.leaseToken, at(of.leaseUntil), of.limit);
}

export type DraftContext = {
  readonly draft_id: string;
  readonly enrolment_id: string;
  readonly lead_email: string | null;
  readonly lead_data: LeadData;
  readonly status: LeadStatus;
  readonly current_step: number | null;
  readonly alias_id: string | null;
  readonly lead_id: string;
  readonly system_prompt: string | null;
  readonly approval_mode: ApprovalMode;
  readonly steps: readonly Step[];
  readonly alias_ids: readonly string[] | null;
};

const contextRows = statement<DraftContext>(
  'list_draft_contexts',
  `select d.id as draft_id, e.id as enrolment_id, l.email as lead_email, l.data as lead_data,
    e.status,
     e.step as current_step, e.alias_id, e.lead_id, c.system_prompt, c.approval_mode, c.steps,
       c.alias_ids
   from draft d join enrolment e on e.id = d.enrolment_id join lead l on l.id = e.lead_id
   join campaign c on c.id = d.campaign_id
   where d.id = any($1::uuid[])`,
);

export function listDraftContexts(db: Db, draftIds: readonly string[]): Promise<DraftContext[]> {
  return contextRows(db, draftIds);
}

export type WrittenDraft = {
  readonly id: string;
  readonly leaseToken: string;
  readonly now: number;
  readonly subject: string;
  readonly body: string;
  readonly contentHash: string;
  readonly model: string;
  readonly latencyMs: number;
  readonly prompt: string;
  readonly promptHash: string;
  readonly stepConfig: string;
  readonly leadIdentity: string;
  readonly facts: readonly string[];
};

const completeRow = statement<{ id: string }>(
  'complete_draft',
  `update draft set status = 'completed', completed_at = $3, subject = $4, body = $5, content_hash
    = $6,
     model = $7, generation_latency_ms = $8, prompt_snapshot = $9, prompt_version_hash = $10,
     step_config_fingerprint = $11, lead_identity_fingerprint = $12, facts = $13, lease_until = null
   where id = $1 and lease_token = $2 and status = 'running' returning id`,
);

/** False where the request was cancelled or taken over meanwhile: what was written is dropped. */
export async function completeDraft(tx: Db, draft: WrittenDraft): Promise<boolean> {
  const rows = await completeRow(
    tx,
    draft.id,
    draft.leaseToken,
    at(draft.now),
    draft.subject,
    draft.body,
    draft.contentHash,
    draft.model,
    draft.latencyMs,
    draft.prompt,
    draft.promptHash,
    draft.stepConfig,
    draft.leadIdentity,
    JSON.stringify(draft.facts),
  );
  return rows.length > 0;
}

const failRow = statement(
  'fail_draft',
  `update draft set status = $3, error = $4, due_at = $5, lease_until = null, lease_token = null
    where id = $1 and lease_token = $2 and status = 'running'`,
);

export async function failDraft(
  tx: Db,
  of: {
    readonly id: string;
    readonly leaseToken: string;
    readonly status: 'pending' | 'failed' | 'cancelled';
    readonly error: string;
    readonly dueAt: number;
  },
): Promise<void> {
  await failRow(tx, of.id, of.leaseToken, of.status, of.error, at(of.dueAt));
}

const nextDraft = statement<{ due_at: number | null }>(
  'find_next_draft',
  `select least(
     (select d.due_at from draft d join campaign c on c.id = d.campaign_id
       where d.status = 'pending' and c.status = 'active' order by d.due_at limit 1),
     (select e.draft_at from enrolment e join campaign c on c.id = e.campaign_id
       where e.draft_at is not null and e.status in ('pending', 'active') and c.status = 'active'
       order by e.draft_at limit 1)) as due_at`,
);

/**
 * Cross-tenant: when there may be something to write. What is being written is looked at from time
 * to time only, and what a paused campaign waits for not at all: either would be due for ever.
 */
export async function findNextDraft(db: Db): Promise<number> {
  const [row] = await nextDraft(db);
  return row?.due_at ?? Number.POSITIVE_INFINITY;
}

const draftHash = statement<{ content_hash: string | null }>(
  'find_draft_hash',
  `select content_hash from draft
     where account_id = $1 and id = $2 and enrolment_id = $3 and step = $4`,
);

/** Null where this lead and step have no such draft. */
export async function findDraftHash(
  db: Db,
  accountId: string,
  of: { readonly id: string; readonly enrolmentId: string; readonly step: number },
): Promise<{ readonly contentHash: string | null } | null> {
  const [row] = await draftHash(db, accountId, of.id, of.enrolmentId, of.step);
  return row === undefined ? null : { contentHash: row.content_hash };
}

export type DraftWords = {
  readonly prompt_snapshot: string | null;
  readonly model: string | null;
  readonly generation_latency_ms: number | null;
};

const draftWords = statement<DraftWords>(
  'find_draft_words',
  'select prompt_snapshot, model, generation_latency_ms from draft where account_id = $1 and id = $2',
);

/** How a draft came about: what an approval of it keeps. */
export async function findDraftWords(
  db: Db,
  accountId: string,
  id: string,
): Promise<DraftWords | null> {
  const [row] = await draftWords(db, accountId, id);
  return row ?? null;
}
