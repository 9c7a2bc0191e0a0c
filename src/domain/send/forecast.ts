/**
 * The place where it is foretold what leaves until the end of each campaign's day.
 *
 * By the very functions that let a message go, with the clock moved on by hand: so what is shown is
 * what happens, as long as nobody acts in between. Leads are counted, not looked at one by one: it
 * says nothing of caps per recipient domain, of a lead's own zone, of replies to come.
 */

import { hourMs, type Instant, type Span } from '../schedule/instant.ts';
import type { CampaignPace, PaceAnswer, PacedCampaign } from '../schedule/pacing.ts';
import { afterHandOver, campaignMayGo } from '../schedule/pacing.ts';
import type { WindowTable } from '../schedule/window.ts';
import type { MailboxChoice, MailboxFacts } from './mailbox-choice.ts';
import { afterUse, chooseMailbox } from './mailbox-choice.ts';

/** So many leads are ready from that instant on. */
export type Arrival = { readonly at: Instant; readonly count: number };

export type ForecastCampaign = PacedCampaign & {
  readonly id: string;
  readonly aliasIds: readonly string[];
  /** In order of time. */
  readonly arrivals: readonly Arrival[];
};

export type ForecastInput = {
  readonly now: Instant;
  readonly windows: WindowTable;
  readonly campaigns: readonly ForecastCampaign[];
  readonly mailboxesById: ReadonlyMap<string, MailboxFacts>;
  /** Hand-overs foretold in all; what would come after them is not said. */
  readonly handOversMax: number;
};

/** Why the rest does not leave today. */
export type Leftover = {
  readonly count: number;
  readonly check: string;
  readonly reason: string;
  readonly until: Instant | null;
};

export type CampaignForecast = {
  readonly count: number;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  /** Start of an hour → hand-overs in it; in order of time. */
  readonly hours: readonly { readonly hour: Instant; readonly count: number }[];
  readonly left: Leftover | null;
};

export type Forecast = {
  readonly byCampaign: ReadonlyMap<string, CampaignForecast>;
  /** There would have been more than `handOversMax`. */
  readonly truncated: boolean;
};

type Running = {
  readonly of: ForecastCampaign;
  readonly day: Span;
  pace: CampaignPace;
  /** Arrived, or yet to arrive; nothing of it has left. */
  waiting: Arrival[];
  next: Instant;
  readonly handOvers: Instant[];
  held: Omit<Leftover, 'count'> | null;
};

export function forecastDay(input: ForecastInput): Forecast {
  const boxes = new Map(input.mailboxesById);
  const all = input.campaigns.map((of) => begin(input, of));
  const queue = all.filter(isRunning).toSorted(earlier);
  let handOvers = 0;
  for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
    if (handOvers >= input.handOversMax) break;
    if (step(input, boxes, first)) handOvers += 1;
    if (isRunning(first)) enqueue(queue, first);
  }
  return {
    byCampaign: new Map(all.map((one) => [one.of.id, toForecast(one)])),
    truncated: handOvers >= input.handOversMax,
  };
}

function begin({ now, windows }: ForecastInput, of: ForecastCampaign): Running {
  return {
    of,
    day: windows.localDay(of.pacing.rule.timezone, now),
    pace: of.pace,
    waiting: [...of.arrivals],
    next: Math.max(now, of.arrivals[0]?.at ?? now),
    handOvers: [],
    held: null,
  };
}

function isRunning({ waiting, next, day }: Running): boolean {
  return waiting.length > 0 && next < day.end;
}

/** True where something left; else the campaign is to be looked at again later. */
function step({ windows }: ForecastInput, boxes: Map<string, MailboxFacts>, one: Running): boolean {
  const { of } = one;
  const now = one.next;
  const campaign = { pacing: of.pacing, pace: one.pace };
  const hold = campaignMayGo(windows, campaign, now).find(isHeldBack);
  if (hold !== undefined) return wait(one, hold);
  const mailboxes = of.aliasIds.flatMap((id) => boxes.get(id) ?? []);
  const choice = chooseMailbox(mailboxes, null, now);
  if (!choice.go) return wait(one, choice);
  const used = boxes.get(choice.aliasId);
  if (used !== undefined) boxes.set(choice.aliasId, afterUse(used, now));
  one.handOvers.push(now);
  one.pace = afterHandOver(windows, campaign, now);
  takeOne(one.waiting);
  one.held = null;
  one.next = Math.max(now, one.waiting[0]?.at ?? now);
  return true;
}

type HeldBack = Extract<PaceAnswer | MailboxChoice, { go: false }>;

function isHeldBack(answer: PaceAnswer): answer is Extract<PaceAnswer, { go: false }> {
  return !answer.go;
}

function wait(one: Running, { check, reason, until }: HeldBack): false {
  one.held = { check, reason, until };
  // Without an end of its own it lasts the day.
  one.next = until ?? one.day.end;
  return false;
}

function takeOne(waiting: Arrival[]): void {
  const [first] = waiting;
  if (first === undefined) return;
  if (first.count > 1) waiting[0] = { ...first, count: first.count - 1 };
  else waiting.shift();
}

function earlier(a: Running, b: Running): number {
  return a.next - b.next;
}

/** Behind those of the same instant, as the claim takes campaigns in turn. */
function enqueue(queue: Running[], one: Running): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((queue[middle]?.next ?? 0) <= one.next) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, one);
}

function toForecast({ handOvers, waiting, held, of, day }: Running): CampaignForecast {
  const left = waiting
    .filter((arrival) => arrival.at < day.end)
    .reduce((sum, arrival) => sum + arrival.count, 0);
  return {
    count: handOvers.length,
    firstAt: handOvers[0] ?? null,
    lastAt: handOvers.at(-1) ?? null,
    hours: hoursOf(handOvers),
    left: left === 0 ? null : { ...(held ?? paced(of)), count: left },
  };
}

/** Nothing holds them but that others go first, one at a time. */
function paced({ pacing }: ForecastCampaign): Omit<Leftover, 'count'> {
  const minutes = pacing.minIntervalMs / 60_000;
  return {
    check: 'interval',
    reason: `one message leaves every ${minutes} min; the rest is for another day`,
    until: null,
  };
}

function hoursOf(handOvers: readonly Instant[]): CampaignForecast['hours'] {
  const counts = new Map<Instant, number>();
  for (const at of handOvers) {
    const hour = Math.floor(at / hourMs) * hourMs;
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  }
  return [...counts].map(([hour, count]) => ({ hour, count }));
}
