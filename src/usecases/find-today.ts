/**
 * The place where it is said what today holds: what leaves and when, what waits for a person, what
 * is held and why. Foretold by the functions that let a message go, over the same rows.
 */
import { inTransaction } from '../db/database.ts';
import { findEngine } from '../db/engine.ts';
import type {
  ArrivalRow,
  CampaignUnderWay,
  Drafting,
  LiveCount,
  Room,
  UnknownSend,
  WaitingGate,
} from '../db/today.ts';
import {
  countDrafting,
  countLiveLeads,
  countWaiting,
  countWorkersAlive,
  listArrivals,
  listCampaignsUnderWay,
  listUnknownSends,
  listWaitingGates,
} from '../db/today.ts';
import { pausedBecause } from '../domain/campaign/campaign.ts';
import type { Failure } from '../domain/failure.ts';
import type { Instant, Span } from '../domain/schedule/instant.ts';
import { within } from '../domain/schedule/instant.ts';
import { createWindowTable } from '../domain/schedule/window.ts';
import { wallTimeText } from '../domain/schedule/zone.ts';
import type { FoldCampaign } from '../domain/send/fold.ts';
import type { CampaignForecast } from '../domain/send/forecast.ts';
import { forecastDay } from '../domain/send/forecast.ts';
import type { MailboxFacts } from '../domain/send/mailbox-choice.ts';
import { standingRefusal } from '../domain/send/mailbox-choice.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ClockDep, DbDep, LinksDep } from './deps.ts';
import { loadCampaigns, loadMailboxes } from './load-send-facts.ts';

const campaignsShownMax = 500;
const itemsMax = 20;
const handOversMax = 20_000;

export type { CampaignUnderWay };

/** A worker says every ten seconds that it lives. */
const silentMsMax = 60_000;

export type LeavesToday = {
  readonly campaign: CampaignUnderWay;
  readonly sentToday: number;
  readonly forecast: CampaignForecast;
};

export type HeldBack = {
  readonly campaign: CampaignUnderWay;
  readonly check: string;
  readonly reason: string;
  readonly until: Instant | null;
  readonly count: number;
};

export type WaitingMailbox = {
  readonly aliasId: string;
  readonly address: string;
  readonly reason: string;
};

export type Today = {
  readonly asOf: Instant;
  readonly accountId: string;
  readonly fencedBecause: string | null;
  readonly workersAlive: number;
  readonly leaves: readonly LeavesToday[];
  /** More leaves than was foretold. */
  readonly truncated: boolean;
  readonly gates: readonly WaitingGate[];
  readonly gateCount: number;
  readonly oldestGateAt: Instant | null;
  readonly unknown: readonly UnknownSend[];
  readonly unknownCount: number;
  readonly mailboxes: readonly WaitingMailbox[];
  readonly held: readonly HeldBack[];
};

export function findToday(deps: DbDep & ClockDep & LinksDep) {
  return async (caller: Caller): Promise<Result<Today, Failure>> => {
    const { accountId } = caller;
    const now = await deps.clock.read();
    const windows = createWindowTable();
    return inTransaction(deps.db, async (tx) => {
      const rows = await listCampaignsUnderWay(tx, accountId, campaignsShownMax);
      const linksArePublic = deps.links.arePublic();
      const here = { accountId, now: now.engine, windows, linksArePublic };
      const input = { ...here, campaigns: rows, leads: [] };
      const campaigns = await loadCampaigns(tx, input);
      const { mailboxesById } = await loadMailboxes(tx, input);
      const engine = await findEngine(tx);
      const fencedBecause = engine?.fenced_at == null ? null : (engine.fence_reason ?? '');
      const at = (campaign: FoldCampaign): Paced => {
        const day = windows.localDay(campaign.pacing.rule.timezone, now.engine);
        return { ...campaign, day, sentToday: sentOn(day, campaign) };
      };
      const paced = campaigns.map(at);
      const rooms = paced.map(roomOf);
      const counts = await countLiveLeads(tx, rooms);
      const leaving = fencedBecause === null ? paced.filter(mayLeave) : [];
      const arrivals = await listArrivals(tx, leaving.map(roomOf), now.engine);
      const forecast = forecastDay({
        now: now.engine,
        windows,
        campaigns: leaving.map((campaign) => ({
          ...campaign,
          arrivals: arrivals.filter((one: ArrivalRow) => one.campaign_id === campaign.id),
        })),
        mailboxesById,
        handOversMax,
      });
      const days = rows.map((campaign, index) =>
        dayOf(campaign, { paced: paced[index], forecast: forecast.byCampaign, counts }),
      );
      const drafting = await countDrafting(
        tx,
        leaving.map((campaign) => campaign.id),
      );
      const waiting = await countWaiting(tx, accountId);
      return ok({
        asOf: now.engine,
        accountId,
        fencedBecause,
        workersAlive: await countWorkersAlive(tx, now.real - silentMsMax),
        leaves: days,
        truncated: forecast.truncated,
        gates: await listWaitingGates(tx, accountId, itemsMax),
        gateCount: waiting.gates,
        oldestGateAt: waiting.oldest_gate_at,
        unknown: await listUnknownSends(tx, accountId, itemsMax),
        unknownCount: waiting.unknown,
        mailboxes: waitingMailboxes(mailboxesById),
        held: days.flatMap((day) => heldOf(day, { fencedBecause, drafting })),
      });
    });
  };
}

