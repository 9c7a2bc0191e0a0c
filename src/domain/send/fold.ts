/**
 * The place where it is decided what leaves now: one sequential pass over an account's ready leads.
 *
 * A fold, never a map over a snapshot: each decision sees the slots the ones before it took, so a
 * mailbox at 49 of 50 sends one message and not two. What comes out are rows to write, nothing is
 * done.
 */

import type { CampaignStatus } from '../campaign/campaign.ts';
import type { Instant } from '../schedule/instant.ts';
import { never } from '../schedule/instant.ts';
import type { CampaignPace, Pacing } from '../schedule/pacing.ts';
import {
  afterHandOver,
  campaignFreeAt,
  dailyLimitAnswer,
  intervalAnswer,
  windowAnswer,
} from '../schedule/pacing.ts';
import { bucketOf, rollingCapAnswer } from '../schedule/rolling-cap.ts';
import type { WindowTable } from '../schedule/window.ts';
import type { CheckAnswer, Hold, SendFacts, Stop, Verdict } from './checks.ts';
import { checkSend, verdictOf } from './checks.ts';
import type { ContentAnswer, ContentRemedy } from './content.ts';
import type { LeadStatus, SendState, StopReason } from './ledger.ts';
import type { MailboxFacts } from './mailbox-choice.ts';
import { afterUse, chooseMailbox } from './mailbox-choice.ts';

export type FoldCampaign = {
  readonly id: string;
  readonly status: CampaignStatus;
  readonly pausedReason: string | null;
  readonly pacing: Pacing;
  readonly pace: CampaignPace;
  /** Its latest hand-over. */
  readonly lastAt: Instant | null;
  readonly aliasIds: readonly string[];
  /** The window is read in each lead's own zone, where that is known. */
  readonly leadZones: boolean;
};

export type Candidate = {
  readonly enrolmentId: string;
  readonly step: number;
  readonly epoch: number;
  /** 0: follow-ups and retries, 1: first steps. */
  readonly priority: number;
  readonly status: LeadStatus;
  readonly stopReason: StopReason | null;
  readonly domain: string;
  readonly suppressedBy: 'email' | 'domain' | null;
  readonly dueAt: Instant | null;
  readonly readyAt: Instant | null;
  readonly tries: number;
  readonly pinnedAlias: string | null;
  readonly timezone: string | null;
  readonly ledger: SendState | null;
  readonly content: ContentAnswer;
};

export type FoldInput = {
  readonly now: Instant;
  readonly windows: WindowTable;
  readonly fenceReason: string | null;
  readonly campaigns: readonly FoldCampaign[];
  readonly candidatesByCampaign: ReadonlyMap<string, readonly Candidate[]>;
  /** As many candidates of one priority as the loader looks for: a full list may hide others. */
  readonly candidatesMax: number;
  readonly mailboxesById: ReadonlyMap<string, MailboxFacts>;
  readonly domainDailyCap: number | null;
  readonly domainUse: ReadonlyMap<string, ReadonlyMap<Instant, number>>;
  readonly sendsMax: number;
};

export type ChosenSend = {
  readonly campaignId: string;
  readonly candidate: Candidate;
  readonly aliasId: string;
};
export type PaceMove = {
  readonly campaignId: string;
  readonly pace: CampaignPace;
  /** When the campaign is worth looking at again. */
  readonly lookAt: Instant;
};
export type Park = {
  readonly campaignId: string;
  readonly enrolmentId: string;
  /** null: until somebody's act makes it ready. */
  readonly readyAt: Instant | null;
  readonly remedy: ContentRemedy;
};
export type LeadStop = { readonly enrolmentId: string; readonly stop: Stop };

export type FoldResult = {
  readonly sends: readonly ChosenSend[];
  readonly paces: readonly PaceMove[];
  readonly parks: readonly Park[];
  readonly stops: readonly LeadStop[];
};

/**
 * How long a hold without an end of its own keeps its scope parked before it is looked at again.
 */
export const recheckMs = 15 * 60_000;

/**
 * How long a campaign waits for the drafts it asked for. Without it, the next look would ask for
 * those of the next leads, and one launch for a hundred thousand, most stale before their day.
 */
export const draftPatienceMs = 10_000;

type State = {
  readonly mailboxesById: Map<string, MailboxFacts>;
  readonly domainUse: Map<string, Map<Instant, number>>;
  readonly sends: ChosenSend[];
  readonly paces: PaceMove[];
  readonly parks: Park[];
  readonly stops: LeadStop[];
};

