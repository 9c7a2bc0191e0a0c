/** The place where it is told how long a campaign takes at the limits it has. */
import type { Alias } from '../send/alias.ts';
import type { Campaign } from './campaign.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';

type CapacityFacts = {
  readonly campaign: Campaign;
  readonly aliases: readonly Alias[];
};

export type Capacity = {
  /** Messages that can leave on one day on which the window opens, at most. */
  readonly perDay: number;
  /** Which of the limits it is. */
  readonly by: 'daily_limit' | 'min_interval_seconds' | 'alias_ids';
};

/** The tightest of what its own limits, its window and its mailboxes allow in a day. */
export function capacityOf({ campaign, aliases }: CapacityFacts): Capacity {
  const open = secondsOf(campaign.windowEnd) - secondsOf(campaign.windowStart);
  const spaced = Math.max(1, Math.ceil(open / campaign.minIntervalSeconds));
  const capped = aliases.reduce((sum, alias) => sum + alias.dailyCap, 0);
  const limits: readonly Capacity[] = [
    { perDay: campaign.dailyLimit, by: 'daily_limit' },
    { perDay: spaced, by: 'min_interval_seconds' },
    ...(aliases.length === 0 ? [] : [{ perDay: capped, by: 'alias_ids' } as const]),
  ];
  return limits.reduce((tightest, limit) => (limit.perDay < tightest.perDay ? limit : tightest));
}

/** Nothing is said of what a single day can hold. */
export function capacityWarning(facts: CapacityFacts, rows: number): readonly Finding[] {
  const { perDay, by } = capacityOf(facts);
  const messages = rows * facts.campaign.steps.length;
  const days = Math.ceil(messages / perDay);
  if (days <= 1) return [];
  const message =
    `${messages} messages leave at most ${perDay} a day: ` +
    `they take at least ${days} days on which the window opens.`;
  return [finding('CAPACITY', message, { count: days, field: by })];
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
