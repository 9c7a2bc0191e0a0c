/**
 * The place where "why not yet?" is answered: every check in order, by the very function the
 * engine asks.
 */

import { listOutSteps } from '../db/approvals.ts';
import type { DueCampaign } from '../db/claim.ts';
import { findPacedCampaign } from '../db/claim.ts';
import { inTransaction } from '../db/database.ts';
import { findEngine } from '../db/engine.ts';
import type { EnrolmentRow } from '../db/enrolments.ts';
import { findEnrolment } from '../db/enrolments.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Instant } from '../domain/schedule/instant.ts';
import { createWindowTable } from '../domain/schedule/window.ts';
import type { CheckAnswer } from '../domain/send/checks.ts';
import { verdictOf } from '../domain/send/checks.ts';
import { answersFor } from '../domain/send/fold.ts';
import type { SendState } from '../domain/send/ledger.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isUuid } from '../lib/uuid.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, LinksDep } from './deps.ts';
import type { LeadAtHand } from './load-send-facts.ts';
import { loadSendFacts } from './load-send-facts.ts';

export type Explained = {
  readonly campaignLeadId: string;
  readonly nextStep: number | null;
  readonly verdict: 'go' | 'hold' | 'stop';
  readonly checks: readonly CheckAnswer[];
  readonly now: Instant;
};

export function explainLead(deps: DbDep & ClockDep & LinksDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string; readonly campaignLeadId: string },
  ): Promise<Result<Explained, Failure>> => {
    const { accountId } = caller;
    const { campaignId, campaignLeadId } = input;
    if (!isUuid(campaignId) || !isUuid(campaignLeadId)) return failed(notFound('campaign lead'));
    const { engine: now } = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const enrolment = await findEnrolment(tx, accountId, campaignLeadId);
      const campaign = await findPacedCampaign(tx, { accountId, campaignId });
      if (enrolment === null || campaign === null || enrolment.campaign_id !== campaign.id) {
        return failed(notFound('campaign lead'));
      }
      const out = await listOutSteps(tx, enrolment.id);
      const state = out.find((one) => one.step === enrolment.step)?.state as SendState | undefined;
      const windows = createWindowTable();
      const lead = leadAtHand(enrolment, state);
      const facts = await loadSendFacts(tx, {
        accountId,
        now,
        windows,
        campaigns: [paced(campaign)],
        leads: [lead],
        linksArePublic: deps.links.arePublic(),
      });
      const engine = await findEngine(tx);
      const fenceReason = engine === null || engine.fenced_at === null ? null : engine.fence_reason;
      const [row] = facts.campaigns;
      const candidate = facts.candidatesByCampaign.get(campaign.id)?.[0];
      if (row === undefined || candidate === undefined) return failed(notFound('campaign lead'));
      const fold = { now, windows, fenceReason, ...facts, candidatesMax: 1, sendsMax: 1 };
      const checks = answersFor(fold, row, candidate);
      const { verdict } = verdictOf(checks);
      const nextStep = verdict === 'stop' ? null : enrolment.step;
      return ok({ campaignLeadId: enrolment.id, nextStep, verdict, checks, now });
    });
  };
}

/** A campaign that was never launched has no pace yet: nothing was handed over. */
function paced(campaign: DueCampaign): DueCampaign {
  return { ...campaign, day_count: campaign.day_count ?? 0 };
}

function leadAtHand(row: EnrolmentRow, state: SendState | undefined): LeadAtHand {
  return {
    id: row.id,
    campaign_id: row.campaign_id,
    lead_id: row.lead_id,
    row_index: row.row_index,
    class: row.class,
    status: row.status,
    stop_reason: row.stop_reason,
    step: row.step ?? 0,
    email: row.email ?? '',
    domain: row.domain ?? '',
    timezone: row.timezone,
    variants: row.variants,
    due_at: row.due_at,
    ready_at: row.ready_at,
    tries: row.tries,
    alias_id: row.alias_id,
    // Looked up in any case: what is shown is not what is hot.
    approved: true,
    next_epoch: 1,
    ...(state === undefined ? {} : { ledger: state }),
  };
}
