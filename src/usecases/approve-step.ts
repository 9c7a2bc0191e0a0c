/**
 * The place where a person, or a program on their behalf, approves exactly these words for one
 * step.
 */
import type { ApprovalRow } from '../db/approvals.ts';
import { listLiveApprovals } from '../db/approvals.ts';
import { findCampaign } from '../db/campaigns.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { findDraftHash } from '../db/drafts.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { lockEnrolment } from '../db/enrolments.ts';
import { findOpenGate } from '../db/gates.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { ApprovedContent } from './approvals.ts';
import { writeApproval } from './approvals.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

export type ApproveStepInput = ApprovedContent & {
  readonly campaignId: string;
  readonly campaignLeadId: string;
  readonly variantLabel: string;
  readonly expectedContentHash: string | null;
};

export type ApprovalChange = {
  readonly campaignId: string;
  readonly campaignLeadId: string;
  readonly updatedAt: number;
  readonly step: number | null;
  /** After the operation. */
  readonly approvedSteps: readonly number[];
  /** The entry just written or withdrawn. */
  readonly entry: ApprovalRow | null;
};

export function approveStep(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: ApproveStepInput,
  ): Promise<Result<ApprovalChange, Failure>> => {
    const { accountId } = caller;
    if (!isUuid(input.campaignLeadId)) return failed(notFound('campaign lead'));
    const now = await deps.clock.read();
    const campaign = await findCampaign(deps.db, accountId, input.campaignId);
    if (campaign === null) return failed(notFound('campaign'));
    const seen = await liveOf(deps.db, accountId, input);
    return inTransaction(deps.db, async (tx): Promise<Result<ApprovalChange, Failure>> => {
      const enrolment = await lockEnrolment(tx, accountId, input.campaignLeadId);
      if (enrolment === null || enrolment.campaign_id !== campaign.id) {
        return failed(notFound('campaign lead'));
      }
      const refused =
        variantFault(enrolment, input) ?? (await conflict(tx, { caller, input, seen }));
      if (refused !== null) return failed(refused);
      const written = await writeApproval(deps, tx, {
        caller,
        now,
        campaign,
        enrolment,
        content: input,
      });
      if (!written.ok) return written;
      return ok(await approvalChange(tx, { caller, input, entry: written.value, now: now.engine }));
    });
  };
}

async function liveOf(
  db: Db,
  accountId: string,
  input: ApproveStepInput,
): Promise<ApprovalRow | null> {
  const live = await listLiveApprovals(db, accountId, input.campaignLeadId);
  return live.find((row) => row.step === input.step) ?? null;
}

function variantFault(enrolment: EnrolmentRow, input: ApproveStepInput): Failure | null {
  const label = enrolment.variants[String(input.step)];
  if (label === undefined || label === input.variantLabel) return null;
  const message = `This lead has variant ${label} of step ${input.step}, not ${input.variantLabel}.`;
  const faults = [{ path: ['variant_label'], message: `must be ${label}`, type: 'any.only' }];
  return { code: 'VALIDATION_ERROR', message, faults };
}

async function conflict(
  tx: Db,
  of: {
    readonly caller: Caller;
    readonly input: ApproveStepInput;
    readonly seen: ApprovalRow | null;
  },
): Promise<Failure | null> {
  const { input, seen } = of;
  const { accountId } = of.caller;
  const live = await liveOf(tx, accountId, input);
  // Somebody approved other words while we waited for the lead: they have won, and must be read
  // first.
  const sameWords = live !== null && live.subject === input.subject && live.body === input.body;
  if (live !== null && live.id !== seen?.id && !sameWords) {
    const message = 'Somebody else approved this step just now; read what they approved first.';
    return { code: 'APPROVAL_CONFLICT', message, data: { approved_by: live.approved_by } };
  }
  const draft = await findNamedDraft(tx, accountId, input);
  if (draft === null && input.draftId !== null) return unknownDraft;
  const { expectedContentHash: expected } = input;
  if (expected === null) return null;
  // Where nothing is left to compare it with, what they read is not what waits now either.
  const actual =
    draft === null ? await currentHash(tx, { accountId, input, live }) : draft.contentHash;
  if (actual === expected) return null;
  const message = 'What waits for review has changed since you read it; read it again.';
  return { code: 'CONTENT_CHANGED', message, data: { expected, actual } };
}

const unknownDraft: Failure = {
  code: 'VALIDATION_ERROR',
  message: 'This step of this lead has no such draft; read it again.',
  faults: [
    { path: ['draft_id'], message: 'must be a draft of this lead and step', type: 'any.unknown' },
  ],
};

async function findNamedDraft(tx: Db, accountId: string, input: ApproveStepInput) {
  const { draftId: id, campaignLeadId: enrolmentId, step } = input;
  return id === null ? null : findDraftHash(tx, accountId, { id, enrolmentId, step });
}

/** What a reviewer who names no draft had before them: the open gate, else the live approval. */
async function currentHash(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly input: ApproveStepInput;
    readonly live: ApprovalRow | null;
  },
): Promise<string | null> {
  const { accountId, input, live } = of;
  const gate = await findOpenGate(tx, accountId, input.campaignLeadId);
  if (gate !== null && gate.step === input.step) return gate.content_hash;
  return live?.content_hash ?? null;
}

export async function approvalChange(
  tx: Db,
  of: {
    readonly caller: Caller;
    readonly input: { readonly campaignId: string; readonly campaignLeadId: string };
    readonly entry: ApprovalRow | null;
    readonly step?: number | null;
    readonly now: number;
  },
): Promise<ApprovalChange> {
  const { campaignId, campaignLeadId } = of.input;
  const live = await listLiveApprovals(tx, of.caller.accountId, campaignLeadId);
  return {
    campaignId,
    campaignLeadId,
    updatedAt: of.now,
    step: of.step === undefined ? (of.entry?.step ?? null) : of.step,
    approvedSteps: live.map((row) => row.step),
    entry: of.entry,
  };
}
