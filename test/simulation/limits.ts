/**
 * The place where limits are counted a second time, naively, from what the world saw.
 *
 * Nothing of the engine's pacing is used: the calendar is asked for every message, lists are sorted
 * and counted. The instant that counts is the one the engine promised, that of the claim.
 */
import { Temporal } from 'temporal-polyfill';
import type { Call } from './mail-world.ts';
import type { CampaignPlan, Plan } from './plan.ts';
import type { Sessions } from './sessions.ts';
import { Violation } from './violation.ts';

type Handed = {
  readonly id: string;
  readonly campaign_id: string;
  readonly account_id: string;
  readonly alias_id: string;
  readonly domain: string;
  readonly timezone: string | null;
  readonly handed_over_at: number;
};

const dayMs = 86_400_000;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const handedText = `select s.id, s.campaign_id, s.account_id, s.alias_id, e.domain, e.timezone,
  s.handed_over_at
  from send s join enrolment e on e.id = s.enrolment_id where s.id = any($1::uuid[])
  order by s.handed_over_at, s.id`;

export async function checkLimits(
  sessions: Sessions,
  plan: Plan,
  calls: readonly Call[],
): Promise<void> {
  const ids = calls.map((call) => call.sendId);
  const handed = await sessions.ask<Handed>('sim_handed', handedText, [ids]);
  for (const account of plan.accounts) {
    for (const campaign of account.campaigns) {
      checkCampaign(
        campaign,
        handed.filter((one) => one.campaign_id === campaign.id),
      );
    }
    for (const { id, address, dailyCap, minGapSeconds } of account.aliases) {
      const from = handed.filter((one) => one.alias_id === id);
      checkRolling(from, dailyCap, `mailbox ${address}`);
      checkApart(from, minGapSeconds, `mailbox ${address}`);
    }
    const { domainDailyCap } = account;
    if (domainDailyCap === null) continue;
    const ours = handed.filter((one) => one.account_id === account.id);
    for (const domain of new Set(ours.map((one) => one.domain))) {
      const to = ours.filter((one) => one.domain === domain);
      checkRolling(to, domainDailyCap, `recipients at ${domain}`);
    }
  }
}

function checkCampaign(campaign: CampaignPlan, handed: readonly Handed[]): void {
  const { timezone, useLeadTimezone, dailyLimit, minIntervalSeconds } = campaign;
  const perDay = new Map<string, number>();
  for (const one of handed) {
    const day = zoned(one.handed_over_at, timezone).toPlainDate().toString();
    const count = (perDay.get(day) ?? 0) + 1;
    perDay.set(day, count);
    if (count > dailyLimit) {
      throw new Violation(
        'limits',
        `${count} of ${dailyLimit} on ${day} in campaign ${campaign.id}`,
      );
    }
    const zone = useLeadTimezone ? (one.timezone ?? timezone) : timezone;
    if (!isOpen(campaign, zone, one.handed_over_at)) {
      const at = zoned(one.handed_over_at, zone).toString();
      throw new Violation('limits', `send ${one.id} left at ${at}, outside its window`);
    }
  }
  checkApart(handed, minIntervalSeconds, `campaign ${campaign.id}`);
}

/** The wall's clock, second by second: nothing else decides. */
function isOpen(campaign: CampaignPlan, zone: string, at: number): boolean {
  const wall = zoned(at, zone);
  const time = wall.toPlainTime();
  const from = Temporal.PlainTime.from(campaign.windowStart);
  const until = Temporal.PlainTime.from(campaign.windowEnd);
  const day = days[wall.dayOfWeek - 1];
  return (
    day !== undefined &&
    campaign.sendDays.includes(day) &&
    Temporal.PlainTime.compare(time, from) >= 0 &&
    Temporal.PlainTime.compare(time, until) < 0
  );
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function checkApart(handed: readonly Handed[], seconds: number, what: string): void {
  handed.forEach((one, index) => {
    const before = handed[index - 1];
    if (before === undefined) return;
    const apart = one.handed_over_at - before.handed_over_at;
    if (apart >= seconds * 1_000) return;
    throw new Violation('limits', `${what}: ${apart} ms between ${before.id} and ${one.id}`);
  });
}

/** Any 24 hours: those that end with one of them are enough to look at. */
function checkRolling(handed: readonly Handed[], cap: number, what: string): void {
  for (const last of handed) {
    const since = last.handed_over_at - dayMs;
    const within = handed.filter(
      (one) => one.handed_over_at > since && one.handed_over_at <= last.handed_over_at,
    );
    if (within.length <= cap) continue;
    throw new Violation(
      'limits',
      `${what}: ${within.length} of ${cap} in 24 hours, up to ${last.id}`,
    );
  }
}
