/** Holds the bounds of a template: what fits is read, and one more of it is refused in words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { templateFault } from './template-bounds.ts';

const bounds: readonly (readonly [string, (count: number) => string, number, string])[] = [
  ['characters', (n) => 'x'.repeat(n), 50_000, 'must not be longer than 50000 characters'],
  [
    'variables and tags',
    (n) => '{{a}}'.repeat(n),
    1_000,
    'must not hold more than 1000 variables and tags',
  ],
  [
    'words in tags',
    (n) => `${'{{ a b c d e }}'.repeat(n / 5 - 1)}{{ a b c d e${' f'.repeat(n % 5)} }}`,
    5_000,
    'must not hold more than 5000 words in its variables and tags',
  ],
  [
    'levels of brackets',
    (n) => `{{ ${'a['.repeat(n)}a${']'.repeat(n)} }}`,
    8,
    'must not nest brackets deeper than 8 levels',
  ],
  [
    'levels of ranges',
    (n) => `{% for i in ${'('.repeat(n)}1..2${')'.repeat(n)} %}{% endfor %}`,
    8,
    'must not nest brackets deeper than 8 levels',
  ],
  [
    'levels of tags',
    (n) => '{%- if a %}{% unless b %}'.repeat(n / 2) + (n % 2 === 1 ? '{% for i in c %}' : ''),
    20,
    'must not nest its tags deeper than 20 levels',
  ],
  [
    'characters of a tag',
    (n) => `{{ "${'}'.repeat(n - 4)}" }}`,
    2_000,
    'must not hold a variable or a tag longer than 2000 characters',
  ],
];

describe('the bound of', () => {
  test.each(bounds)('%s lets pass what fits, and nothing beyond', (...bound) => {
    const [, make, most, message] = bound;
    expect([templateFault(make(most)), templateFault(make(most + 1))]).toEqual([null, message]);
  });
});

describe('a template', () => {
  test('closes its tags as it opens them: many beside each other are not deep', () => {
    const [one, other] = ['{% if a %}x{% endif %}', '{% case a %}{% when 1 %}x{% endcase %}'];
    expect(templateFault(one.repeat(200) + other.repeat(100))).toBeNull();
  });

  test('may hold braces and brackets in its words and in quotes', () => {
    expect(templateFault(`{ [ {${'['.repeat(20)} {{ "${'['.repeat(20)}}}" }} {`)).toBeNull();
  });

  test('of any text is judged without a throw', () => {
    const piece = fc.constantFrom('{{', '}}', '{%', '%}', '[', '"', "'", 'if', ' ', 'a', '{', '-');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const fault = templateFault(pieces.join(''));
        expect(fault === null || fault.startsWith('must not')).toBe(true);
      }),
    );
  });
});
