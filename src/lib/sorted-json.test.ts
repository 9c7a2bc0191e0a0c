import { expect, it } from 'vitest';
import { sortedJson } from './sorted-json.ts';

it('is one text whatever the order of the fields, at any depth', () => {
  const one = { b: [{ d: 1.5, c: null }], a: 'x' };
  const other = { a: 'x', b: [{ c: null, d: 1.5 }] };
  expect(sortedJson(one)).toBe('{"a":"x","b":[{"c":null,"d":1.5}]}');
  expect(sortedJson(other)).toBe(sortedJson(one));
});

it('keeps the order of a list, which means something', () => {
  expect(sortedJson([2, 1])).toBe('[2,1]');
});
