/**
 * The place where drafts are written: asked for in a row, leased, written outside any transaction.
 *
 * What a model wrote never sends itself. Where a person must approve it, its completion opens the
 * gate; elsewhere it makes the lead ready.
 */

import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import type { DraftContext, LeasedDraft } from '../db/drafts.ts';
import {
  claimDrafts,
  completeDraft,
  failDraft,
  insertDrafts,
  listDraftContexts,
  takeLeadsToDraft,
} from '../db/drafts.ts';
import { findReviewState, lockEnrolment } from '../db/enrolments.ts';
import { insertGates } from '../db/gates.ts';
import { contentHash } from '../domain/approval/fingerprints.ts';
import { approvalRequired, stepOf, variantOf } from '../domain/campaign/campaign.ts';
import { resolvedPrompt } from '../domain/draft/prompt.ts';
import { templateData } from '../domain/lead/lead.ts';
import { isLive } from '../domain/send/ledger.ts';
import { pinnedAlias } from '../domain/send/pinned-alias.ts';
import type { Moment } from '../ports/clock.ts';
import type { Written } from '../ports/writer.ts';
import type { StepAtHand } from '../usecases/content-facts.ts';
import { fingerprintsNow, profileOf } from '../usecases/content-facts.ts';
import { loadFooting } from '../usecases/load-send-facts.ts';
import { makeLeadReady } from '../usecases/make-lead-ready.ts';
import type { EngineDeps, Round } from './deps.ts';

/** Drafts of one round; they are written side by side. */
const draftsMax = 8;
const leadsMax = 100;
const triesMax = 3;
const retryMs = 60_000;
/** Longer than a model may take: a writer that is slower has its draft written again. */
const draftLeaseMs = 180_000;

export async function draftOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  const asked = await inTransaction(deps.db, (tx) => askForDrafts(deps, tx, now));
  const leaseToken = deps.chance.uuid(now.real);
  const leased = await claimDrafts(deps.db, {
    now: now.engine,
    real: now.real,
    leaseToken,
    leaseUntil: now.real + draftLeaseMs,
    limit: draftsMax,
  });
  const contexts = await listDraftContexts(
    deps.db,
    leased.map((draft) => draft.id),
  );
  const contextById = new Map(contexts.map((context) => [context.draft_id, context]));
  // All are waited for, also when one fails: none may outlive its round.
  const written = await Promise.allSettled(
    leased.map((draft) =>
      writeOne(deps, now, { draft, leaseToken, context: contextById.get(draft.id) ?? null }),
    ),
  );
  for (const one of written) if (one.status === 'rejected') throw one.reason;
  return { did: asked + leased.length };
}

async function askForDrafts(deps: EngineDeps, tx: Db, now: Moment): Promise<number> {
  const leads = await takeLeadsToDraft(tx, now.engine, leadsMax);
  const byAccount = new Map<string, typeof leads>();
  for (const lead of leads) {
    if (lead.approved) continue;
    byAccount.set(lead.account_id, [...(byAccount.get(lead.account_id) ?? []), lead]);
  }
  for (const [accountId, some] of byAccount) {
    const drafts = some.map((lead) => ({
      id: deps.chance.uuid(now.real),
      enrolmentId: lead.id,
      step: lead.step,
      variantLabel: lead.variants[String(lead.step)] ?? '',
    }));
    await insertDrafts(tx, { accountId, now: now.engine, drafts });
  }
  return leads.length;
}

type Work = {
  readonly draft: LeasedDraft;
  readonly leaseToken: string;
  readonly context: DraftContext | null;
};

