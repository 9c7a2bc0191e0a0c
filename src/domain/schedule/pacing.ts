/**
 * The place where a campaign's pace is kept: its window, its daily limit, its interval.
 *
 * Given a campaign's settings, what it handed over before and an instant, it is said what may go
 * and when the next may. The engine, the forecast and the answer to "why not yet?" all ask here, so
 * that they cannot differ.
 */
import { assert } from '../../lib/assert.ts';
import { type Instant, minuteMs, never, type Span, within } from './instant.ts';
import type { WindowRule, WindowTable } from './window.ts';
import { wallTimeText } from './zone.ts';

export type Pacing = {
  readonly rule: WindowRule;
  readonly dailyLimit: number;
  readonly minIntervalMs: number;
};

/** `dayCount` hand-overs fell in `day`, the local day of the latest; none fell after it. */
export type CampaignPace = {
  readonly freeAt: Instant;
  readonly day: Span | null;
  readonly dayCount: number;
};

export type PacedCampaign = { readonly pacing: Pacing; readonly pace: CampaignPace };

/** `until`: the next instant at which the answer can change, null if it never does by itself. */
export type PaceAnswer =
  | { readonly go: true }
  | {
      readonly go: false;
      readonly check: 'window' | 'daily_limit' | 'interval';
      readonly reason: string;
      readonly until: Instant | null;
    };

/** All three answers, in the order in which they are shown. One may go where all say so. */
export function campaignMayGo(
  windows: WindowTable,
  campaign: PacedCampaign,
  now: Instant,
): readonly PaceAnswer[] {
  return [
    windowAnswer(windows, campaign.pacing.rule, now),
    dailyLimitAnswer(campaign, now),
    intervalAnswer(campaign, now),
  ];
}

export function windowAnswer(windows: WindowTable, rule: WindowRule, now: Instant): PaceAnswer {
  const at = windowFreeAt(windows, rule, now);
  if (at === now) return { go: true };
  if (at === never) {
    const reason = 'the sending window never opens; choose other days or hours';
    return { go: false, check: 'window', reason, until: null };
  }
  const reason = `outside the sending window; opens ${wallTimeText(rule.timezone, at)}`;
  return { go: false, check: 'window', reason, until: at };
}

export function dailyLimitAnswer({ pacing, pace }: PacedCampaign, now: Instant): PaceAnswer {
  const at = dailyLimitFreeAt({ pacing, pace }, now);
  if (at === now) return { go: true };
  const reached = `the daily limit of ${pacing.dailyLimit} is reached`;
  if (at === never) {
    return { go: false, check: 'daily_limit', reason: `${reached}; raise it`, until: null };
  }
  const reason = `${reached}; the next day begins ${wallTimeText(pacing.rule.timezone, at)}`;
  return { go: false, check: 'daily_limit', reason, until: at };
}

export function intervalAnswer({ pacing, pace }: PacedCampaign, now: Instant): PaceAnswer {
  const at = intervalFreeAt(pace, now);
  if (at === now) return { go: true };
  const kept = `at least ${lengthText(pacing.minIntervalMs)} is kept between two messages`;
  if (at === never) {
    const reason = `${kept}, and no next one is planned`;
    return { go: false, check: 'interval', reason, until: null };
  }
  const reason = `${kept}; the next is free ${wallTimeText(pacing.rule.timezone, at)}`;
  return { go: false, check: 'interval', reason, until: at };
}

/** The earliest instant from `now` on at which all three pass if nothing else is handed over. */
export function campaignFreeAt(
  windows: WindowTable,
  { pacing, pace }: PacedCampaign,
  now: Instant,
): Instant {
  const spaced = intervalFreeAt(pace, now);
  const open = windowFreeAt(windows, pacing.rule, spaced);
  const counted = dailyLimitFreeAt({ pacing, pace }, open);
  // Only the limit can lead out of an open window, and it does so once: to the end of its day.
  return counted === open ? open : windowFreeAt(windows, pacing.rule, counted);
}

/** Reserves one hand-over at `now`. */
export function afterHandOver(
  windows: WindowTable,
  { pacing, pace }: PacedCampaign,
  now: Instant,
): CampaignPace {
  assert(!needsRecount(windows, { pacing, pace }, now), 'a pace is recounted before it is used');
  const freeAt = now + pacing.minIntervalMs;
  if (pace.day !== null && within(pace.day, now)) {
    return { freeAt, day: pace.day, dayCount: pace.dayCount + 1 };
  }
  return { freeAt, day: windows.localDay(pacing.rule.timezone, now), dayCount: 1 };
}

/**
 * Gives back what was cancelled before the wire. Not the interval: a message that is claimed and
 * cancelled over and over must not do so at full speed.
 */
export function giveBack(pace: CampaignPace, handedOverAt: Instant): CampaignPace {
  if (pace.day === null || !within(pace.day, handedOverAt)) return pace;
  return { ...pace, dayCount: Math.max(0, pace.dayCount - 1) };
}

/**
 * Whether the day counted is not the zone's day any more, because the zone was changed, and may
 * share instants with the day that is: then `windows.localDay` of now is counted from the ledger. A
 * day that ended before this one began needs no recount.
 */
export function needsRecount(
  windows: WindowTable,
  { pacing, pace }: PacedCampaign,
  now: Instant,
): boolean {
  if (pace.day === null) return false;
  const today = windows.localDay(pacing.rule.timezone, now);
  if (pace.day.start === today.start && pace.day.end === today.end) return false;
  return pace.day.end > today.start;
}

/* Each of the three gives the earliest instant from `at` on at which it passes, given that nothing
 * is handed over before. */

function windowFreeAt(windows: WindowTable, rule: WindowRule, at: Instant): Instant {
  if (at === never) return never;
  const opening = windows.opening(rule, at);
  return opening.open ? at : (opening.opensAt ?? never);
}

function dailyLimitFreeAt({ pacing, pace }: PacedCampaign, at: Instant): Instant {
  if (pacing.dailyLimit < 1) return never;
  const full = pace.dayCount >= pacing.dailyLimit;
  return full && pace.day !== null && at < pace.day.end ? pace.day.end : at;
}

function intervalFreeAt(pace: CampaignPace, at: Instant): Instant {
  return Math.max(at, pace.freeAt);
}

function lengthText(ms: number): string {
  return ms % minuteMs === 0 ? `${ms / minuteMs} min` : `${ms / 1000} s`;
}
