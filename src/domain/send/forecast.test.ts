import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaign, day, hour, mailbox, minute, now, windows } from '../../../test/support/fold.ts';
import { runDays } from '../../../test/support/fold-days.ts';
import { type ForecastCampaign, forecastDay } from './forecast.ts';
import type { MailboxFacts } from './mailbox-choice.ts';

type Of = { readonly leads?: number; readonly arrivals?: ForecastCampaign['arrivals'] };

function foretold(some: Parameters<typeof campaign>[0], { leads = 1, arrivals }: Of = {}) {
  const { id, aliasIds, pacing, pace } = campaign(some);
  return { id, aliasIds, pacing, pace, arrivals: arrivals ?? [{ at: now, count: leads }] };
}

function forecast(
  campaigns: readonly ForecastCampaign[],
  mailboxes: readonly MailboxFacts[] = [mailbox()],
  handOversMax = 10_000,
) {
  const mailboxesById = new Map(mailboxes.map((box) => [box.aliasId, box]));
  return forecastDay({ now, windows, campaigns, mailboxesById, handOversMax });
}

function one(some: Parameters<typeof campaign>[0], of?: Of, boxes?: readonly MailboxFacts[]) {
  return forecast([foretold(some, of)], boxes).byCampaign.get('c');
}

describe('what leaves today', () => {
  it('leaves a minute apart, counted by the hour', () => {
    expect(one({}, { leads: 90 }, [mailbox({ dailyCap: 100 })])).toEqual({
      count: 90,
      firstAt: now,
      lastAt: now + 89 * minute,
      hours: [
        { hour: now, count: 60 },
        { hour: now + hour, count: 30 },
      ],
      left: null,
    });
  });

  it('is nothing where nobody is ready', () => {
    const nothing = { count: 0, firstAt: null, lastAt: null, hours: [], left: null };
    expect(one({}, { arrivals: [] })).toEqual(nothing);
    expect(one({}, { arrivals: [{ at: now + day, count: 3 }] })).toEqual(nothing);
  });

  it('waits for who is ready later', () => {
    const arrivals = [{ at: now + 5 * hour, count: 1 }];
    expect(one({}, { arrivals })?.firstAt).toBe(now + 5 * hour);
  });

  it.each([
    {
      check: 'daily_limit',
      some: { pacing: { dailyLimit: 2 } },
      box: {},
      until: now + 15 * hour,
    },
    {
      check: 'window',
      some: { rule: { windowEnd: '09:02:00' } },
      box: {},
      until: now + 15 * hour,
    },
    { check: 'mailbox_cap', some: {}, box: { dailyCap: 2 }, until: now + day + 10 * minute },
    { check: 'mailbox', some: {}, box: { verified: false }, until: null },
    { check: 'mailbox', some: {}, box: { pausedReason: 'by a person' }, until: null },
  ])('says that the rest is held by $check, and until $until', ({ check, some, box, until }) => {
    const seen = one(some, { leads: 5 }, [mailbox(box)]);
    const count = until === null ? 0 : 2;
    expect(seen).toMatchObject({ count, left: { count: 5 - count, check, until } });
  });

  it('says that the rest is for another day where the interval alone is too long', () => {
    const seen = one({ pacing: { minIntervalMs: 8 * hour } }, { leads: 5 });
    expect(seen).toMatchObject({ count: 2, left: { count: 3, check: 'interval' } });
  });

  it('shares a mailbox among campaigns', () => {
    const two = ['a', 'b'].map((id) => foretold({ id }, { leads: 5 }));
    const { byCampaign } = forecast(two, [mailbox({ dailyCap: 6 })]);
    expect([...byCampaign.values()].map(({ count }) => count)).toEqual([3, 3]);
  });

  it('says so where there is more than it looks at', () => {
    const many = [foretold({}, { leads: 5 })];
    expect(forecast(many, undefined, 4).truncated).toBe(true);
    expect(forecast(many, undefined, 6).truncated).toBe(false);
  });
});

const campaigns = fc.array(
  fc.record({
    leads: fc.integer({ min: 1, max: 12 }),
    dailyLimit: fc.integer({ min: 1, max: 8 }),
    minIntervalMs: fc.integer({ min: minute, max: 4 * hour }),
    timezone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/New_York'),
    window: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 2 }),
    dailyCap: fc.integer({ min: 1, max: 9 }),
    minGapMs: fc.constantFrom(0, minute, 2 * hour),
  }),
  { minLength: 1, maxLength: 4 },
);

const hours = (at: number) => `${String(at).padStart(2, '0')}:00:00`;

describe('the forecast', () => {
  it('is what the engine then does, where nobody acts in between', () => {
    fc.assert(
      fc.property(campaigns, (some) => {
        const planned = some.map(({ window, leads, timezone, ...of }, index) => {
          const [from = 9, to = 17] = window.toSorted((a, b) => a - b);
          return {
            leads: Array.from({ length: leads }, () => ({
              domain: 'one.example',
              timezone: null,
              gated: false,
            })),
            delayMs: 5 * day,
            campaign: campaign({
              id: `c${index}`,
              aliasIds: [`m${index}`],
              pacing: of,
              rule: { timezone, windowStart: hours(from), windowEnd: hours(to) },
            }),
          };
        });
        const mailboxes = some.map(({ dailyCap, minGapMs }, index) =>
          mailbox({ aliasId: `m${index}`, dailyCap, minGapMs }),
        );
        const { sends } = runDays({
          start: now,
          campaigns: planned,
          mailboxes,
          pausedUntil: 0,
          domainDailyCap: null,
          candidatesMax: 20,
          sendsMax: 200,
        });
        const { byCampaign } = forecast(
          planned.map(({ campaign: { id, aliasIds, pacing, pace }, leads }) => ({
            id,
            aliasIds,
            pacing,
            pace,
            arrivals: [{ at: now, count: leads.length }],
          })),
          mailboxes,
        );
        for (const [index, { campaign: of }] of planned.entries()) {
          const today = windows.localDay(of.pacing.rule.timezone, now);
          const times = sends
            .filter((send) => send.campaign === index && send.at < today.end)
            .map((send) => send.at);
          const seen = byCampaign.get(`c${index}`);
          const first = times[0] ?? null;
          expect([seen?.count, seen?.firstAt, seen?.lastAt]).toEqual([
            times.length,
            first,
            times.at(-1) ?? null,
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
