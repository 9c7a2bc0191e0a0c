/** The place where an act is chosen: what people could do to this world at this instant. */

import { approveStep } from '../../src/usecases/approve-step.ts';
import { cancelCampaign } from '../../src/usecases/cancel-campaign.ts';
import { judgeGate } from '../../src/usecases/judge-gate.ts';
import { launchCampaign } from '../../src/usecases/launch-campaign.ts';
import { pauseCampaign } from '../../src/usecases/pause-campaign.ts';
import { resolveSend } from '../../src/usecases/resolve-send.ts';
import { resumeCampaign } from '../../src/usecases/resume-campaign.ts';
import { retryLead } from '../../src/usecases/retry-lead.ts';
import type { Act } from './desk.ts';
import { acceptAct } from './desk.ts';
import type { Choose, LeadRow } from './lead-acts.ts';
import { fenceAct, leadAct } from './lead-acts.ts';
import type { AccountPlan } from './plan.ts';
import type { Seeded } from './seeded.ts';

type CampaignRow = { id: string; account_id: string; status: string };
type GateRow = LeadRow & {
  gate_id: string;
  content_hash: string;
  instance: string;
  subject: string;
  body: string;
  label: string;
  gate_step: number;
  draft_id: string;
};

async function campaigns(
  { sessions }: Pick<Choose, 'sessions'>,
  statuses: readonly string[],
): Promise<CampaignRow[]> {
  const text = 'select id, account_id, status from campaign where status = any($1) order by id';
  return sessions.ask<CampaignRow>('sim_campaigns', text, [statuses]);
}

async function liveLeads({ sessions }: Choose): Promise<LeadRow[]> {
  const text = `select e.id, e.account_id, e.campaign_id, e.email, e.domain, e.lead_id, e.step
    from enrolment e
    where e.status in ('pending', 'active') order by e.id`;
  return sessions.ask<LeadRow>('sim_live_leads', text);
}

async function failedLeads({ sessions }: Choose): Promise<LeadRow[]> {
  const text = `select e.id, e.account_id, e.campaign_id, e.email, e.domain, e.lead_id, e.step
    from enrolment e where e.status = 'failed' order by e.id`;
  return sessions.ask<LeadRow>('sim_failed_leads', text);
}

async function approvedLeads({ sessions }: Choose): Promise<LeadRow[]> {
  const text = `select e.id, e.account_id, e.campaign_id, e.email, e.domain, e.lead_id, a.step
    from approval a
    join enrolment e on e.id = a.enrolment_id where a.withdrawn_at is null and e.status in
      ('pending', 'active')
    order by a.id`;
  return sessions.ask<LeadRow>('sim_approved_leads', text);
}

async function openGates({ sessions }: Choose): Promise<GateRow[]> {
  const text = `select e.id, e.account_id, e.campaign_id, e.email, e.domain, e.lead_id, e.step,
    g.id as gate_id, g.content_hash,
      e.workflow_instance_id as instance, g.subject, g.body, g.variant_label as label, g.step as
        gate_step, g.draft_id
     from gate g join enrolment e on e.id = g.enrolment_id where g.closed_at is null order by g.id`;
  return sessions.ask<GateRow>('sim_open_gates', text);
}

export function launchAct(account: AccountPlan, campaignId: string): Act {
  return {
    name: 'launch',
    scope: { accountId: account.id, campaignId },
    run: (deps, caller) => launchCampaign(deps)(caller, { campaignId }),
  };
}

export function resumeAct({ id, account_id: accountId }: CampaignRow): Act {
  return {
    name: 'resume',
    scope: { accountId, campaignId: id },
    run: (deps, caller) => resumeCampaign(deps)(caller, { campaignId: id }),
  };
}

function pauseAct({ id, account_id: accountId }: CampaignRow, waitMsMax: number): Act {
  return {
    name: 'pause',
    scope: { accountId, campaignId: id },
    run: (deps, caller) => pauseCampaign(deps)(caller, { campaignId: id, waitMsMax }),
  };
}

function cancelAct({ id, account_id: accountId }: CampaignRow, waitMsMax: number): Act {
  return {
    name: 'cancel',
    scope: { accountId, campaignId: id },
    run: (deps, caller) => cancelCampaign(deps)(caller, { campaignId: id, waitMsMax }),
  };
}

function retryAct({ id, account_id: accountId, campaign_id: campaignId }: LeadRow): Act {
  return {
    name: 'retry',
    scope: { accountId, enrolmentId: id },
    run: (deps, caller) => retryLead(deps)(caller, { campaignId, campaignLeadId: id }),
  };
}

/** By either surface: the instance alone, or the step with its words. */
export function judgeAct(
  gate: GateRow,
  of: { verdict: 'approve' | 'discard'; bySurface: number },
): Act {
  const { account_id: accountId, id: enrolmentId, campaign_id: campaignId } = gate;
  if (of.verdict === 'approve' && of.bySurface % 2 === 1) {
    const edited = of.bySurface % 3 === 1;
    return {
      name: 'approve',
      scope: { accountId, enrolmentId, step: gate.gate_step },
      run: (deps, caller) =>
        approveStep(deps)(caller, {
          campaignId,
          campaignLeadId: enrolmentId,
          step: gate.gate_step,
          subject: gate.subject,
          body: edited ? `${gate.body} (edited)` : gate.body,
          variantLabel: gate.label,
          expectedContentHash: gate.content_hash,
          customPrompt: null,
          promptSnapshot: null,
          model: null,
          generationLatencyMs: null,
          researchSources: null,
          draftId: gate.draft_id,
          expectedStepConfig: null,
        }),
    };
  }
  return {
    name: of.verdict,
    scope:
      of.verdict === 'discard'
        ? { accountId, enrolmentId }
        : { accountId, enrolmentId, step: gate.gate_step },
    run: (deps, caller) =>
      judgeGate(deps)(caller, {
        campaignId,
        workflowInstanceId: gate.instance,
        verdict: of.verdict,
        gateId: gate.gate_id,
        contentHash: of.bySurface % 5 === 0 ? null : gate.content_hash,
      }),
  };
}

