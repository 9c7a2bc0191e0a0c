import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedJson, sortedJsonParts } from './sorted-json.ts';

it('is one text whatever the order of the fields, at any depth', () => {
  const one = { b: [{ d: 1.5, c: null }], a: 'x' };
  const other = { a: 'x', b: [{ c: null, d: 1.5 }] };
  expect(sortedJson(one)).toBe('{"a":"x","b":[{"c":null,"d":1.5}]}');
  expect(sortedJson(other)).toBe(sortedJson(one));
});

it('keeps the order of a list, which means something', () => {
  expect(sortedJson([2, 1])).toBe('[2,1]');
});

it('is the same text in parts', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, levels) => {
      expect([...sortedJsonParts(value, levels)].join('')).toBe(sortedJson(value));
      expect(JSON.parse(sortedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
