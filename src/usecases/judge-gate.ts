/**
 * The place where a verdict on what waits is given by naming the workflow instance alone.
 *
 * A bare verdict says what to do, not with which words: a retry after a lost answer could judge the
 * next gate, which nobody has read. So whoever names the gate or its content is held to it, and
 * whoever names neither may not judge a new gate within a minute of their last verdict.
 */
import { findCampaign } from '../db/campaigns.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findDraftWords } from '../db/drafts.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { findEnrolmentOfInstance, lockEnrolment } from '../db/enrolments.ts';
import { insertEvent } from '../db/events.ts';
import type { GateRow } from '../db/gates.ts';
import { closeGate, findLastVerdict, findOpenGate } from '../db/gates.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { isLive } from '../domain/send/ledger.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Moment } from '../ports/clock.ts';
import { writeApproval } from './approvals.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { stopLeads } from './stop-leads.ts';
import { writeAudit } from './write-audit.ts';

export type JudgeGateInput = {
  readonly campaignId: string;
  readonly workflowInstanceId: string;
  readonly verdict: 'approve' | 'discard';
  readonly gateId: string | null;
  readonly contentHash: string | null;
  /** Told apart from its retries by a key of its own: it is no retry of an earlier verdict. */
  readonly retrySafe?: boolean;
};

export type Judged = {
  readonly action: 'approved' | 'discarded';
  readonly workflowInstanceId: string;
  readonly campaignId: string;
  readonly leadId: string;
};

/** A bare verdict this soon after the last one, by the wall's clock, is taken for a retry. */
const soonMs = 60_000;

type Deps = DbDep & ClockDep & ChanceDep;

export function judgeGate(deps: Deps) {
  return async (caller: Caller, input: JudgeGateInput): Promise<Result<Judged, Failure>> => {
    const { accountId } = caller;
    if (!isUuid(input.workflowInstanceId)) return failed(notFound('workflow instance'));
    const now = await deps.clock.read();
    const campaign = await findCampaign(deps.db, accountId, input.campaignId);
    const found = await findEnrolmentOfInstance(deps.db, accountId, input.workflowInstanceId);
    if (campaign === null || found === null || found.campaign_id !== campaign.id) {
      return failed(notFound('workflow instance'));
    }
    return inTransaction(deps.db, async (tx) => {
      const enrolment = await lockEnrolment(tx, accountId, found.id);
      if (enrolment === null) return failed(notFound('workflow instance'));
      const gate = await findOpenGate(tx, accountId, enrolment.id);
      if (gate === null) return failed(nothingToJudge(enrolment));
      const refused = await notThisGate(tx, { caller, input, gate, now });
      if (refused !== null) return failed(refused);
      const of = { caller, now, campaign, enrolment, gate };
      const failure = await (input.verdict === 'approve'
        ? approve(deps, tx, of)
        : discard(deps, tx, of));
      if (failure !== null) return failed(failure);
      return ok({
        action: input.verdict === 'approve' ? 'approved' : 'discarded',
        workflowInstanceId: input.workflowInstanceId,
        campaignId: campaign.id,
        leadId: enrolment.lead_id,
      });
    });
  };
}

function nothingToJudge(enrolment: EnrolmentRow): Failure {
  if (isLive(enrolment.status)) {
    const message = 'Nothing of this lead waits for a verdict now.';
    return { code: 'NO_PENDING_CONTENT', message, data: { state: enrolment.status } };
  }
  const message = `This workflow instance is finished (${enrolment.status}).`;
  return { code: 'INSTANCE_FINISHED', message, data: { state: enrolment.status } };
}

async function notThisGate(
  tx: Db,
  of: {
    readonly caller: Caller;
    readonly input: JudgeGateInput;
    readonly gate: GateRow;
    readonly now: Moment;
  },
): Promise<Failure | null> {
  const { caller, input, gate, now } = of;
  const data = { gate: shownGate(gate) };
  if (input.gateId !== null || input.contentHash !== null) {
    const sameGate = input.gateId === null || input.gateId === gate.id;
    const sameWords = input.contentHash === null || input.contentHash === gate.content_hash;
    if (sameGate && sameWords) return null;
    return {
      code: 'GATE_CHANGED',
      message: 'Something else waits for a verdict now; read it first.',
      data,
    };
  }
  if (input.retrySafe === true) return null;
  const { accountId, actor: by } = caller;
  const last = await findLastVerdict(tx, { accountId, enrolmentId: gate.enrolment_id, by });
  if (last === null || now.real - last >= soonMs) return null;
  return {
    code: 'VERDICT_TOO_SOON',
    message:
      'A new gate has opened since your last verdict on this lead, less than a minute ago; ' +
      'read it, and name its gateId or contentHash.',
    data,
    retryAfterSeconds: Math.ceil((soonMs - (now.real - last)) / 1000),
  };
}

function shownGate(gate: GateRow) {
  const { id: gateId, step, subject, body, content_hash: contentHash, opened_at: openedAt } = gate;
  return { gateId, step, subject, body, contentHash, openedAt };
}

type Act = {
  readonly caller: Caller;
  readonly now: Moment;
  readonly campaign: Campaign;
  readonly enrolment: EnrolmentRow;
  readonly gate: GateRow;
};

/** The same row that the other surface writes, with all its fingerprints. */
async function approve(deps: Deps, tx: Db, { gate, ...of }: Act): Promise<Failure | null> {
  const words = await findDraftWords(tx, of.caller.accountId, gate.draft_id);
  const written = await writeApproval(deps, tx, {
    ...of,
    content: {
      step: gate.step,
      subject: gate.subject,
      body: gate.body,
      customPrompt: null,
      promptSnapshot: words?.prompt_snapshot ?? null,
      model: gate.model,
      generationLatencyMs: words?.generation_latency_ms ?? null,
      researchSources: null,
      draftId: gate.draft_id,
      expectedStepConfig: null,
    },
  });
  return written.ok ? null : written.failure;
}

/** Stops the instance: nothing is ever recorded as sent for that content. */
async function discard(deps: Deps, tx: Db, of: Act): Promise<Failure | null> {
  const { caller, now, campaign, enrolment, gate } = of;
  const { accountId, actor: by } = caller;
  const verdict = 'discarded';
  await closeGate(tx, { accountId, gateId: gate.id, now: now.engine, real: now.real, verdict, by });
  await insertEvent(tx, {
    id: deps.chance.uuid(now.real),
    accountId,
    campaignId: campaign.id,
    enrolmentId: enrolment.id,
    type: 'discarded',
    at: now.engine,
    step: gate.step,
    actor: by,
    data: { content_hash: gate.content_hash, gate_id: gate.id },
  });
  await stopLeads(tx, {
    accountId,
    where: { enrolmentIds: [enrolment.id] },
    outcome: 'discarded',
    stopReason: 'CONTENT_DISCARDED',
    now,
    by,
  });
  await writeAudit(tx, caller, {
    chance: deps.chance,
    now,
    action: 'campaign_lead.discard',
    kind: 'campaign_lead',
    id: enrolment.id,
    before: enrolment,
    after: await lockEnrolment(tx, accountId, enrolment.id),
  });
  return null;
}
