/** The place where days and wall times are held against Temporal, on the days that trip others. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { hourMs, type Span, within } from './instant.ts';
import { isTimeZone, localDay, sameWallTimeAfterDays, wallTimeText } from './zone.ts';

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

function instant(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

function zoned(timezone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
}

/** Anywhere in forty years, half of them within a day and a half of a change of the clock. */
const placesInTime = fc
  .record({
    timezone: fc.constantFrom(...zones),
    anywhere: fc.integer({ min: instant('2005-01-01T00:00Z'), max: instant('2045-01-01T00:00Z') }),
    nearby: fc.option(fc.integer({ min: -36 * hourMs, max: 36 * hourMs })),
  })
  .map(({ timezone, anywhere, nearby }) => {
    const change = zoned(timezone, anywhere).getTimeZoneTransition('next');
    const at = nearby === null || change === null ? anywhere : change.epochMilliseconds + nearby;
    return { timezone, at };
  });

function naiveLocalDay(timezone: string, at: number): Span {
  let date = zoned(timezone, at).toPlainDate();
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timezone).epochMilliseconds;
  while (startOf(date.add({ days: 1 })) <= at) date = date.add({ days: 1 });
  return { start: startOf(date), end: startOf(date.add({ days: 1 })) };
}

describe('isTimeZone', () => {
  test('an IANA name is one, in its new and its old spelling', () => {
    const names = [
      ...zones,
      'Asia/Katmandu',
      'Etc/GMT+5',
      'EST5EDT',
      'America/Argentina/Buenos_Aires',
      'europe/vienna',
    ];
    expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
  });

  test('an offset, a date with a zone, an unknown name, and nothing are none', () => {
    const names = [
      '',
      '+02:00',
      '-0800',
      'UTC+2',
      'Z',
      '2020-01-01T00:00Z',
      '2020-01-01T00:00[Europe/Vienna]',
      'Mars/Olympus',
      'Europe/Vienna ',
      ' UTC',
      'local',
    ];
    expect(names.filter(isTimeZone)).toEqual([]);
    expect(names.filter(isTimeZone)).toEqual([]);
  });

  test('is answered alike however many names were asked for before', () => {
    expect(isTimeZone('Europe/Vienna')).toBe(true);
    for (let n = 0; n < 3_000; n++) expect(isTimeZone(`Mars/Crater${n}`)).toBe(false);
    expect([isTimeZone('Europe/Vienna'), isTimeZone('Mars/Crater7')]).toEqual([true, false]);
    expect(isTimeZone(`Europe/${'V'.repeat(10_000)}`)).toBe(false);
  });
});

