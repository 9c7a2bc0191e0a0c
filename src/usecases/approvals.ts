/**
 * The place where a verdict becomes an approval: bound to the lead, step, words, prompt and
 * mailbox.
 *
 * Both surfaces write it here, so that a campaign lead approved and a workflow instance approved
 * are the same row. The lead's row is locked throughout: of two people at once one waits and sees.
 */
import { findMailboxes } from '../db/aliases.ts';
import type { ApprovalRow, NewApproval } from '../db/approvals.ts';
import {
  insertApproval,
  listLiveApprovals,
  listOutSteps,
  withdrawApprovals,
} from '../db/approvals.ts';
import { findAccountTerms, listContent } from '../db/content.ts';
import type { Db } from '../db/database.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import { closeGate, findOpenGate, pinAliases } from '../db/gates.ts';
import { lockAccountPace } from '../db/pace.ts';
import type { Fingerprints } from '../domain/approval/approval.ts';
import {
  contentHash,
  promptVersionHash,
  researchCacheFingerprint,
} from '../domain/approval/fingerprints.ts';
import type { Campaign, Step, Variant } from '../domain/campaign/campaign.ts';
import { stepOf, variantOf } from '../domain/campaign/campaign.ts';
import { resolvedPrompt } from '../domain/draft/prompt.ts';
import type { Failure } from '../domain/failure.ts';
import { isLive } from '../domain/send/ledger.ts';
import { pinnedAlias } from '../domain/send/pinned-alias.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import { auditVerdict } from './audit-verdict.ts';
import type { Caller } from './caller.ts';
import { fingerprintsNow, profileOf } from './content-facts.ts';
import type { ChanceDep } from './deps.ts';
import { envelopeOf, loadFooting } from './load-send-facts.ts';
import { makeLeadReady } from './make-lead-ready.ts';

export type ApprovedContent = {
  readonly step: number;
  readonly subject: string;
  readonly body: string;
  readonly customPrompt: string | null;
  readonly promptSnapshot: string | null;
  readonly model: string | null;
  readonly generationLatencyMs: number | null;
  readonly researchSources: unknown;
  readonly draftId: string | null;
  readonly expectedStepConfig: string | null;
};

export type WriteApproval = {
  readonly caller: Caller;
  readonly now: Moment;
  readonly campaign: Campaign;
  readonly enrolment: EnrolmentRow;
  readonly content: ApprovedContent;
};

/** What a lead must be like for a verdict on one of its steps to mean anything. */
function judgeable(of: {
  readonly campaign: Campaign;
  readonly enrolment: EnrolmentRow;
  readonly step: number;
}): Result<{ readonly step: Step; readonly variant: Variant }, Failure> {
  const { campaign, enrolment } = of;
  if (!isLive(enrolment.status)) {
    const message = `This lead is finished (${enrolment.status}); nothing more goes out to it.`;
    return failed({ code: 'LEAD_FINISHED', message, data: { state: enrolment.status } });
  }
  const step = stepOf(campaign, of.step);
  const variant = step === null ? null : variantOf(step, enrolment.variants[String(of.step)]);
  if (step === null || variant === null) {
    const message = `The campaign has no step ${of.step} for this lead.`;
    const faults = [
      { path: ['step_index'], message: 'is no step of the campaign', type: 'any.unknown' },
    ];
    return failed({ code: 'VALIDATION_ERROR', message, faults });
  }
  return ok({ step, variant });
}

/** Under the account's claiming lock: what is out or on its way cannot be judged any more. */
async function alreadyOut(tx: Db, accountId: string, of: WhichStep): Promise<Failure | null> {
  await lockAccountPace(tx, accountId);
  const out = await listOutSteps(tx, of.enrolmentId);
  const state = out.find((one) => one.step === of.step)?.state;
  if (state === undefined) return null;
  const message =
    state === 'claimed' || state === 'on_wire'
      ? 'This step is being handed over right now.'
      : 'This step has been handed over already.';
  return { code: 'ALREADY_SENT', message, data: { state } };
}

type WhichStep = { readonly enrolmentId: string; readonly step: number };

export function writeApproval(
  deps: ChanceDep,
  tx: Db,
  of: WriteApproval,
): Promise<Result<ApprovalRow, Failure>> {
  const { caller, now, enrolment } = of;
  const verdict = { tx, caller, now, enrolmentId: enrolment.id };
  return auditVerdict(deps, { ...verdict, action: 'campaign_lead.approve' }, () =>
    putApproval(deps, tx, of),
  );
}

async function putApproval(
  deps: ChanceDep,
  tx: Db,
  of: WriteApproval,
): Promise<Result<ApprovalRow, Failure>> {
  const { caller, now, campaign, enrolment, content } = of;
  const { accountId, actor: by } = caller;
  const able = judgeable({ campaign, enrolment, step: content.step });
  if (!able.ok) return able;
  const base = await loadBase(tx, of, able.value);
  if (!base.ok) return base;
  const changed = stepConfigChanged(content, base.value.fingerprints);
  if (changed !== null) return failed(changed);
  const out = await alreadyOut(tx, accountId, { enrolmentId: enrolment.id, step: content.step });
  if (out !== null) return failed(out);
  const live = (await listLiveApprovals(tx, accountId, enrolment.id)).find(
    (row) => row.step === content.step,
  );
  const row = approvalRow(deps, of, { ...able.value, ...base.value });
  if (live !== undefined && equalApprovals(live, row)) {
    await openTheWay(tx, { ...of, approval: live });
    return ok(live);
  }
  if (live !== undefined) {
    await withdrawApprovals(tx, {
      accountId,
      ids: [live.id],
      now: now.engine,
      by,
      reason: 'replaced',
    });
  }
  const gate = await findOpenGate(tx, accountId, enrolment.id);
  const written = { ...row, gate_id: gate?.step === content.step ? gate.id : null };
  await insertApproval(tx, written);
  await openTheWay(tx, { ...of, approval: written });
  await insertEvent(tx, {
    id: deps.chance.uuid(now.real),
    accountId,
    campaignId: campaign.id,
    enrolmentId: enrolment.id,
    type: 'approved',
    at: now.engine,
    step: content.step,
    actor: by,
    data: { content_hash: row.content_hash, replaced: live?.id ?? null },
  });
  return ok(written);
}

