/** The place where the sending window is held against the wall clock that Temporal shows. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, type Instant } from './instant.ts';
import { createWindowTable, type Opening, type Weekday, type WindowRule } from './window.ts';
import { localDay } from './zone.ts';

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
const vienna: WindowRule = {
  timezone: 'Europe/Vienna',
  sendDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  windowStart: '09:00:00',
  windowEnd: '17:00:00',
};
const everyDay = { ...vienna, sendDays: weekdays };
const windows = createWindowTable();

function instant(text: string): Instant {
  return Temporal.Instant.from(text).epochMilliseconds;
}

function zoned(timezone: string, at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
}

function openingAt(rule: WindowRule, text: string): Opening {
  return windows.opening(rule, instant(text));
}

function closed(opensAt: string): Opening {
  return { open: false, opensAt: instant(opensAt) };
}

function open(closesAt: string): Opening {
  return { open: true, closesAt: instant(closesAt) };
}

describe('on an ordinary day', () => {
  test('the window is open from its start, to the millisecond, and shut from its end', () => {
    expect(
      [
        '2026-03-02T09:00+01:00',
        '2026-03-02T08:59:59.999+01:00',
        '2026-03-02T16:59:59.999+01:00',
        '2026-03-02T17:00+01:00',
      ].map((text) => openingAt(vienna, text)),
    ).toEqual([
      open('2026-03-02T17:00+01:00'),
      closed('2026-03-02T09:00+01:00'),
      open('2026-03-02T17:00+01:00'),
      closed('2026-03-03T09:00+01:00'),
    ]);
  });

  test('seconds of the rule count', () => {
    const rule = { ...vienna, windowStart: '09:10:11', windowEnd: '23:59:59' };
    expect(openingAt(rule, '2026-03-02T09:10:10+01:00')).toEqual(
      closed('2026-03-02T09:10:11+01:00'),
    );
    expect(openingAt(rule, '2026-03-02T09:10:11+01:00')).toEqual(open('2026-03-02T23:59:59+01:00'));
  });

  test('from Friday evening it opens on Monday, an hour earlier by UTC after the change', () => {
    expect(openingAt(vienna, '2026-03-27T17:00+01:00')).toEqual(closed('2026-03-30T07:00Z'));
  });

  test('the weekday is that of the zone', () => {
    const rule: WindowRule = {
      timezone: 'Pacific/Apia',
      sendDays: ['mon'],
      windowStart: '08:00:00',
      windowEnd: '09:00:00',
    };
    expect(openingAt(rule, '2026-03-01T19:00Z')).toEqual(open('2026-03-01T20:00Z'));
  });

  test('before 1970 the days have the same names', () => {
    const rule = { ...vienna, timezone: 'UTC', sendDays: ['sun'] as const };
    expect(openingAt(rule, '1969-07-20T12:00Z')).toEqual(open('1969-07-20T17:00Z'));
  });
});

describe('when the clock is set', () => {
  test('a window whose start is left out opens at the end of the gap', () => {
    const rule = { ...everyDay, windowStart: '02:30:00', windowEnd: '04:00:00' };
    expect(openingAt(rule, '2026-03-29T01:59:59.999+01:00')).toEqual(
      closed('2026-03-29T03:00+02:00'),
    );
    expect(openingAt(rule, '2026-03-29T03:00+02:00')).toEqual(open('2026-03-29T04:00+02:00'));
  });

  test('a window whose end is left out shuts where the gap begins', () => {
    const rule = { ...everyDay, windowStart: '01:00:00', windowEnd: '02:30:00' };
    expect(openingAt(rule, '2026-03-29T01:59+01:00')).toEqual(open('2026-03-29T02:00+01:00'));
    expect(openingAt(rule, '2026-03-29T03:00+02:00')).toEqual(closed('2026-03-30T01:00+02:00'));
  });

  test('a window that lies wholly in a gap stays shut that day', () => {
    const rule = { ...everyDay, windowStart: '02:10:00', windowEnd: '02:50:00' };
    expect(openingAt(rule, '2026-03-29T00:00+01:00')).toEqual(closed('2026-03-30T02:10+02:00'));
    expect(openingAt({ ...rule, sendDays: ['sun'] }, '2026-03-29T00:00+01:00')).toEqual(
      closed('2026-04-05T02:10+02:00'),
    );
  });

  test('a window around the change is open through it', () => {
    const rule = { ...everyDay, windowStart: '00:00:00', windowEnd: '23:00:00' };
    expect(openingAt(rule, '2026-03-29T00:00+01:00')).toEqual(open('2026-03-29T23:00+02:00'));
    expect(openingAt(rule, '2026-10-25T00:00+02:00')).toEqual(open('2026-10-25T23:00+01:00'));
  });

  test('what a fold shows twice is open twice', () => {
    const rule: WindowRule = {
      timezone: 'America/New_York',
      sendDays: ['sun'],
      windowStart: '01:30:00',
      windowEnd: '02:30:00',
    };
    expect(
      [
        '2026-11-01T01:29-04:00',
        '2026-11-01T01:30-04:00',
        '2026-11-01T01:00-05:00',
        '2026-11-01T01:30-05:00',
        '2026-11-01T02:30-05:00',
      ].map((text) => openingAt(rule, text)),
    ).toEqual([
      closed('2026-11-01T01:30-04:00'),
      open('2026-11-01T01:00-05:00'),
      closed('2026-11-01T01:30-05:00'),
      open('2026-11-01T02:30-05:00'),
      closed('2026-11-08T01:30-05:00'),
    ]);
  });

  test('a date that a zone never had does not open', () => {
    const rule = { ...vienna, timezone: 'Pacific/Apia', sendDays: ['fri'] as const };
    // Friday the 30th of December 2011 was left out.
    expect(openingAt(rule, '2011-12-29T12:00-10:00')).toEqual(closed('2012-01-06T09:00+14:00'));
  });
});

describe('over random rules, zones and instants', () => {
  const times = fc
    .tuple(
      fc.integer({ min: 0, max: 4 * 3600 }),
      fc.integer({ min: 0, max: 86_399 }),
      fc.integer({ min: 1, max: 3 * 3600 }),
      fc.boolean(),
    )
    .map(([early, any, length, atNight]) => {
      const start = Math.min(atNight ? early : any, 86_398);
      return [start, Math.min(start + length, 86_399)] as const;
    });
  const cases = fc
    .record({
      timezone: fc.constantFrom(...zones),
      sendDays: fc.subarray<Weekday>([...weekdays], { minLength: 1 }),
      times,
      any: fc.integer({ min: instant('2008-01-01T00:00Z'), max: instant('2040-01-01T00:00Z') }),
      nearby: fc.option(fc.integer({ min: -30 * hourMs, max: 30 * hourMs }), { freq: 4 }),
    })
    .map(({ timezone, sendDays, times: [start, end], any, nearby }) => {
      const change = zoned(timezone, any).getTimeZoneTransition('next');
      const at = nearby === null || change === null ? any : change.epochMilliseconds + nearby;
      const [windowStart, windowEnd] = [timeOfDay(start), timeOfDay(end)];
      return { rule: { timezone, sendDays, windowStart, windowEnd }, at };
    });

  test('it opens and shuts exactly when the wall clock says so', () => {
    fc.assert(
      fc.property(cases, ({ rule, at }) => {
        const isOpen = wallSaysOpen(rule, at);
        const changes = (days: number) =>
          changesAfter(rule, at, days).find((t) => wallSaysOpen(rule, t) !== isOpen);
        const change = changes(2) ?? changes(16);
        expect(windows.opening(rule, at)).toEqual(
          isOpen ? { open: true, closesAt: change } : { open: false, opensAt: change },
        );
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('the table has the same local day as the calendar', () => {
    fc.assert(
      fc.property(cases, ({ rule, at }) => {
        expect(windows.localDay(rule.timezone, at)).toEqual(localDay(rule.timezone, at));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test('however few entries it may keep, it answers the same', () => {
    const small = createWindowTable({ entriesMax: 1 });
    fc.assert(
      fc.property(cases, ({ rule, at }) => {
        expect(small.opening(rule, at)).toEqual(windows.opening(rule, at));
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  function timeOfDay(seconds: number): string {
    return Temporal.PlainTime.from('00:00').add({ seconds }).toString({ smallestUnit: 'second' });
  }

  function wallSaysOpen(rule: WindowRule, at: Instant): boolean {
    const wall = zoned(rule.timezone, at);
    const weekday = weekdays[wall.dayOfWeek - 1];
    const time = wall.toPlainTime().toString({ smallestUnit: 'second' });
    return (
      rule.sendDays.some((day) => day === weekday) &&
      rule.windowStart <= time &&
      time < rule.windowEnd
    );
  }

  /** Every instant of the days to come at which what the wall says could change. */
  function changesAfter(rule: WindowRule, at: Instant, daysMax: number): Instant[] {
    const found: Instant[] = [];
    const today = zoned(rule.timezone, at).toPlainDate();
    for (let days = -1; days <= daysMax + 1; days += 1) {
      for (const time of [rule.windowStart, rule.windowEnd]) {
        const wall = today.add({ days }).toPlainDateTime(Temporal.PlainTime.from(time));
        for (const disambiguation of ['earlier', 'later'] as const) {
          found.push(wall.toZonedDateTime(rule.timezone, { disambiguation }).epochMilliseconds);
        }
      }
    }
    let change = zoned(rule.timezone, at).getTimeZoneTransition('next');
    for (let n = 0; n < 2 && change !== null; n += 1) {
      found.push(change.epochMilliseconds);
      change = change.getTimeZoneTransition('next');
    }
    const last = at + daysMax * dayMs;
    return found.filter((t) => at < t && t < last).sort((a, b) => a - b);
  }
});

test('a window without a day never opens', () => {
  expect(openingAt({ ...vienna, sendDays: [] }, '2026-03-02T09:00+01:00')).toEqual({
    open: false,
    opensAt: null,
  });
});

test('a rule that cannot be read is a bug, not a window that never opens', () => {
  const rules = [
    { ...vienna, windowStart: '09:00' },
    { ...vienna, windowEnd: 'evening' },
    { ...vienna, windowEnd: '09:00:00' },
    { ...vienna, windowStart: '18:00:00' },
  ];
  for (const rule of rules) {
    expect(() => windows.opening(rule, 0)).toThrow('two times of day, the start before the end');
  }
});

test('a whole day that the rule leaves open to its end does not hang the search', () => {
  const rule = { ...everyDay, windowStart: '00:00:00', windowEnd: '24:00:00' };
  expect(openingAt(rule, '2026-03-02T12:00+01:00')).toEqual(open('2026-03-03T00:00+01:00'));
});
