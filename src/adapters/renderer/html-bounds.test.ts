/** Holds the bounds of an HTML body that is to become text. */
import { expect, test } from 'vitest';

import { htmlFault } from './html-bounds.ts';

test.each([
  ['characters', (n: number) => 'x'.repeat(n), 200_000, 'came out longer than 200000 characters'],
  [
    'tags',
    (n: number) => '<br></p>'.repeat(n / 2) + (n % 2 === 1 ? '<b>' : ''),
    10_000,
    'came out with more than 10000 HTML tags',
  ],
  [
    'levels',
    (n: number) => '<DIV class="x">'.repeat(n),
    100,
    'came out with HTML nested deeper than 100 levels; close what it opens',
  ],
])('the bound of %s lets pass what fits, and nothing beyond', (...bound) => {
  const [, make, most, message] = bound;
  expect([htmlFault(make(most)), htmlFault(make(most + 1))]).toEqual([null, message]);
});

test('what is closed is not deep, nor what need not be closed', () => {
  const html = '<div></div><br><p>x<li>x<td>x<img src="x">'.repeat(500);
  expect(htmlFault(html)).toBeNull();
});

test('an angle bracket that opens no tag is not counted', () => {
  expect(htmlFault('< <1 <'.repeat(20_000))).toBeNull();
});
