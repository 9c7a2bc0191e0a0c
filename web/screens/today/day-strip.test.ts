import { describe, expect, it } from 'vitest';
import { clockOn, hoursOfDay } from './day-strip.ts';

const vienna = {
  timezone: 'Europe/Vienna',
  sending_window_start: '09:00:00',
  sending_window_end: '12:00:00',
  hours: [],
};

describe('the strip of a day', () => {
  it('has the hours of the window, also when nothing leaves', () => {
    expect(hoursOfDay(vienna)).toEqual([
      { hour: 9, count: 0 },
      { hour: 10, count: 0 },
      { hour: 11, count: 0 },
    ]);
  });

  it("counts by the campaign's own clock", () => {
    const hours = [
      { hour: '2026-03-02T08:00:00.000Z', count: 4 },
      { hour: '2026-03-02T10:00:00.000Z', count: 2 },
    ];
    expect(hoursOfDay({ ...vienna, hours })).toEqual([
      { hour: 9, count: 4 },
      { hour: 10, count: 0 },
      { hour: 11, count: 2 },
    ]);
  });

  it('reaches to an hour outside of the window, and to one that is begun', () => {
    const hours = [{ hour: '2026-03-02T06:00:00.000Z', count: 1 }];
    const shown = hoursOfDay({ ...vienna, sending_window_end: '12:30:00', hours });
    expect(shown.map(({ hour }) => hour)).toEqual([7, 8, 9, 10, 11, 12]);
  });

  it('puts both halves of an hour together where the zone is half an hour off', () => {
    const hours = [
      { hour: '2026-03-02T04:00:00.000Z', count: 1 },
      { hour: '2026-03-02T03:30:00.000Z', count: 2 },
    ];
    const shown = hoursOfDay({ ...vienna, timezone: 'Asia/Kolkata', hours });
    expect(shown[0]).toEqual({ hour: 9, count: 3 });
  });
});

describe('the hand of the clock', () => {
  const hours = hoursOfDay(vienna);

  it.each([
    ['2026-03-02T08:30:00.000Z', 9.5],
    ['2026-03-02T08:00:00.000Z', 9],
    ['2026-03-02T11:00:00.000Z', 12],
    ['2026-03-02T07:59:00.000Z', null],
    ['2026-03-02T11:01:00.000Z', null],
  ])('stands at %s on %s', (now, place) => {
    expect(clockOn(hours, now, vienna.timezone)).toBe(place);
  });
});