export function foldSends(input: FoldInput): FoldResult {
  const state = initialState(input);
  for (const campaign of input.campaigns) {
    // A campaign that was not looked at keeps its pace: it is the first of the next round.
    if (state.sends.length >= input.sendsMax) break;
    state.paces.push({ campaignId: campaign.id, ...foldCampaign(input, state, campaign) });
  }
  return { sends: state.sends, paces: state.paces, parks: state.parks, stops: state.stops };
}

/** Every check of one lead as the fold would read it if it came first: what `why` shows. */
export function answersFor(
  input: FoldInput,
  campaign: FoldCampaign,
  candidate: Candidate,
): readonly CheckAnswer[] {
  const { pace } = campaign;
  return factsAndAnswers(input, initialState(input), { campaign, pace, candidate }).answers;
}

function initialState(input: FoldInput): State {
  return {
    mailboxesById: new Map(input.mailboxesById),
    domainUse: new Map([...input.domainUse].map(([domain, use]) => [domain, new Map(use)])),
    sends: [],
    paces: [],
    parks: [],
    stops: [],
  };
}

type Moved = Omit<PaceMove, 'campaignId'>;

function foldCampaign(input: FoldInput, state: State, campaign: FoldCampaign): Moved {
  const candidates = input.candidatesByCampaign.get(campaign.id) ?? [];
  let pace = campaign.pace;
  let sent = false;
  let asked = false;
  const heldByMailbox: { candidate: Candidate; hold: Hold }[] = [];
  for (const candidate of candidates) {
    if (state.sends.length >= input.sendsMax) break;
    const { verdict, aliasId } = judge(input, state, { campaign, pace, candidate });
    if (verdict.verdict === 'stop') {
      state.stops.push({ enrolmentId: candidate.enrolmentId, stop: verdict.stop });
    } else if (verdict.verdict === 'go') {
      state.sends.push({ campaignId: campaign.id, candidate, aliasId });
      takeSlots(input, state, { candidate, aliasId });
      pace = afterHandOver(input.windows, { pacing: campaign.pacing, pace }, input.now);
      sent = true;
    } else {
      const whole = verdict.holds.find(
        (hold) => hold.scope === 'engine' || hold.scope === 'campaign',
      );
      if (whole !== undefined) return sent ? freed(input, campaign, pace) : parked(input, campaign);
      const mailboxHold = verdict.holds.find((hold) => hold.scope === 'alias');
      if (mailboxHold !== undefined && verdict.holds.length === 1) {
        heldByMailbox.push({ candidate, hold: mailboxHold });
      } else {
        const park = parkOf(input, campaign.id, { candidate, holds: verdict.holds });
        state.parks.push(park);
        asked ||= park.remedy === 'request_draft';
      }
    }
  }
  if (sent) return freed(input, campaign, pace);
  const moved = parkMailboxHolds(input, state, { campaign, candidates, heldByMailbox });
  if (!asked) return moved;
  return { ...moved, lookAt: Math.max(moved.lookAt, input.now + draftPatienceMs) };
}

type Of = { campaign: FoldCampaign; pace: CampaignPace; candidate: Candidate };

function judge(
  input: FoldInput,
  state: State,
  of: Of,
): { readonly verdict: Verdict; readonly aliasId: string } {
  const { answers, mailbox } = factsAndAnswers(input, state, of);
  return { verdict: verdictOf(answers), aliasId: mailbox.go ? mailbox.aliasId : '' };
}

function factsAndAnswers(input: FoldInput, state: State, of: Of) {
  const { campaign, pace, candidate } = of;
  const { now, windows } = input;
  const mailboxes = campaign.aliasIds.flatMap((id) => state.mailboxesById.get(id) ?? []);
  const mailbox = chooseMailbox(mailboxes, candidate.pinnedAlias, now);
  const rule = campaign.pacing.rule;
  const timezone = campaign.leadZones ? (candidate.timezone ?? rule.timezone) : rule.timezone;
  const facts: SendFacts = {
    fenceReason: input.fenceReason,
    campaign,
    lead: candidate,
    ledger: candidate.ledger,
    content: candidate.content,
    window: windowAnswer(windows, { ...rule, timezone }, now),
    windowIsLeads: campaign.leadZones,
    dailyLimit: dailyLimitAnswer({ pacing: campaign.pacing, pace }, now),
    interval: intervalAnswer({ pacing: campaign.pacing, pace }, now),
    mailbox,
    domainCap: domainAnswer(input, state, candidate.domain),
  };
  return { answers: checkSend(facts, now), mailbox };
}