type Paced = FoldCampaign & { readonly day: Span; readonly sentToday: number };

function sentOn(day: Span, { pace }: FoldCampaign): number {
  return pace.day !== null && within(day, pace.day.start) ? pace.dayCount : 0;
}

function mayLeave({ status }: FoldCampaign): boolean {
  return status === 'active';
}

function roomOf({ id, day, pacing, sentToday }: Paced): Room {
  const room = Math.max(0, pacing.dailyLimit - sentToday) + 1;
  return { campaignId: id, dayEnd: day.end, room };
}

type Day = LeavesToday & { readonly live: number; readonly ready: number };

const nothing: CampaignForecast = { count: 0, firstAt: null, lastAt: null, hours: [], left: null };

function dayOf(
  campaign: CampaignUnderWay,
  of: {
    readonly paced: Paced | undefined;
    readonly forecast: ReadonlyMap<string, CampaignForecast>;
    readonly counts: readonly LiveCount[];
  },
): Day {
  const count = of.counts.find((one) => one.campaign_id === campaign.id);
  return {
    campaign,
    sentToday: of.paced?.sentToday ?? 0,
    forecast: of.forecast.get(campaign.id) ?? nothing,
    live: count?.live ?? 0,
    ready: count?.ready ?? 0,
  };
}

type Holding = {
  readonly fencedBecause: string | null;
  readonly drafting: readonly Drafting[];
};

function heldOf(day: Day, { fencedBecause, drafting }: Holding): readonly HeldBack[] {
  const { campaign, forecast, live, ready } = day;
  const held = (of: Omit<HeldBack, 'campaign'>): HeldBack[] =>
    of.count > 0 ? [{ campaign, ...of }] : [];
  if (campaign.status !== 'active') return held(notLive(campaign, live));
  if (fencedBecause !== null) {
    const reason = `Sending is fenced: ${fencedBecause} An operator must accept first.`;
    return held({ check: 'fenced', reason, until: null, count: ready });
  }
  const written = drafting.find((one) => one.campaign_id === campaign.id)?.count ?? 0;
  const reason = 'Their text is being written.';
  const { left } = forecast;
  return [
    ...(left === null
      ? []
      : held({ ...left, count: Math.max(left.count, ready - forecast.count) })),
    ...held({ check: 'content', reason, until: null, count: written }),
  ];
}

/** By what the campaign is waiting for; nobody is enrolled before it starts. */
function notLive(campaign: CampaignUnderWay, live: number): Omit<HeldBack, 'campaign'> {
  const { status, timezone, start_date: startsAt, row_count: rows } = campaign;
  const check = 'campaign_live';
  if (status === 'scheduled' && startsAt !== null) {
    const reason = `The campaign starts ${wallTimeText(timezone, startsAt)}.`;
    return { check, reason, until: startsAt, count: rows };
  }
  if (status === 'launching') {
    return { check, reason: 'Its leads are being enrolled.', until: null, count: rows };
  }
  const because = pausedBecause(campaign.paused_reason);
  const reason = `The campaign is ${status}${because}. Resume it to go on.`;
  return { check, reason, until: null, count: live };
}

function waitingMailboxes(
  mailboxesById: ReadonlyMap<string, MailboxFacts>,
): readonly WaitingMailbox[] {
  return [...mailboxesById.values()].flatMap((mailbox) => {
    const reason = standingRefusal(mailbox);
    return reason === null ? [] : [{ aliasId: mailbox.aliasId, address: mailbox.address, reason }];
  });
}
