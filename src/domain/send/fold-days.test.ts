import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaign, day, hour, mailbox, minute, now, windows } from '../../../test/support/fold.ts';
import type { Days, HandedOver, Plan } from '../../../test/support/fold-days.ts';
import { runDays } from '../../../test/support/fold-days.ts';

const zones = ['UTC', 'Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe'] as const;
const boxes = ['m', 'n', 'o'] as const;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const hours = (at: number) => `${String(at).padStart(2, '0')}:00:00`;

const rules = fc.record({
  timezone: fc.constantFrom(...zones),
  sendDays: fc.subarray([...weekdays], { minLength: 3 }),
  window: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 2 }),
});

const leads = fc.array(
  fc.record({
    domain: fc.constantFrom('a.example', 'b.example'),
    timezone: fc.option(fc.constantFrom(...zones)),
    gated: fc.nat(4).map((one) => one === 0),
  }),
  { minLength: 1, maxLength: 6 },
);

const campaigns = fc.record({
  rule: rules,
  leads,
  dailyLimit: fc.integer({ min: 1, max: 4 }),
  minIntervalMs: fc.integer({ min: 60_000, max: hour }),
  aliasIds: fc.subarray([...boxes], { minLength: 1 }),
  leadZones: fc.boolean(),
  delayDays: fc.integer({ min: 0, max: 3 }),
});

const mailboxes = fc.tuple(
  ...boxes.map((aliasId) =>
    fc.record({
      aliasId: fc.constant(aliasId),
      dailyCap: fc.integer({ min: 1, max: 5 }),
      minGapMs: fc.constantFrom(0, minute, 3 * hour),
    }),
  ),
);

const plans: fc.Arbitrary<Plan> = fc
  .record({
    startDay: fc.integer({ min: 0, max: 365 }),
    campaigns: fc.array(campaigns, { minLength: 1, maxLength: 4 }),
    mailboxes,
    pausedDays: fc.integer({ min: 0, max: 3 }),
    domainDailyCap: fc.option(fc.integer({ min: 1, max: 4 })),
    candidatesMax: fc.integer({ min: 1, max: 3 }),
    sendsMax: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ startDay, pausedDays, ...of }) => {
    const start = now + startDay * day;
    return {
      ...of,
      start,
      pausedUntil: start + pausedDays * day,
      mailboxes: of.mailboxes.map((box) => mailbox(box)),
      campaigns: of.campaigns.map(({ rule, delayDays, leads: some, ...rest }) => {
        const [from = 9, to = 17] = rule.window.toSorted((a, b) => a - b);
        const { dailyLimit, minIntervalMs, aliasIds, leadZones } = rest;
        return {
          leads: some,
          delayMs: delayDays * day,
          campaign: campaign({
            aliasIds,
            leadZones,
            pacing: { dailyLimit, minIntervalMs },
            rule: { ...rule, windowStart: hours(from), windowEnd: hours(to) },
          }),
        };
      }),
    };
  });

/** More than `most` within any span of `ms`. */
function crowded(times: readonly number[], most: number, ms: number): boolean {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.some((at, index) => (sorted[index + most] ?? Number.POSITIVE_INFINITY) - at < ms);
}

function groups<K>(sends: readonly HandedOver[], keyOf: (send: HandedOver) => K) {
  const byKey = new Map<K, HandedOver[]>();
  for (const send of sends) byKey.set(keyOf(send), [...(byKey.get(keyOf(send)) ?? []), send]);
  return byKey;
}

const timesOf = (sends: readonly HandedOver[]) => sends.map((send) => send.at);

function held(property: (plan: Plan, days: Days) => void): void {
  fc.assert(
    fc.property(plans, (plan) => property(plan, runDays(plan))),
    { numRuns: 25 },
  );
}

function campaignOf(plan: Plan, index: number) {
  const found = plan.campaigns[index];
  if (found === undefined) throw new Error('there is no such campaign');
  return found.campaign;
}

describe('over weeks of folds, whatever the plan', () => {
  it('no campaign exceeds its daily limit, its interval or its window', () => {
    held((plan, { sends }) => {
      for (const [index, some] of groups(sends, (send) => send.campaign)) {
        const { pacing, leadZones } = campaignOf(plan, index);
        const byDay = groups(some, ({ at }) => windows.localDay(pacing.rule.timezone, at).start);
        const most = Math.max(...[...byDay.values()].map((of) => of.length));
        expect(most).toBeLessThanOrEqual(pacing.dailyLimit);
        expect(crowded(timesOf(some), 1, pacing.minIntervalMs)).toBe(false);
        for (const { at, lead } of some) {
          const own = leadZones ? (plan.campaigns[index]?.leads[lead]?.timezone ?? null) : null;
          const timezone = own ?? pacing.rule.timezone;
          expect(windows.opening({ ...pacing.rule, timezone }, at).open).toBe(true);
        }
      }
    });
  });

  it('no mailbox exceeds its cap in any 24 hours, or its gap, and none is used while it is paused', () => {
    held((plan, { sends }) => {
      for (const box of plan.mailboxes) {
        const times = timesOf(sends.filter((send) => send.aliasId === box.aliasId));
        expect(crowded(times, box.dailyCap, day)).toBe(false);
        expect(crowded(times, 1, box.minGapMs)).toBe(false);
      }
      const [first] = plan.mailboxes;
      const paused = sends.filter(
        (send) => send.aliasId === first?.aliasId && send.at < plan.pausedUntil,
      );
      expect(paused).toEqual([]);
    });
  });

  it('no recipient domain exceeds its cap in any 24 hours', () => {
    held((plan, { sends }) => {
      const { domainDailyCap } = plan;
      if (domainDailyCap === null) return;
      for (const some of groups(sends, (send) => send.domain).values()) {
        expect(crowded(timesOf(some), domainDailyCap, day)).toBe(false);
      }
    });
  });

  it('no step goes to a lead twice, and a lead’s steps leave from one mailbox', () => {
    held((_plan, { sends }) => {
      const byLead = groups(sends, (send) => `${send.campaign} ${send.lead}`);
      for (const some of byLead.values()) {
        expect(new Set(some.map((send) => send.step)).size).toBe(some.length);
        expect(new Set(some.map((send) => send.aliasId)).size).toBe(1);
      }
    });
  });

  it('nobody is lost: only who waits for a person is left', () => {
    held((plan, { sends, waiting }) => {
      expect(waiting.filter((lead) => !lead.gated)).toEqual([]);
      const free = plan.campaigns.flatMap((one) => one.leads.filter((lead) => !lead.gated));
      expect(sends.length).toBe(free.length * 2);
    });
  });

  it('a campaign that was looked at without effect is looked at later, never at once again', () => {
    held((_plan, { spins }) => {
      expect(spins).toBe(0);
    });
  });
});
