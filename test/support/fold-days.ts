/**
 * The place where folds follow each other over weeks, with nothing between them but what they
 * wrote.
 */

import { never } from '../../src/domain/schedule/instant.ts';
import { bucketOf } from '../../src/domain/schedule/rolling-cap.ts';
import type { Candidate, FoldCampaign, FoldResult } from '../../src/domain/send/fold.ts';
import { foldSends } from '../../src/domain/send/fold.ts';
import type { MailboxFacts } from '../../src/domain/send/mailbox-choice.ts';
import { candidate, windows } from './fold.ts';

export type Plan = {
  readonly start: number;
  readonly campaigns: readonly PlannedCampaign[];
  readonly mailboxes: readonly MailboxFacts[];
  /** Mailbox 0 is paused until then. */
  readonly pausedUntil: number;
  readonly domainDailyCap: number | null;
  readonly candidatesMax: number;
  readonly sendsMax: number;
};

export type PlannedCampaign = {
  readonly campaign: FoldCampaign;
  readonly leads: readonly PlannedLead[];
  /** Between a lead's two messages. */
  readonly delayMs: number;
};

export type PlannedLead = {
  readonly domain: string;
  readonly timezone: string | null;
  readonly gated: boolean;
};

export type HandedOver = {
  readonly at: number;
  readonly campaign: number;
  readonly lead: number;
  readonly step: number;
  readonly aliasId: string;
  readonly domain: string;
};

export type Days = {
  readonly sends: readonly HandedOver[];
  /** Leads that wait for ever, and why they may: their content waits for a person. */
  readonly waiting: readonly { readonly gated: boolean }[];
  /** Looks that found leads, did nothing with them and were to be repeated at once. */
  readonly spins: number;
  readonly endedAt: number;
};

type Lead = { -readonly [K in keyof Candidate]: Candidate[K] } & { done: boolean; lead: number };
type Running = {
  readonly of: PlannedCampaign;
  readonly index: number;
  campaign: FoldCampaign;
  lookAt: number;
  readonly leads: Lead[];
};
type State = {
  readonly plan: Plan;
  readonly running: readonly Running[];
  boxes: MailboxFacts[];
  readonly domainUse: Map<string, Map<number, number>>;
  readonly sends: HandedOver[];
  spins: number;
};

const stepsOfLead = 2;
const roundsMax = 20_000;

export function runDays(plan: Plan): Days {
  const state = begin(plan);
  let now = plan.start;
  for (let rounds = 0; rounds < roundsMax; rounds++) {
    const due = state.running.filter((one) => dueAt(one) <= now);
    if (due.length > 0) round(state, due, now);
    const next = Math.min(...state.running.map(dueAt));
    if (next === never) {
      const left = state.running.flatMap((one) =>
        one.leads.flatMap((lead) => (lead.done ? [] : [{ gated: !lead.content.ready }])),
      );
      return { sends: state.sends, waiting: left, spins: state.spins, endedAt: now };
    }
    now = Math.max(now, next);
  }
  throw new Error('the folds never come to an end');
}

function begin(plan: Plan): State {
  const running = plan.campaigns.map((of, index) => ({
    of,
    index,
    campaign: { ...of.campaign, id: `c${index}` },
    lookAt: plan.start,
    leads: of.leads.map((lead, row) => ({
      ...candidate({
        enrolmentId: `c${index} l${row}`,
        domain: lead.domain,
        timezone: lead.timezone,
        dueAt: plan.start,
        readyAt: plan.start,
        content: lead.gated
          ? { ready: false, check: 'approval', reason: 'x', remedy: 'wait' }
          : { ready: true, approval: null, draft: null },
      }),
      done: false,
      lead: row,
    })),
  }));
  const boxes = [...plan.mailboxes];
  return { plan, running, boxes, domainUse: new Map(), sends: [], spins: 0 };
}

/** As a claim finds it: when the campaign is worth a look, and some lead of it is ready. */
function dueAt({ lookAt, leads }: Running): number {
  return Math.max(lookAt, Math.min(never, ...leads.map((lead) => lead.readyAt ?? never)));
}

