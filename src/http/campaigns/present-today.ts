/** The place where what today holds is put into the words of the campaigns surface. */
import type { z } from 'zod';
import type { today } from '../../contract/campaigns/today.ts';
import { formatInstant, formatInstantOrNull } from '../../contract/shared/instant.ts';
import type { CampaignUnderWay, HeldBack, LeavesToday, Today } from '../../usecases/find-today.ts';

type Wire = z.input<typeof today>;

export function presentToday(day: Today): Wire {
  const { gates, unknown, mailboxes } = waitsOf(day);
  return {
    as_of: formatInstant(day.asOf),
    account_id: day.accountId,
    engine: {
      fenced: day.fencedBecause !== null,
      fenced_because: day.fencedBecause,
      workers_alive: day.workersAlive,
    },
    totals: {
      sent_today: sum(day.leaves.map(({ sentToday }) => sentToday)),
      leaves_today: sum(day.leaves.map(({ forecast }) => forecast.count)),
      waits_for_you: gates.count + unknown.count + mailboxes.count,
      held: sum(day.held.map(({ count }) => count)),
      unknown: unknown.count,
    },
    leaves: day.leaves.map(presentLeaves),
    leaves_truncated: day.truncated,
    waits: { gates, unknown, mailboxes },
    held: day.held.map(presentHeld),
  };
}

function presentLeaves({ campaign, sentToday, forecast }: LeavesToday): Wire['leaves'][number] {
  return {
    ...named(campaign),
    channel: campaign.channel,
    status: campaign.status,
    timezone: campaign.timezone,
    sending_window_start: campaign.sending_window_start,
    sending_window_end: campaign.sending_window_end,
    daily_limit: campaign.daily_limit,
    sent_today: sentToday,
    leaves_today: forecast.count,
    first_at: formatInstantOrNull(forecast.firstAt),
    last_at: formatInstantOrNull(forecast.lastAt),
    hours: forecast.hours.map(({ hour, count }) => ({ hour: formatInstant(hour), count })),
  };
}

function waitsOf(day: Today): Wire['waits'] {
  return {
    gates: {
      count: day.gateCount,
      oldest_at: formatInstantOrNull(day.oldestGateAt),
      items: day.gates.map((gate) => ({ ...gate, opened_at: formatInstant(gate.opened_at) })),
    },
    unknown: {
      count: day.unknownCount,
      items: day.unknown.map((send) => ({
        ...send,
        handed_over_at: formatInstant(send.handed_over_at),
      })),
    },
    mailboxes: {
      count: day.mailboxes.length,
      items: day.mailboxes.map(({ aliasId, address, reason }) => ({
        alias_id: aliasId,
        address,
        reason,
      })),
    },
  };
}

function presentHeld({ campaign, check, reason, until, count }: HeldBack): Wire['held'][number] {
  return { ...named(campaign), check, reason, until: formatInstantOrNull(until), count };
}

function named({ id, name }: CampaignUnderWay) {
  return { campaign_id: id, campaign_name: name };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
