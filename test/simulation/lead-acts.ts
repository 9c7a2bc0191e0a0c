/** The place where what people do to one lead, its words and the engine is spelled out. */

import { sql } from 'kysely';
import { inTransaction } from '../../src/db/database.ts';
import { approveStep } from '../../src/usecases/approve-step.ts';
import { editTemplate } from '../../src/usecases/edit-template.ts';
import { stopLead } from '../../src/usecases/stop-lead.ts';
import { suppress } from '../../src/usecases/suppress.ts';
import { resetApprovals, unapproveStep } from '../../src/usecases/withdraw-approvals.ts';
import type { Act } from './desk.ts';
import type { Plan } from './plan.ts';
import type { Seeded } from './seeded.ts';
import type { Sessions } from './sessions.ts';

export type Choose = { readonly sessions: Sessions; readonly chance: Seeded; readonly plan: Plan };

export type LeadRow = {
  id: string;
  account_id: string;
  campaign_id: string;
  email: string;
  domain: string;
  lead_id: string;
  step: number;
};

export type OnLead =
  | 'approve_ahead'
  | 'suppress_email'
  | 'suppress_domain'
  | 'stop_lead'
  | 'unapprove'
  | 'reset'
  | 'edit_lead'
  | 'edit_template';

export function leadAct({ plan, chance }: Choose, kind: OnLead, lead: LeadRow): Act | null {
  const { account_id: accountId, id: campaignLeadId, campaign_id: campaignId, step } = lead;
  const which = { campaignId, campaignLeadId };
  switch (kind) {
    case 'approve_ahead':
      return approveAheadAct(plan, lead, chance.below(1_000));
    case 'suppress_email': {
      const { email } = lead;
      const scope = { accountId, email };
      return {
        name: kind,
        scope,
        run: (deps, caller) => suppress(deps)(caller, { email, reason: 'asked' }),
      };
    }
    case 'suppress_domain': {
      // A whole domain is a large part of a small world.
      if (chance.happens(0.7)) return null;
      const { domain } = lead;
      const scope = { accountId, domain };
      return {
        name: kind,
        scope,
        run: (deps, caller) => suppress(deps)(caller, { domain, reason: 'asked' }),
      };
    }
    case 'stop_lead':
      return {
        name: kind,
        scope: { accountId, enrolmentId: campaignLeadId },
        run: (deps, caller) => stopLead(deps)(caller, which),
      };
    case 'unapprove':
      return {
        name: kind,
        scope: { accountId, enrolmentId: campaignLeadId, step },
        run: (deps, caller) => unapproveStep(deps)(caller, { ...which, step }),
      };
    case 'reset':
      return {
        name: kind,
        scope: { accountId, enrolmentId: campaignLeadId, step },
        run: (deps, caller) => resetApprovals(deps)(caller, { ...which, steps: null }),
      };
    case 'edit_lead':
      return editLeadAct(lead, chance.below(1_000));
    case 'edit_template': {
      const templateId = plan.accounts.find((one) => one.id === accountId)?.templateIds[
        chance.below(2)
      ];
      const subject = `Hello {{ first_name }}, edited ${chance.below(1_000)}`;
      if (templateId === undefined) return null;
      return {
        name: kind,
        scope: { accountId, campaignId },
        run: (deps, caller) => editTemplate(deps)(caller, { templateId, subject }),
      };
    }
  }
}

/** Words of a person's own, for this step or a later one, whoever would have written it. */
function approveAheadAct(plan: Plan, lead: LeadRow, no: number): Act | null {
  const { account_id: accountId, id: enrolmentId, campaign_id: campaignId } = lead;
  const campaign = plan.accounts
    .flatMap((account) => account.campaigns)
    .find(({ id }) => id === campaignId);
  const later = (campaign?.steps ?? []).filter((one) => one.step >= lead.step);
  const step = later[no % Math.max(1, later.length)];
  const variant = step?.variants[no % step.variants.length];
  if (step === undefined || variant === undefined) return null;
  return {
    name: 'approve_ahead',
    scope: { accountId, enrolmentId, step: step.step },
    run: (deps, caller) =>
      approveStep(deps)(caller, {
        campaignId,
        campaignLeadId: enrolmentId,
        step: step.step,
        subject: `By hand ${no}`,
        body: 'As I say it myself.',
        variantLabel: variant.label,
        expectedContentHash: null,
        customPrompt: null,
        promptSnapshot: null,
        model: null,
        generationLatencyMs: null,
        researchSources: null,
        draftId: null,
        expectedStepConfig: null,
      }),
  };
}

/** A person becomes another one of the same address: what was approved for the first is stale. */
function editLeadAct(
  { account_id: accountId, id: enrolmentId, lead_id: leadId }: LeadRow,
  no: number,
): Act {
  return {
    name: 'edit_lead',
    scope: { accountId, enrolmentId },
    run: async ({ db }) => {
      const name = JSON.stringify(`Other ${no}`);
      await sql`update lead set data = jsonb_set(data::jsonb, '{first_name}', ${name}::jsonb) where id = ${leadId}`.execute(
        db,
      );
      return { ok: true, value: null };
    },
  };
}

/** What a start does that finds itself behind its data folder. */
export const fenceAct: Act = {
  name: 'fence',
  scope: { engine: true },
  run: async ({ db, clock }) => {
    const now = await clock.read();
    await inTransaction(db, async (tx) => {
      const fenced = new Date(now.engine).toISOString();
      await sql`update engine set fenced_at = ${fenced}, fence_reason = 'played' where id = 1 and fenced_at is null`.execute(
        tx,
      );
    });
    return { ok: true, value: null };
  },
};