export function resolveAct(
  send: { id: string; account_id: string; campaign_id: string; enrolment_id: string },
  outcome: 'sent' | 'not_sent',
): Act {
  return {
    name: `resolve_${outcome}`,
    scope: { accountId: send.account_id, enrolmentId: send.enrolment_id },
    run: (deps, caller) =>
      resolveSend(deps)(caller, {
        campaignId: send.campaign_id,
        sendId: send.id,
        outcome,
        note: null,
      }),
  };
}

export async function unknownSends({ sessions }: Pick<Choose, 'sessions'>) {
  const text = `select id, account_id, campaign_id, enrolment_id from send
    where state = 'unknown' and resolution is null order by id`;
  return sessions.ask<{
    id: string;
    account_id: string;
    campaign_id: string;
    enrolment_id: string;
  }>('sim_unknown', text);
}

/** What a reviewer would do with everything that waits for one. */
export async function judgeActs(
  of: Choose,
  verdict: 'approve' | 'discard',
): Promise<readonly Act[]> {
  const gates = await openGates(of);
  return gates.map((gate) => judgeAct(gate, { verdict, bySurface: 1 + of.chance.below(100) }));
}

export async function resumeActs(of: Choose): Promise<readonly Act[]> {
  return (await campaigns(of, ['paused'])).map(resumeAct);
}

export async function resolveActs(of: Choose): Promise<readonly Act[]> {
  const sends = await unknownSends(of);
  return sends.map((send) => resolveAct(send, of.chance.pick(['sent', 'not_sent'])));
}

/**
 * What was approved for a template's step and no longer holds waits for a person to take it back.
 */
export async function reviewAgainActs(of: Choose): Promise<readonly Act[]> {
  const text = `select e.id, e.account_id, e.campaign_id, e.email, e.domain, e.lead_id, a.step
    from approval a
    join enrolment e on e.id = a.enrolment_id and e.step = a.step
    where a.withdrawn_at is null and e.status in ('pending', 'active') and e.ready_at is null
      order by a.id`;
  const leads = await of.sessions.ask<LeadRow>('sim_to_review', text);
  return leads.flatMap((lead) => leadAct(of, 'unapprove', lead) ?? []);
}

const kinds = [
  'pause',
  'pause',
  'pause',
  'resume',
  'resume',
  'resume',
  'suppress_email',
  'suppress_domain',
  'stop_lead',
  'unapprove',
  'reset',
  'edit_template',
  'edit_lead',
  'resolve',
  'discard',
  'relaunch',
  'approve',
  'approve',
  'fence',
  'approve_ahead',
  'approve_ahead',
  'edit_approved',
  'edit_approved',
  'cancel',
  'retry',
  'retry',
] as const;

/** Null where there is nothing to do it to. */
export async function chooseAct(of: Choose): Promise<Act | null> {
  const { chance } = of;
  const kind = chance.pick(kinds);
  switch (kind) {
    case 'pause': {
      const [row] = some(chance, await campaigns(of, ['active', 'scheduled']));
      return row === undefined ? null : pauseAct(row, chance.pick([0, 200, 5_000]));
    }
    case 'resume': {
      const [row] = some(chance, await campaigns(of, ['paused']));
      return row === undefined ? null : resumeAct(row);
    }
    case 'relaunch': {
      const [row] = some(chance, await campaigns(of, ['draft', 'failed', 'launching', 'active']));
      const account = of.plan.accounts.find((one) => one.id === row?.account_id);
      return row === undefined || account === undefined ? null : launchAct(account, row.id);
    }
    case 'approve':
    case 'discard': {
      const [gate] = some(chance, await openGates(of));
      if (gate === undefined) return null;
      return judgeAct(gate, { verdict: kind, bySurface: chance.below(100) });
    }
    case 'resolve': {
      const [send] = some(chance, await unknownSends(of));
      return send === undefined ? null : resolveAct(send, chance.pick(['sent', 'not_sent']));
    }
    case 'cancel': {
      // A whole campaign is a large part of a small world.
      const at = ['active', 'scheduled', 'launching', 'paused', 'draining'];
      const [row] = chance.happens(0.7) ? [] : some(chance, await campaigns(of, at));
      return row === undefined ? null : cancelAct(row, chance.pick([0, 200, 5_000]));
    }
    case 'retry': {
      const [lead] = some(chance, await failedLeads(of));
      return lead === undefined ? null : retryAct(lead);
    }
    case 'fence':
      return chance.happens(0.3) ? fenceAct : acceptAct;
    case 'unapprove':
    case 'reset':
    case 'edit_approved': {
      const [lead] = some(chance, await approvedLeads(of));
      return lead === undefined
        ? null
        : leadAct(of, kind === 'edit_approved' ? 'edit_lead' : kind, lead);
    }
    case 'approve_ahead':
    case 'suppress_email':
    case 'suppress_domain':
    case 'stop_lead':
    case 'edit_lead':
    case 'edit_template': {
      const [lead] = some(chance, await liveLeads(of));
      return lead === undefined ? null : leadAct(of, kind, lead);
    }
  }
}

function some<T>(chance: Seeded, rows: readonly T[]): readonly T[] {
  return rows.length === 0 ? [] : [chance.pick(rows)];
}