type Base = {
  readonly fingerprints: Fingerprints;
  readonly prompt: string;
  readonly profileId: string | null;
  readonly aliasId: string;
  readonly envelope: string;
};

async function loadBase(
  tx: Db,
  { caller, campaign, enrolment }: WriteApproval,
  at: { readonly step: Step; readonly variant: Variant },
): Promise<Result<Base, Failure>> {
  const { accountId } = caller;
  const hand = { campaign, ...at };
  const footing = await loadFooting(tx, accountId, { steps: [hand], withProfiles: true });
  const [content] = await listContent(tx, accountId, [
    { enrolmentId: enrolment.id, step: at.step.step },
  ]);
  const aliasId = enrolment.alias_id ?? pinnedAlias(campaign.aliasIds ?? [], enrolment.id);
  const [mailbox] = aliasId === null ? [] : await findMailboxes(tx, accountId, [aliasId]);
  if (content === undefined || mailbox === undefined) {
    const message =
      'The mailbox this lead would be written to from does not exist; choose another.';
    const faults = [
      { path: ['alias_ids'], message: 'names no mailbox of this account', type: 'any.unknown' },
    ];
    return failed({ code: 'VALIDATION_ERROR', message, faults });
  }
  const { footer } = await findAccountTerms(tx, accountId);
  const lead = { email: content.lead_email, data: content.lead_data };
  const profile = profileOf(footing, at.variant);
  return ok({
    fingerprints: fingerprintsNow(footing, hand, lead),
    prompt: resolvedPrompt(campaign, profile?.sender_data ?? {}),
    profileId: profile?.id ?? null,
    aliasId: mailbox.alias.id,
    envelope: envelopeOf({ alias: mailbox.alias, footer }, at.step.trackClicks),
  });
}

function stepConfigChanged(content: ApprovedContent, now: Fingerprints): Failure | null {
  const { expectedStepConfig: expected } = content;
  if (expected === null || expected === now.stepConfig) return null;
  const message =
    'The step, its template or its sender profile was changed; read it again and approve that.';
  return { code: 'STEP_CONFIG_CHANGED', message, data: { expected, actual: now.stepConfig } };
}

function approvalRow(
  deps: ChanceDep,
  { caller, now, campaign, enrolment, content }: WriteApproval,
  of: Base & { readonly variant: Variant },
): NewApproval {
  const prompt = content.customPrompt ?? of.prompt;
  return {
    id: deps.chance.uuid(now.real),
    account_id: caller.accountId,
    campaign_id: campaign.id,
    enrolment_id: enrolment.id,
    step: content.step,
    variant_label: of.variant.label,
    subject: content.subject,
    body: content.body,
    content_hash: contentHash(content),
    prompt_snapshot: content.promptSnapshot ?? prompt,
    prompt_version_hash: promptVersionHash(prompt),
    resolved_prompt_hash: of.fingerprints.resolvedPrompt,
    step_config_fingerprint: of.fingerprints.stepConfig,
    lead_identity_fingerprint: of.fingerprints.leadIdentity,
    research_cache_fingerprint: researchCacheFingerprint(content.researchSources),
    envelope_fingerprint: of.envelope,
    alias_id: of.aliasId,
    sender_profile_id: of.profileId,
    template_id: of.variant.templateId,
    draft_id: content.draftId,
    gate_id: null,
    model: content.model,
    generation_latency_ms: content.generationLatencyMs,
    research_sources: content.researchSources ?? null,
    approved_at: now.engine,
    approved_by: caller.actor,
  };
}

/** Everything it binds is the same: approving it again is the same approval. */
function equalApprovals(live: ApprovalRow, row: ApprovalRow): boolean {
  return (
    live.content_hash === row.content_hash &&
    live.prompt_version_hash === row.prompt_version_hash &&
    live.resolved_prompt_hash === row.resolved_prompt_hash &&
    live.step_config_fingerprint === row.step_config_fingerprint &&
    live.lead_identity_fingerprint === row.lead_identity_fingerprint &&
    live.envelope_fingerprint === row.envelope_fingerprint
  );
}

/**
 * Closes the gate over the step, pins the mailbox, and makes the lead ready: it sends nothing
 * itself.
 */
async function openTheWay(
  tx: Db,
  of: WriteApproval & { readonly approval: ApprovalRow },
): Promise<void> {
  const { caller, now, campaign, enrolment, approval } = of;
  const { accountId, actor: by } = caller;
  const gate = await findOpenGate(tx, accountId, enrolment.id);
  if (gate !== null && gate.step === approval.step) {
    const verdict = 'approved';
    await closeGate(tx, {
      accountId,
      gateId: gate.id,
      now: now.engine,
      real: now.real,
      verdict,
      by,
    });
  }
  await pinAliases(tx, [{ enrolmentId: enrolment.id, aliasId: approval.alias_id }]);
  if (enrolment.step !== approval.step) return;
  const which = { accountId, campaignId: campaign.id, enrolmentId: enrolment.id };
  await makeLeadReady(tx, { ...which, now: now.engine });
}