async function writeOne(deps: EngineDeps, now: Moment, work: Work): Promise<void> {
  const { draft, leaseToken, context } = work;
  const at = context === null ? null : stepAtHand(draft, context);
  if (context === null || at === null || !isLive(context.status)) {
    const error = 'There is nothing left to write for.';
    const { id } = draft;
    await failDraft(deps.db, { id, leaseToken, status: 'cancelled', error, dueAt: now.engine });
    return;
  }
  const footing = await loadFooting(deps.db, draft.account_id, {
    steps: [at],
    withProfiles: true,
  });
  const sender = profileOf(footing, at.variant)?.sender_data ?? {};
  const prompt = resolvedPrompt(at.campaign, sender);
  const lead = { email: context.lead_email, data: context.lead_data };
  // Taken before the writer is asked: what changes while it writes makes the draft stale, as it
  // must.
  const fingerprints = fingerprintsNow(footing, at, lead);
  const began = deps.clock.monotonic();
  const written = await write(deps, {
    prompt,
    lead: templateData(context.lead_data),
    sender,
    step: draft.step,
    seed: `${draft.enrolment_id}:${draft.step}:${draft.attempts}`,
  });
  const latencyMs = Math.max(0, Math.round(deps.clock.monotonic() - began));
  if (written.outcome === 'failed') return retryLater(deps, now, { work, written });
  await inTransaction(deps.db, (tx) =>
    complete(deps, tx, { now, work, context, at, written, prompt, latencyMs, fingerprints }),
  );
}

async function write(
  deps: EngineDeps,
  request: Parameters<EngineDeps['writer']['write']>[0],
): Promise<Written> {
  try {
    return await deps.writer.write(request);
  } catch (error) {
    deps.log.warn({ error: String(error) }, 'the writer broke its promise');
    return { outcome: 'failed', retryable: true, reason: 'The writer failed without an answer.' };
  }
}

async function retryLater(
  deps: EngineDeps,
  now: Moment,
  of: { readonly work: Work; readonly written: Extract<Written, { outcome: 'failed' }> },
): Promise<void> {
  const { draft, leaseToken } = of.work;
  const again = of.written.retryable && draft.attempts < triesMax;
  await failDraft(deps.db, {
    id: draft.id,
    leaseToken,
    status: again ? 'pending' : 'failed',
    error: of.written.reason,
    dueAt: now.engine + retryMs * draft.attempts,
  });
}

function stepAtHand(draft: LeasedDraft, context: DraftContext): StepAtHand | null {
  const step = stepOf(context, draft.step);
  const variant = step === null ? null : variantOf(step, draft.variant_label);
  if (step === null || variant === null) return null;
  const { system_prompt: systemPrompt, approval_mode: approvalMode } = context;
  return { campaign: { systemPrompt, approvalMode }, step, variant };
}

type Complete = {
  readonly now: Moment;
  readonly work: Work;
  readonly context: DraftContext;
  readonly at: StepAtHand;
  readonly written: Extract<Written, { outcome: 'written' }>;
  readonly prompt: string;
  readonly latencyMs: number;
  readonly fingerprints: ReturnType<typeof fingerprintsNow>;
};

async function complete(deps: EngineDeps, tx: Db, of: Complete): Promise<void> {
  const { draft, leaseToken } = of.work;
  const { written, now } = of;
  const enrolment = await lockEnrolment(tx, draft.account_id, draft.enrolment_id);
  const took = await completeDraft(tx, {
    id: draft.id,
    leaseToken,
    now: now.engine,
    subject: written.subject,
    body: written.body,
    contentHash: contentHash(written),
    model: written.model,
    latencyMs: of.latencyMs,
    prompt: of.prompt,
    promptHash: of.fingerprints.resolvedPrompt,
    stepConfig: of.fingerprints.stepConfig,
    leadIdentity: of.fingerprints.leadIdentity,
    facts: written.facts,
  });
  if (!took || enrolment === null) return;
  // Written ahead, or for a lead that moved on: it waits for its step, and is judged there.
  if (!isLive(enrolment.status) || enrolment.step !== draft.step) return;
  const { accountId, enrolmentId, step } = {
    accountId: draft.account_id,
    enrolmentId: draft.enrolment_id,
    step: draft.step,
  };
  const review = await findReviewState(tx, enrolmentId, step);
  if (review.live) return;
  const aliasId = enrolment.alias_id ?? pinnedAlias(of.context.alias_ids ?? [], enrolmentId);
  if ((approvalRequired(of.at.campaign, of.at.step) || review.ever) && aliasId !== null) {
    const gate = { id: deps.chance.uuid(now.real), enrolmentId, step, aliasId };
    const variantLabel = draft.variant_label;
    await insertGates(tx, { accountId, now: now.engine, gates: [{ ...gate, variantLabel }] });
    return;
  }
  const { campaign_id: campaignId } = draft;
  await makeLeadReady(tx, { accountId, campaignId, enrolmentId, now: now.engine });
}