function domainAnswer(input: FoldInput, state: State, domain: string): SendFacts['domainCap'] {
  if (input.domainDailyCap === null) return { go: true };
  return rollingCapAnswer(
    state.domainUse.get(domain) ?? new Map(),
    input.domainDailyCap,
    input.now,
  );
}

function takeSlots(
  input: FoldInput,
  state: State,
  of: { candidate: Candidate; aliasId: string },
): void {
  const mailbox = state.mailboxesById.get(of.aliasId);
  if (mailbox !== undefined) state.mailboxesById.set(of.aliasId, afterUse(mailbox, input.now));
  if (input.domainDailyCap === null) return;
  const bucket = bucketOf(input.now);
  const use = state.domainUse.get(of.candidate.domain) ?? new Map<Instant, number>();
  use.set(bucket, (use.get(bucket) ?? 0) + 1);
  state.domainUse.set(of.candidate.domain, use);
}

/** After a hand-over: the campaign is looked at again when its own pacing allows the next one. */
function freed(input: FoldInput, campaign: FoldCampaign, pace: CampaignPace): Moved {
  return { pace, lookAt: nextLook(input, { ...campaign, pace }) };
}

/**
 * The campaign itself may not go: until its pacing allows it, or for good while it is not active.
 */
function parked(input: FoldInput, campaign: FoldCampaign): Moved {
  const { pace } = campaign;
  if (campaign.status !== 'active') return { pace, lookAt: never };
  const lookAt = nextLook(input, campaign);
  // Strictly forward: whatever holds the whole campaign now is not asked again in this same
  // instant.
  return { pace, lookAt: lookAt > input.now ? lookAt : input.now + recheckMs };
}

function nextLook(input: FoldInput, campaign: FoldCampaign): Instant {
  if (!campaign.leadZones) return campaignFreeAt(input.windows, campaign, input.now);
  // Every lead waits for a window of its own; only what binds the campaign as a whole parks it.
  const answers = [dailyLimitAnswer(campaign, input.now), intervalAnswer(campaign, input.now)];
  return Math.max(
    input.now,
    ...answers.map((answer) => (answer.go ? input.now : (answer.until ?? never))),
  );
}

function parkOf(
  input: FoldInput,
  campaignId: string,
  { candidate, holds }: { readonly candidate: Candidate; readonly holds: readonly Hold[] },
): Park {
  const remedy = candidate.content.ready ? 'wait' : candidate.content.remedy;
  let readyAt: Instant | null = 0;
  for (const hold of holds) {
    // A verdict, or a draft that is finished, makes its lead ready; nobody else does, so that
    // whatever else has no end of its own is looked at again, or its lead would be lost for ever.
    const act = (hold.check === 'content' || hold.check === 'approval') && remedy !== 'look_again';
    const until = hold.until ?? (act ? null : input.now + recheckMs);
    readyAt = until === null || readyAt === null ? null : Math.max(readyAt, until);
  }
  return { campaignId, enrolmentId: candidate.enrolmentId, readyAt, remedy };
}

/**
 * A mailbox that may not send holds what is bound to it, not the head of the queue. Where others
 * may stand behind, its leads step aside; a mere gap is waited out, or each gap would rewrite them.
 */
function parkMailboxHolds(
  input: FoldInput,
  state: State,
  of: {
    campaign: FoldCampaign;
    candidates: readonly Candidate[];
    heldByMailbox: readonly { candidate: Candidate; hold: Hold }[];
  },
): Moved {
  const { pace } = of.campaign;
  if (of.heldByMailbox.length === 0) return { pace, lookAt: input.now };
  const { aliasIds } = of.campaign;
  const full = mayHideOthers(input, of.candidates);
  let lookAt = never;
  for (const { candidate, hold } of of.heldByMailbox) {
    const { pinnedAlias } = candidate;
    const others = aliasIds.length > 1 || (pinnedAlias !== null && !aliasIds.includes(pinnedAlias));
    const readyAt = hold.until ?? input.now + recheckMs;
    if (others && (full || hold.check !== 'mailbox_gap')) {
      const { enrolmentId } = candidate;
      state.parks.push({ campaignId: of.campaign.id, enrolmentId, readyAt, remedy: 'wait' });
    } else {
      lookAt = Math.min(lookAt, readyAt);
    }
  }
  return { pace, lookAt: lookAt === never ? input.now : lookAt };
}

function mayHideOthers(input: FoldInput, candidates: readonly Candidate[]): boolean {
  const first = candidates.filter((candidate) => candidate.priority > 0).length;
  return first >= input.candidatesMax || candidates.length - first >= input.candidatesMax;
}
