/**
 * The place where it is decided whether a message may be handed over: the only road to a mailer.
 *
 * Every check is evaluated, each with its scope; stop beats hold, hold beats pass. The claim, `why`
 * and the forecast call the same function over the same facts, so what is shown is what happens.
 * A fact that could not be loaded never gets here: its loader holds instead (fail closed).
 */
import { type CampaignStatus, pausedBecause } from '../campaign/campaign.ts';
import type { Instant } from '../schedule/instant.ts';
import type { PaceAnswer } from '../schedule/pacing.ts';
import type { ContentAnswer } from './content.ts';
import type { LeadOutcome, LeadStatus, SendState, StopReason } from './ledger.ts';
import { isLive } from './ledger.ts';
import type { MailboxChoice } from './mailbox-choice.ts';

export const checkNames = [
  'fenced',
  'campaign_live',
  'lead_live',
  'suppression',
  'ledger',
  'due',
  'content',
  'approval',
  'window',
  'daily_limit',
  'interval',
  'mailbox',
  'mailbox_cap',
  'mailbox_gap',
  'domain_cap',
] as const;
export type CheckName = (typeof checkNames)[number];

export type Scope = 'engine' | 'campaign' | 'alias' | 'domain' | 'lead';

export type Pass = { readonly check: CheckName; readonly scope: Scope; readonly result: 'pass' };
export type Hold = {
  readonly check: CheckName;
  readonly scope: Scope;
  readonly result: 'hold';
  readonly reason: string;
  /** The next instant at which this can change by itself; null: only by somebody's act. */
  readonly until: Instant | null;
};
export type Stop = {
  readonly check: CheckName;
  readonly scope: 'lead';
  readonly result: 'stop';
  readonly reason: string;
  readonly outcome: LeadOutcome;
  readonly stopReason: StopReason;
};
export type CheckAnswer = Pass | Hold | Stop;

export type SendFacts = {
  readonly fenceReason: string | null;
  readonly campaign: { readonly status: CampaignStatus; readonly pausedReason: string | null };
  readonly lead: {
    readonly status: LeadStatus;
    readonly stopReason: StopReason | null;
    readonly suppressedBy: 'email' | 'domain' | null;
    readonly dueAt: Instant | null;
    /**
     * Later than dueAt while the lead is set aside: until its next try, or until a hold has
     * ended.
     */
    readonly readyAt: Instant | null;
    /** Tries of this step that were refused for the time being. */
    readonly tries: number;
  };
  /** The latest try of this step, if there is one. */
  readonly ledger: SendState | null;
  readonly content: ContentAnswer;
  readonly window: PaceAnswer;
  /** The window was read in the lead's own zone. */
  readonly windowIsLeads: boolean;
  readonly dailyLimit: PaceAnswer;
  readonly interval: PaceAnswer;
  readonly mailbox: MailboxChoice;
  readonly domainCap: { readonly go: true } | { readonly go: false; readonly until: Instant };
};

export function checkSend(facts: SendFacts, now: Instant): readonly CheckAnswer[] {
  return [
    fenced(facts),
    campaignLive(facts),
    leadLive(facts),
    suppression(facts),
    ledger(facts),
    due(facts, now),
    ...content(facts),
    pace('window', facts.windowIsLeads ? 'lead' : 'campaign', facts.window),
    pace('daily_limit', 'campaign', facts.dailyLimit),
    pace('interval', 'campaign', facts.interval),
    ...mailbox(facts.mailbox),
    domainCap(facts),
  ];
}

export type Verdict =
  | { readonly verdict: 'go' }
  | { readonly verdict: 'hold'; readonly holds: readonly Hold[] }
  | { readonly verdict: 'stop'; readonly stop: Stop };

export function verdictOf(answers: readonly CheckAnswer[]): Verdict {
  const holds: Hold[] = [];
  for (const answer of answers) {
    if (answer.result === 'stop') return { verdict: 'stop', stop: answer };
    if (answer.result === 'hold') holds.push(answer);
  }
  return holds.length === 0 ? { verdict: 'go' } : { verdict: 'hold', holds };
}

function pass(check: CheckName, scope: Scope): Pass {
  return { check, scope, result: 'pass' };
}

function hold(
  check: CheckName,
  scope: Scope,
  why: { reason: string; until: Instant | null },
): Hold {
  return { check, scope, result: 'hold', reason: why.reason, until: why.until };
}

