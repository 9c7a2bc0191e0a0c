import { describe, expect, it } from 'vitest';
import { idInput, normaliseId } from './id.ts';
import { formatInstant, instant, instantInput } from './instant.ts';
import { timeOfDay, timeOfDayInput } from './time-of-day.ts';

describe('a time of day', () => {
  it.each([
    ['09:00', '09:00:00'],
    ['09:00:30', '09:00:30'],
    ['09:00:30.123456', '09:00:30'],
    ['09:00Z', '09:00:00'],
    ['09:00:30Z', '09:00:30'],
    ['09:00:30.000Z', '09:00:30'],
    ['09:00:30+02:00', '09:00:30'],
    ['09:00-05:30', '09:00:00'],
  ])('is read from %s as %s', (text, read) => {
    expect(timeOfDayInput.parse(text)).toBe(read);
    expect(timeOfDay.parse(read)).toBe(read);
  });

  it('is nothing else', () => {
    const others = ['9:00', '24:00', '09:60', '09', '09:00 ', '09:00:60', '09:00+25:00', '', 9];
    expect(others.filter((text) => timeOfDayInput.safeParse(text).success)).toEqual([]);
  });
});

describe('an instant', () => {
  it('is read with any offset and written in UTC with milliseconds', () => {
    const read = instantInput.parse('2026-03-02T10:00:00.5+01:00');
    expect(formatInstant(read)).toBe('2026-03-02T09:00:00.500Z');
    expect(instant.safeParse(formatInstant(read)).success).toBe(true);
  });

  it('is not read where no table could hold it', () => {
    const read = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'];
    expect(read.map((text) => formatInstant(instantInput.parse(text)))).toEqual([
      '0001-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
    ]);
    const others = [
      '0000-12-31T23:59:59Z',
      '0001-01-01T00:00:00+00:01',
      '9999-12-31T23:59:59-00:01',
    ];
    expect(others.filter((text) => instantInput.safeParse(text).success)).toEqual([]);
  });

  it('is not read without its offset, nor on a day that is none', () => {
    const others = ['2026-03-02T09:00:00', '2026-02-29T09:00:00Z', '2026-03-02', 1772442000000];
    expect(others.filter((text) => instantInput.safeParse(text).success)).toEqual([]);
  });
});

describe('an id', () => {
  it('is a UUID of any version, in lower case', () => {
    const id = '3C90C3CC-0D44-4B50-8888-8DD25736052A';
    expect(idInput.parse(id)).toBe(id.toLowerCase());
    expect(normaliseId(id)).toBe(id.toLowerCase());
    expect(normaliseId('019cadc6-9a80-7000-8000-000000000001')).not.toBeNull();
  });

  it('is nothing else', () => {
    const others = ['', '7', '3c90c3cc0d444b5088888dd25736052a', `${'0'.repeat(36)}`];
    expect(others.map(normaliseId)).toEqual([null, null, null, null]);
    expect(others.filter((text) => idInput.safeParse(text).success)).toEqual([]);
  });
});