function round(state: State, due: readonly Running[], now: number): void {
  const { candidatesMax, sendsMax, domainDailyCap, pausedUntil } = state.plan;
  const boxes = state.boxes.map((box, index) =>
    index === 0 && now < pausedUntil ? { ...box, pausedReason: 'by a person' } : box,
  );
  const ready = due.map((one) => [one.campaign.id, readyOf(one, candidatesMax, now)] as const);
  const result = foldSends({
    now,
    windows,
    fenceReason: null,
    campaigns: due.map((one) => one.campaign),
    candidatesByCampaign: new Map(ready),
    candidatesMax,
    mailboxesById: new Map(boxes.map((box) => [box.aliasId, box])),
    domainDailyCap,
    domainUse: state.domainUse,
    sendsMax,
  });
  for (const one of due) write(state, one, { result, now, found: new Map(ready) });
}

function readyOf(one: Running, max: number, now: number): readonly Candidate[] {
  return [0, 1].flatMap((priority) =>
    one.leads
      .filter((lead) => !lead.done && lead.priority === priority && (lead.readyAt ?? never) <= now)
      .toSorted((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0) || a.lead - b.lead)
      .slice(0, max),
  );
}

type Written = {
  readonly result: FoldResult;
  readonly now: number;
  readonly found: ReadonlyMap<string, readonly Candidate[]>;
};

function write(state: State, one: Running, { result, now, found }: Written): void {
  const { id } = one.campaign;
  const move = result.paces.find((pace) => pace.campaignId === id);
  if (move === undefined) return;
  const sends = result.sends.filter((send) => send.campaignId === id);
  const parks = result.parks.filter((park) => park.campaignId === id);
  const idle = sends.length === 0 && parks.length === 0;
  if (idle && (found.get(id) ?? []).length > 0 && move.lookAt <= now) state.spins += 1;
  one.lookAt = move.lookAt;
  const { pacing } = one.campaign;
  const lastAt = sends.length > 0 ? now : one.campaign.lastAt;
  // As it is loaded again: the day as written, the interval from the latest hand-over.
  const freeAt = lastAt === null ? 0 : lastAt + pacing.minIntervalMs;
  one.campaign = { ...one.campaign, lastAt, pace: { ...move.pace, freeAt } };
  for (const park of parks) leadOf(one, park.enrolmentId).readyAt = park.readyAt;
  for (const send of sends)
    handOver(state, one, {
      lead: leadOf(one, send.candidate.enrolmentId),
      aliasId: send.aliasId,
      now,
    });
}

function leadOf(one: Running, enrolmentId: string): Lead {
  const lead = one.leads.find((found) => found.enrolmentId === enrolmentId);
  if (lead === undefined) throw new Error(`${enrolmentId} is no lead of this campaign`);
  return lead;
}

function handOver(
  state: State,
  one: Running,
  { lead, aliasId, now }: { readonly lead: Lead; readonly aliasId: string; readonly now: number },
): void {
  const { domain, step } = lead;
  state.sends.push({ at: now, campaign: one.index, lead: lead.lead, step, aliasId, domain });
  const bucket = bucketOf(now);
  state.boxes = state.boxes.map((box) =>
    box.aliasId === aliasId
      ? {
          ...box,
          freeAt: now + box.minGapMs,
          use: new Map(box.use).set(bucket, (box.use.get(bucket) ?? 0) + 1),
        }
      : box,
  );
  const use = state.domainUse.get(domain) ?? new Map<number, number>();
  state.domainUse.set(domain, use.set(bucket, (use.get(bucket) ?? 0) + 1));
  lead.pinnedAlias = aliasId;
  lead.priority = 0;
  lead.done = step === stepsOfLead;
  lead.step = step + 1;
  lead.dueAt = lead.done ? null : now + one.of.delayMs;
  lead.readyAt = lead.dueAt;
}