function fenced({ fenceReason }: SendFacts): CheckAnswer {
  if (fenceReason === null) return pass('fenced', 'engine');
  const reason = `Sending is fenced: ${fenceReason} An operator must accept before anything leaves.`;
  return hold('fenced', 'engine', { reason, until: null });
}

function campaignLive({ campaign }: SendFacts): CheckAnswer {
  if (campaign.status === 'active') return pass('campaign_live', 'campaign');
  const reason = `The campaign is ${campaign.status}${pausedBecause(campaign.pausedReason)}.`;
  return hold('campaign_live', 'campaign', { reason, until: null });
}

function leadLive({ lead }: SendFacts): CheckAnswer {
  if (isLive(lead.status)) return pass('lead_live', 'lead');
  return {
    check: 'lead_live',
    scope: 'lead',
    result: 'stop',
    reason: `This lead is finished: ${lead.status}.`,
    outcome: lead.status,
    stopReason: lead.stopReason ?? 'STOPPED_BY_USER',
  };
}

function suppression({ lead }: SendFacts): CheckAnswer {
  if (lead.suppressedBy === null) return pass('suppression', 'lead');
  const what = lead.suppressedBy === 'email' ? 'This address' : "This address's domain";
  return {
    check: 'suppression',
    scope: 'lead',
    result: 'stop',
    reason: `${what} is on the suppression list.`,
    outcome: 'suppressed',
    stopReason: 'SUPPRESSED',
  };
}

function ledger({ ledger: state }: SendFacts): CheckAnswer {
  switch (state) {
    case null:
    case 'cancelled':
    case 'deferred':
      return pass('ledger', 'lead');
    case 'claimed':
    case 'on_wire':
      return hold('ledger', 'lead', {
        reason: 'This step is being handed over right now.',
        until: null,
      });
    case 'accepted':
      return hold('ledger', 'lead', { reason: 'This step has gone out already.', until: null });
    case 'refused':
      return hold('ledger', 'lead', { reason: 'This step was refused for good.', until: null });
    case 'unknown':
      return hold('ledger', 'lead', {
        reason: 'This step may have gone out: nobody knows. Resolve it as sent or not sent.',
        until: null,
      });
  }
}

function due({ lead }: SendFacts, now: Instant): CheckAnswer {
  const { dueAt, readyAt, tries } = lead;
  if (dueAt === null) {
    return hold('due', 'lead', { reason: 'This lead has no step that is due.', until: null });
  }
  const at = Math.max(dueAt, readyAt ?? dueAt);
  if (at <= now) return pass('due', 'lead');
  if (dueAt > now) return hold('due', 'lead', { reason: 'The step is not due yet.', until: at });
  const reason =
    tries > 0
      ? 'Refused for now; the next try is due later.'
      : 'Set aside because of another check, and looked at again then.';
  return hold('due', 'lead', { reason, until: at });
}

function content({ content: answer }: SendFacts): readonly CheckAnswer[] {
  if (answer.ready) return [pass('content', 'lead'), pass('approval', 'lead')];
  const held = hold(answer.check, 'lead', { reason: answer.reason, until: null });
  return answer.check === 'content'
    ? [held, pass('approval', 'lead')]
    : [pass('content', 'lead'), held];
}

function pace(
  check: 'window' | 'daily_limit' | 'interval',
  scope: 'campaign' | 'lead',
  answer: PaceAnswer,
): CheckAnswer {
  return answer.go ? pass(check, scope) : hold(check, scope, answer);
}

function mailbox(choice: MailboxChoice): readonly CheckAnswer[] {
  if (choice.go) {
    return [pass('mailbox', 'alias'), pass('mailbox_cap', 'alias'), pass('mailbox_gap', 'alias')];
  }
  return (['mailbox', 'mailbox_cap', 'mailbox_gap'] as const).map((check) =>
    choice.check === check ? hold(check, 'alias', choice) : pass(check, 'alias'),
  );
}

function domainCap({ domainCap: answer }: SendFacts): CheckAnswer {
  if (answer.go) return pass('domain_cap', 'domain');
  const reason = 'The daily cap for this recipient domain is used up.';
  return hold('domain_cap', 'domain', { reason, until: answer.until });
}
