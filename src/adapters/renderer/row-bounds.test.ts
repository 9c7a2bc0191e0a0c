/** Holds the bounds of what a row may bring to the render thread. */
import { expect, test } from 'vitest';

import { rowFault } from './row-bounds.ts';

test.each([
  [
    'characters',
    (n: number) => ({ a: ['x'.repeat(n - 4)], key: null }),
    400_000,
    'is given more than 400000 characters of one lead',
  ],
  [
    'values',
    (n: number) => ({ list: Array.from({ length: n - 2 }, () => 1) }),
    10_000,
    'is given more than 10000 values of one lead',
  ],
  [
    'levels',
    (n: number) => JSON.parse(`${'['.repeat(n)}${']'.repeat(n)}`) as object,
    100,
    'is given a value nested deeper than 100 levels',
  ],
])('the bound of %s lets pass what fits, and nothing beyond', (...bound) => {
  const [, make, most, message] = bound;
  expect([rowFault(make(most)), rowFault(make(most + 1))]).toEqual([null, message]);
});

test('a list without end is left at the bound', () => {
  expect(rowFault({ list: Array.from({ length: 1_000_000 }, () => ({})) })).not.toBeNull();
});
