/** The place where counts of rows become the figures of a campaign. */
import type { Instant } from '../schedule/instant.ts';
import { createLocalDates } from '../schedule/zone.ts';
import { isLive, type LeadStatus, leadStatuses, type SendState } from '../send/ledger.ts';
import type { Step } from './campaign.ts';

export type OutcomeCounts = {
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly replied: number;
  readonly bounced: number;
};

export type StepStats = OutcomeCounts & {
  readonly step: number;
  /** Leads that may still get it. */
  readonly planned: number;
  readonly byVariant: ReadonlyMap<string, OutcomeCounts>;
};

export type DayStats = Pick<OutcomeCounts, 'accepted' | 'refused' | 'unknown'> & {
  readonly date: string;
};

export type CampaignStats = {
  readonly leads: Readonly<Record<LeadStatus, number>>;
  readonly steps: readonly StepStats[];
  readonly days: readonly DayStats[];
};

/** Latest tries, of one step, variant and quarter of an hour. */
export type SettledCount = {
  readonly step: number;
  readonly variant: string;
  readonly state: SendState;
  /** Any instant within it: no zone has a day that begins within a quarter of an hour. */
  readonly at: Instant;
  readonly count: number;
};

export type LeadCount = {
  readonly status: LeadStatus;
  readonly step: number | null;
  readonly variant: string | null;
  readonly count: number;
};

export type StatsFacts = {
  readonly steps: readonly Step[];
  readonly timezone: string;
  readonly leads: readonly LeadCount[];
  readonly settled: readonly SettledCount[];
};

export function campaignStats({ steps, timezone, leads, settled }: StatsFacts): CampaignStats {
  return {
    leads: leadsByStatus(leads),
    steps: steps.map((step) => stepStats(step, leads, settled)),
    days: dayStats(timezone, settled),
  };
}

function leadsByStatus(leads: readonly LeadCount[]): Record<LeadStatus, number> {
  const counts = Object.fromEntries(leadStatuses.map((status) => [status, 0]));
  for (const { status, count } of leads) counts[status] = (counts[status] ?? 0) + count;
  return counts as Record<LeadStatus, number>;
}

function stepStats(
  { step, variants }: Step,
  leads: readonly LeadCount[],
  settled: readonly SettledCount[],
): StepStats {
  const sent = settled.filter((one) => one.step === step);
  const ended = leads.filter((one) => one.step === step);
  const labels = new Set([
    ...variants.map(({ label }) => label),
    ...sent.map(({ variant }) => variant),
  ]);
  const byVariant = [...labels].map(
    (label) =>
      [
        label,
        outcomeCounts(
          ended.filter((one) => one.variant === label),
          sent.filter((one) => one.variant === label),
        ),
      ] as const,
  );
  return {
    step,
    planned: sum(leads.filter((one) => isLive(one.status) && (one.step ?? 0) <= step)),
    ...outcomeCounts(ended, sent),
    byVariant: new Map(byVariant),
  };
}

function outcomeCounts(
  leads: readonly LeadCount[],
  settled: readonly SettledCount[],
): OutcomeCounts {
  const ofState = (state: SendState) => sum(settled.filter((one) => one.state === state));
  const ofStatus = (status: LeadStatus) => sum(leads.filter((one) => one.status === status));
  return {
    accepted: ofState('accepted'),
    refused: ofState('refused'),
    unknown: ofState('unknown'),
    replied: ofStatus('replied'),
    bounced: ofStatus('bounced'),
  };
}

function dayStats(timezone: string, settled: readonly SettledCount[]): readonly DayStats[] {
  const dateOf = createLocalDates(timezone);
  const days = new Map<string, { accepted: number; refused: number; unknown: number }>();
  for (const { state, at, count } of settled) {
    if (state !== 'accepted' && state !== 'refused' && state !== 'unknown') continue;
    const date = dateOf(at);
    const day = days.get(date) ?? { accepted: 0, refused: 0, unknown: 0 };
    day[state] += count;
    days.set(date, day);
  }
  return [...days].map(([date, counts]) => ({ date, ...counts })).sort(byDate);
}

function byDate(one: DayStats, other: DayStats): number {
  return one.date < other.date ? -1 : 1;
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
