/**
 * The place where pacing is held to its promise: the window, the limit, the interval, and
 * progress.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { hourMs, type Instant, minuteMs, never } from './instant.ts';
import {
  afterHandOver,
  type CampaignPace,
  campaignFreeAt,
  campaignMayGo,
  dailyLimitAnswer,
  giveBack,
  intervalAnswer,
  needsRecount,
  type PacedCampaign,
  type Pacing,
  windowAnswer,
} from './pacing.ts';
import { createWindowTable, type Weekday } from './window.ts';

const windows = createWindowTable();
const pacing: Pacing = {
  rule: {
    timezone: 'Europe/Vienna',
    sendDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
    windowStart: '09:00:00',
    windowEnd: '17:00:00',
  },
  dailyLimit: 2,
  minIntervalMs: 5 * minuteMs,
};
const fresh: CampaignPace = { freeAt: 0, day: null, dayCount: 0 };
const monday = windows.localDay('Europe/Vienna', instant('2026-03-02T12:00Z'));
const go = { go: true };

function instant(text: string): Instant {
  return Temporal.Instant.from(text).epochMilliseconds;
}

function freeAt(campaign: PacedCampaign, text: string): string {
  const at = campaignFreeAt(windows, campaign, instant(text));
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}

describe('the answers', () => {
  test('inside the window, below the limit and after the interval all say go', () => {
    const campaign = {
      pacing,
      pace: { freeAt: instant('2026-03-02T08:05Z'), day: monday, dayCount: 1 },
    };
    expect(campaignMayGo(windows, campaign, instant('2026-03-02T08:05Z'))).toEqual([go, go, go]);
  });

  test('all are given, each with its reason and the next instant at which it can change', () => {
    const campaign = {
      pacing,
      pace: { freeAt: instant('2026-03-02T16:04:20Z'), day: monday, dayCount: 2 },
    };
    expect(campaignMayGo(windows, campaign, instant('2026-03-02T16:00Z'))).toEqual([
      {
        go: false,
        check: 'window',
        reason: 'outside the sending window; opens 2026-03-03 09:00 Europe/Vienna',
        until: instant('2026-03-03T08:00Z'),
      },
      {
        go: false,
        check: 'daily_limit',
        reason:
          'the daily limit of 2 is reached; the next day begins 2026-03-03 00:00 Europe/Vienna',
        until: instant('2026-03-02T23:00Z'),
      },
      {
        go: false,
        check: 'interval',
        reason:
          'at least 5 min is kept between two messages; the next is free ' +
          '2026-03-02 17:04:20 Europe/Vienna',
        until: instant('2026-03-02T16:04:20Z'),
      },
    ]);
  });

  test('what never changes by itself says so and what to do', () => {
    const rule = { ...pacing.rule, sendDays: [] };
    const now = instant('2026-03-02T12:00Z');
    expect(windowAnswer(windows, rule, now)).toEqual({
      go: false,
      check: 'window',
      reason: 'the sending window never opens; choose other days or hours',
      until: null,
    });
    expect(dailyLimitAnswer({ pacing: { ...pacing, dailyLimit: 0 }, pace: fresh }, now)).toEqual({
      go: false,
      check: 'daily_limit',
      reason: 'the daily limit of 0 is reached; raise it',
      until: null,
    });
    const odd = { pacing: { ...pacing, minIntervalMs: 90_000 }, pace: { ...fresh, freeAt: never } };
    expect(intervalAnswer(odd, now)).toEqual({
      go: false,
      check: 'interval',
      reason: 'at least 90 s is kept between two messages, and no next one is planned',
      until: null,
    });
  });

  test('a limit lowered below what went out already holds until the day ends', () => {
    const campaign = { pacing, pace: { ...fresh, day: monday, dayCount: 5 } };
    expect(dailyLimitAnswer(campaign, monday.end - 1)).toMatchObject({ until: monday.end });
    expect(dailyLimitAnswer(campaign, monday.end)).toEqual(go);
  });
});

describe('campaignFreeAt', () => {
  test('a campaign that never handed over is free when its window opens', () => {
    expect(freeAt({ pacing, pace: fresh }, '2026-03-01T12:00Z')).toBe('2026-03-02T08:00:00Z');
    expect(freeAt({ pacing, pace: fresh }, '2026-03-02T12:00Z')).toBe('2026-03-02T12:00:00Z');
  });

  test('an interval that ends outside the window waits for the next opening', () => {
    const pace = { freeAt: instant('2026-03-06T16:02Z'), day: null, dayCount: 0 };
    expect(freeAt({ pacing, pace }, '2026-03-06T15:58Z')).toBe('2026-03-09T08:00:00Z');
  });

  test('a full day waits for the next one and then for its window', () => {
    const pace = { freeAt: 0, day: monday, dayCount: 2 };
    expect(freeAt({ pacing, pace }, '2026-03-02T12:00Z')).toBe('2026-03-03T08:00:00Z');
  });

  test('a full day with an opening left in it skips that opening', () => {
    const pace = { freeAt: 0, day: monday, dayCount: 2 };
    expect(freeAt({ pacing, pace }, '2026-03-02T06:00Z')).toBe('2026-03-03T08:00:00Z');
  });

  test('a window that never opens, a limit of nothing, a pace without an end are never free', () => {
    const now = instant('2026-03-02T12:00Z');
    const shut = { ...pacing, rule: { ...pacing.rule, sendDays: [] } };
    expect([
      campaignFreeAt(windows, { pacing: shut, pace: fresh }, now),
      campaignFreeAt(windows, { pacing: { ...pacing, dailyLimit: 0 }, pace: fresh }, now),
      campaignFreeAt(windows, { pacing, pace: { ...fresh, freeAt: never } }, now),
    ]).toEqual([never, never, never]);
  });
});

describe('reserving and giving back', () => {
  const noon = instant('2026-03-02T12:00Z');

  test('the first hand-over of a day begins its count', () => {
    expect(afterHandOver(windows, { pacing, pace: fresh }, noon)).toEqual({
      freeAt: noon + 5 * minuteMs,
      day: monday,
      dayCount: 1,
    });
    const yesterday = { freeAt: 0, day: { start: 0, end: monday.start }, dayCount: 2 };
    expect(afterHandOver(windows, { pacing, pace: yesterday }, noon)).toEqual({
      freeAt: noon + 5 * minuteMs,
      day: monday,
      dayCount: 1,
    });
  });

  test('the next one of the same day adds to it', () => {
    const pace = { freeAt: 0, day: monday, dayCount: 1 };
    expect(afterHandOver(windows, { pacing, pace }, noon)).toEqual({
      freeAt: noon + 5 * minuteMs,
      day: monday,
      dayCount: 2,
    });
  });

  test('what never reached the wire is given back to its day, and the interval is kept', () => {
    const pace = { freeAt: noon, day: monday, dayCount: 2 };
    expect(giveBack(pace, monday.start)).toEqual({ ...pace, dayCount: 1 });
    expect(giveBack({ ...pace, dayCount: 0 }, noon)).toEqual({ ...pace, dayCount: 0 });
  });

  test('nothing is given back to another day, or to none', () => {
    const pace = { freeAt: noon, day: monday, dayCount: 2 };
    expect(giveBack(pace, monday.start - 1)).toEqual(pace);
    expect(giveBack(pace, monday.end)).toEqual(pace);
    expect(giveBack(fresh, noon)).toEqual(fresh);
  });
});

describe('a changed zone', () => {
  const noon = instant('2026-03-02T12:00Z');
  const inTokyo = { ...pacing, rule: { ...pacing.rule, timezone: 'Asia/Tokyo' } };
  const pace = { freeAt: 0, day: monday, dayCount: 2 };

  test('the day counted is recounted while it shares instants with the day that is', () => {
    expect(needsRecount(windows, { pacing: inTokyo, pace }, noon)).toBe(true);
    // 00:59 in Vienna: Monday is over there, but not what of it is Tuesday in Tokyo.
    expect(needsRecount(windows, { pacing: inTokyo, pace }, monday.end + 59 * minuteMs)).toBe(true);
    expect(() => afterHandOver(windows, { pacing: inTokyo, pace }, noon)).toThrow(
      'a pace is recounted before it is used',
    );
  });

  test('a day with the same start or the same end is still another day', () => {
    const longer = { start: monday.start - hourMs, end: monday.end };
    const shorter = { start: monday.start, end: monday.end - hourMs };
    expect(
      [longer, shorter].map((day) =>
        needsRecount(windows, { pacing, pace: { ...pace, day } }, noon),
      ),
    ).toEqual([true, true]);
  });

  test('neither the same day, nor a new one in the same zone, nor no day at all is recounted', () => {
    expect(needsRecount(windows, { pacing, pace }, noon)).toBe(false);
    expect(needsRecount(windows, { pacing, pace }, monday.end)).toBe(false);
    expect(needsRecount(windows, { pacing: inTokyo, pace: fresh }, noon)).toBe(false);
    expect(needsRecount(windows, { pacing: inTokyo, pace }, noon + 48 * hourMs)).toBe(false);
  });
});

describe('over random campaigns and events', () => {
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const zones = [
    'UTC',
    'Europe/Vienna',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Antarctica/Troll',
    'America/Havana',
    'Asia/Beirut',
  ] as const;

  const pacings = fc
    .record({
      timezone: fc.constantFrom(...zones),
      sendDays: fc.subarray<Weekday>([...weekdays], { minLength: 1 }),
      start: fc.integer({ min: 0, max: 86_398 }),
      length: fc.integer({ min: 1, max: 86_399 }),
      dailyLimit: fc.integer({ min: 1, max: 6 }),
      minIntervalMs: fc.integer({ min: 60, max: 3600 }).map((seconds) => seconds * 1000),
    })
    .map(({ timezone, sendDays, start, length, dailyLimit, minIntervalMs }) => {
      const windowStart = timeOfDay(start);
      const windowEnd = timeOfDay(Math.min(start + length, 86_399));
      return { rule: { timezone, sendDays, windowStart, windowEnd }, dailyLimit, minIntervalMs };
    });
  /** A hand-over as soon as it may be, or some time later; now and then one is given back. */
  const events = fc.array(
    fc.record({
      waitMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 * hourMs })),
      givenBack: fc.boolean(),
    }),
    { minLength: 1, maxLength: 16 },
  );
  const starts = fc.record({
    any: fc.integer({ min: instant('2012-01-01T00:00Z'), max: instant('2036-01-01T00:00Z') }),
    before: fc.option(fc.integer({ min: 0, max: 48 * hourMs }), { freq: 4 }),
  });

  test('no hand-over outside the window, over the limit or within the interval, and no stop', () => {
    fc.assert(
      fc.property(pacings, starts, events, (some, { any, before }, moves) => {
        const change = zoned(some, any).getTimeZoneTransition('next');
        const start = before === null || change === null ? any : change.epochMilliseconds - before;
        const { kept, all } = simulate(some, start, moves);
        for (const at of kept) expect(wallIsInWindow(some, at)).toBe(true);
        for (const onDay of perLocalDay(some, kept))
          expect(onDay).toBeLessThanOrEqual(some.dailyLimit);
        for (const gap of gaps(all)) expect(gap).toBeGreaterThanOrEqual(some.minIntervalMs);
      }),
      { seed: 1, numRuns: 80 },
    );
  });

  test('whenever the zone is changed, the limit of the new local day holds', () => {
    const moves = fc.array(
      fc.record({
        waitMs: fc.integer({ min: 0, max: 8 * hourMs }),
        timezone: fc.constantFrom(...zones),
      }),
      { minLength: 2, maxLength: 12 },
    );
    fc.assert(
      fc.property(pacings, starts, moves, (some, { any }, changes) => {
        let pace = fresh;
        let now = any;
        const ledger: Instant[] = [];
        for (const { waitMs, timezone } of changes) {
          now += waitMs;
          const moved = { ...some, rule: { ...some.rule, timezone } };
          const onSameDate = (at: Instant) =>
            zoned(moved, at).toPlainDate().equals(zoned(moved, now).toPlainDate());
          if (needsRecount(windows, { pacing: moved, pace }, now)) {
            const day = windows.localDay(timezone, now);
            pace = { ...pace, day, dayCount: ledger.filter(onSameDate).length };
          }
          now = campaignFreeAt(windows, { pacing: moved, pace }, now);
          expect(ledger.filter(onSameDate).length).toBeLessThan(some.dailyLimit);
          pace = afterHandOver(windows, { pacing: moved, pace }, now);
          ledger.push(now);
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  function simulate(some: Pacing, start: Instant, moves: { waitMs: number; givenBack: boolean }[]) {
    let pace = fresh;
    let now = start;
    const kept: Instant[] = [];
    const all: Instant[] = [];
    for (const { waitMs, givenBack } of moves) {
      const campaign = { pacing: some, pace };
      const first = campaignFreeAt(windows, campaign, now);
      expect(first).toBeLessThan(now + 40 * 24 * hourMs);
      expectAllGoFirstAt(campaign, first, now);
      now = campaignFreeAt(windows, campaign, first + waitMs);
      pace = afterHandOver(windows, campaign, now);
      all.push(now);
      if (givenBack) pace = giveBack(pace, now);
      else kept.push(now);
    }
    return { kept, all };
  }

  function expectAllGoFirstAt(campaign: PacedCampaign, first: Instant, now: Instant): void {
    const goes = (at: Instant) => campaignMayGo(windows, campaign, at).every((answer) => answer.go);
    expect(goes(first)).toBe(true);
    expect(first > now && goes(first - 1)).toBe(false);
    // Nothing between, either: each refusal's own instant is not later than the answer.
    for (let at = now; at < first; ) {
      const untils = campaignMayGo(windows, campaign, at).flatMap((answer) =>
        answer.go || answer.until === null ? [] : [answer.until],
      );
      expect(Math.max(...untils)).toBeLessThanOrEqual(first);
      at = Math.max(...untils);
    }
  }

  function wallIsInWindow({ rule }: Pacing, at: Instant): boolean {
    const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(rule.timezone);
    const time = wall.toPlainTime().toString({ smallestUnit: 'second' });
    const weekday = weekdays[wall.dayOfWeek - 1];
    const onDay = rule.sendDays.some((day) => day === weekday);
    return onDay && rule.windowStart <= time && time < rule.windowEnd;
  }

  function perLocalDay(some: Pacing, handedOver: readonly Instant[]): number[] {
    const counts = new Map<string, number>();
    for (const at of handedOver) {
      const date = zoned(some, at).toPlainDate().toString();
      counts.set(date, (counts.get(date) ?? 0) + 1);
    }
    return [...counts.values()];
  }

  function gaps(instants: readonly Instant[]): number[] {
    return instants.slice(1).map((at, index) => at - (instants[index] ?? Number.NaN));
  }

  function zoned({ rule }: Pacing, at: Instant): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(rule.timezone);
  }

  function timeOfDay(seconds: number): string {
    return Temporal.PlainTime.from('00:00').add({ seconds }).toString({ smallestUnit: 'second' });
  }
});