describe('localDay', () => {
  test('it is the calendar day of the zone, midnight to midnight', () => {
    expect(localDay('Asia/Kathmandu', instant('2026-03-01T18:14:59.999Z'))).toEqual({
      start: instant('2026-02-28T18:15Z'),
      end: instant('2026-03-01T18:15Z'),
    });
    expect(localDay('Asia/Kathmandu', instant('2026-03-01T18:15Z'))).toEqual({
      start: instant('2026-03-01T18:15Z'),
      end: instant('2026-03-02T18:15Z'),
    });
  });

  test('it has 23 hours when clocks go forward and 25 when they go back', () => {
    const days = ['2026-03-29T10:00Z', '2026-10-25T10:00Z'].map((text) =>
      localDay('Europe/Vienna', instant(text)),
    );
    expect(days.map(({ start, end }) => (end - start) / hourMs)).toEqual([23, 25]);
  });

  test('where midnight is left out it begins at the first instant after the gap', () => {
    // Havana sets its clocks from 00:00 to 01:00.
    expect(localDay('America/Havana', instant('2026-03-08T12:00Z'))).toEqual({
      start: instant('2026-03-08T05:00Z'),
      end: instant('2026-03-09T04:00Z'),
    });
  });

  test('where midnight comes twice it begins at the first', () => {
    // Havana sets its clocks from 01:00 back to 00:00.
    expect(localDay('America/Havana', instant('2026-11-01T05:30Z'))).toEqual({
      start: instant('2026-11-01T04:00Z'),
      end: instant('2026-11-02T05:00Z'),
    });
  });

  test('where midnight is put off for an hour it begins when the date is shown at last', () => {
    // Beirut sets its clocks from 00:00 back to 23:00.
    expect(localDay('Asia/Beirut', instant('2026-10-25T12:00Z'))).toEqual({
      start: instant('2026-10-24T22:00Z'),
      end: instant('2026-10-25T22:00Z'),
    });
    expect(localDay('Asia/Beirut', instant('2026-10-24T21:30Z'))).toEqual({
      start: instant('2026-10-23T21:00Z'),
      end: instant('2026-10-24T22:00Z'),
    });
  });

  test('the hour before midnight that comes again belongs to the day already begun', () => {
    // St. John's set its clocks from 00:01 back to 23:01 of the day before.
    const again = instant('2010-11-07T03:00Z');
    expect(zoned('America/St_Johns', again).toPlainDateTime().toString()).toBe(
      '2010-11-06T23:30:00',
    );
    expect(localDay('America/St_Johns', again)).toEqual({
      start: instant('2010-11-07T02:30Z'),
      end: instant('2010-11-08T03:30Z'),
    });
  });

  test('a date that a zone never had is no day', () => {
    // Apia went from the 29th of December 2011 to the 31st.
    const before = localDay('Pacific/Apia', instant('2011-12-30T09:59Z'));
    expect(before).toEqual({
      start: instant('2011-12-29T10:00Z'),
      end: instant('2011-12-30T10:00Z'),
    });
    expect(localDay('Pacific/Apia', before.end)).toEqual({
      start: instant('2011-12-30T10:00Z'),
      end: instant('2011-12-31T10:00Z'),
    });
  });

  test('it is what Temporal computes, holds its instant, and the days follow one another', () => {
    fc.assert(
      fc.property(placesInTime, ({ timezone, at }) => {
        const day = localDay(timezone, at);
        expect(day).toEqual(naiveLocalDay(timezone, at));
        expect(within(day, at)).toBe(true);
        expect(localDay(timezone, day.end - 1)).toEqual(day);
        expect(localDay(timezone, day.end).start).toBe(day.end);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('sameWallTimeAfterDays', () => {
  const daysLater = (timezone: string, text: string, days: number) =>
    zoned(timezone, sameWallTimeAfterDays(timezone, instant(text), days)).toString();

  test('the wall shows the same time though the days between were not 24 hours long', () => {
    expect(daysLater('Europe/Vienna', '2026-03-28T09:15:30.250+01:00', 3)).toBe(
      '2026-03-31T09:15:30.25+02:00[Europe/Vienna]',
    );
  });

  test('a time that a gap leaves out is moved later by its length', () => {
    expect(daysLater('Europe/Vienna', '2026-03-28T02:30+01:00', 1)).toBe(
      '2026-03-29T03:30:00+02:00[Europe/Vienna]',
    );
  });

  test('of a time that comes twice it is the earlier', () => {
    expect(daysLater('Europe/Vienna', '2026-10-24T02:30+02:00', 1)).toBe(
      '2026-10-25T02:30:00+02:00[Europe/Vienna]',
    );
  });

  test('no days later is the instant itself, also when its time has come before', () => {
    expect(daysLater('Europe/Vienna', '2026-10-25T02:30+01:00', 0)).toBe(
      '2026-10-25T02:30:00+01:00[Europe/Vienna]',
    );
  });

  test('more days are never earlier, and the wall shows the same time or one after a gap', () => {
    fc.assert(
      fc.property(placesInTime, fc.nat(365), ({ timezone, at }, days) => {
        const due = sameWallTimeAfterDays(timezone, at, days + 1);
        expect(due).toBeGreaterThan(at);
        expect(due).toBeGreaterThanOrEqual(sameWallTimeAfterDays(timezone, at, days));
        const wanted = zoned(timezone, at)
          .toPlainDateTime()
          .add({ days: days + 1 });
        const shown = zoned(timezone, due).toPlainDateTime();
        const again = shown.toZonedDateTime(timezone, { disambiguation: 'earlier' });
        expect(again.epochMilliseconds).toBe(due);
        if (!shown.equals(wanted)) {
          expect(() => wanted.toZonedDateTime(timezone, { disambiguation: 'reject' })).toThrow();
          expect(Temporal.PlainDateTime.compare(shown, wanted)).toBe(1);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

test('a wall time is written to the minute, with seconds only where there are any', () => {
  expect(
    ['2026-03-02T08:00:00.999Z', '2026-03-02T08:00:20Z'].map((text) =>
      wallTimeText('Europe/Vienna', instant(text)),
    ),
  ).toEqual(['2026-03-02 09:00 Europe/Vienna', '2026-03-02 09:00:20 Europe/Vienna']);
});
