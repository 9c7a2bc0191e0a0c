import { describe, expect, it, test } from 'vitest';
import {
  ageInWords,
  countOf,
  dateOf,
  hourOfDay,
  spanInWords,
  untilInWords,
  whenInWords,
} from './time.ts';
import { zoneName } from './zone.ts';

const now = '2026-03-02T09:00:00.000Z';
const vienna = { now, zone: 'Europe/Vienna' };

describe('when something will be', () => {
  it.each([
    ['2026-03-02T09:00:59.999Z', 'now'],
    ['2026-03-02T08:59:01.000Z', 'now'],
    ['2026-03-02T09:01:00.000Z', 'in 1 minute'],
    ['2026-03-02T09:12:00.000Z', 'in 12 minutes'],
    ['2026-03-02T08:48:00.000Z', '12 minutes ago'],
    ['2026-03-02T10:00:00.000Z', 'today 11:00'],
    ['2026-03-02T22:59:00.000Z', 'today 23:59'],
    ['2026-03-02T23:00:00.000Z', 'tomorrow 00:00'],
    ['2026-03-03T08:00:00.000Z', 'tomorrow 09:00'],
    ['2026-03-01T12:00:00.000Z', 'yesterday 13:00'],
    ['2026-03-06T08:00:00.000Z', 'Fri 6 Mar 09:00'],
    ['2027-01-04T08:00:00.000Z', 'Mon 4 Jan 2027 09:00'],
  ])('%s is %s', (at, words) => {
    expect(whenInWords(at, vienna)).toBe(words);
  });

  it('is tomorrow by the calendar of the zone, also over a night of 23 hours', () => {
    const eve = { now: '2026-03-28T12:00:00Z', zone: 'Europe/Vienna' };
    expect(whenInWords('2026-03-29T21:59:00Z', eve)).toBe('tomorrow 23:59');
    expect(whenInWords('2026-03-29T22:00:00Z', eve)).toBe('Mon 30 Mar 00:00');
  });

  it('is another day on another wall', () => {
    const at = '2026-03-02T16:00:00Z';
    expect(whenInWords(at, { now, zone: 'Asia/Tokyo' })).toBe('tomorrow 01:00');
    expect(whenInWords(at, { now, zone: 'Asia/Kolkata' })).toBe('today 21:30');
  });
});

test.each([
  ['2026-03-02T08:00:00Z', 'for a moment more'],
  ['2026-03-02T09:00:59Z', 'for a moment more'],
  ['2026-03-02T09:01:00Z', 'for 1 more minute'],
  ['2026-03-02T09:11:01Z', 'for 12 more minutes'],
  ['2026-03-02T10:00:00Z', 'until today 11:00'],
  ['2026-03-03T08:00:00Z', 'until tomorrow 09:00'],
])('what is held until %s is held %s', (at, words) => {
  expect(untilInWords(at, vienna)).toBe(words);
});

test.each([
  ['2026-03-02T09:00:30Z', 'just now'],
  ['2026-03-02T08:59:30Z', 'just now'],
  ['2026-03-02T08:59:00Z', '1 minute ago'],
  ['2026-03-02T08:00:01Z', '59 minutes ago'],
  ['2026-03-02T07:30:00Z', '1 hour ago'],
  ['2026-02-28T09:00:01Z', '47 hours ago'],
  ['2026-02-28T09:00:00Z', '2 days ago'],
])('what was at %s was %s', (at, words) => {
  expect(ageInWords(at, now)).toBe(words);
});

test.each([
  [0, '1 second'],
  [30, '30 seconds'],
  [60, '1 minute'],
  [61, '2 minutes'],
  [3600, '1 hour'],
  [3601, '2 hours'],
])('%i seconds are waited for as %s', (seconds, words) => {
  expect(spanInWords(seconds)).toBe(words);
});

test('an hour is that of the zone, from 0 to 23', () => {
  expect(hourOfDay('2026-03-02T23:00:00Z', 'Europe/Vienna')).toBe(0);
  expect(hourOfDay('2026-03-02T22:00:00Z', 'Europe/Vienna')).toBe(23);
});

test('a date is that of the zone', () => {
  expect(dateOf('2026-03-02T23:00:00Z', 'Europe/Vienna')).toBe('3 Mar 2026');
});

test('a count carries its noun', () => {
  expect([countOf(1, 'lead'), countOf(0, 'lead'), countOf(1204, 'lead')]).toEqual([
    '1 lead',
    '0 leads',
    '1,204 leads',
  ]);
  expect(countOf(2, 'mailbox', 'mailboxes')).toBe('2 mailboxes');
});

test('a zone is called by its town', () => {
  expect(['Europe/Vienna', 'America/Argentina/Buenos_Aires', 'UTC'].map(zoneName)).toEqual([
    'Vienna',
    'Buenos Aires',
    'UTC',
  ]);
});
