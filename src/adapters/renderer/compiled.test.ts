/** The place where a compiled template is held to what Liquid itself would have written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compiledParts, joined, valuesFor } from './compiled.ts';
import { describedParts } from './described.ts';
import { createLiquid, parseNoting, renderNoting } from './liquid.ts';

const names = ['first_name', 'company', 'lead', 'lead.city', 'lead.deep.er', 'constructor', 'a-b'];
const quoted = fc.constantFrom("'there'", '"you & I"', '""', '7', '-0.5');
const filter = fc.oneof(
  fc.constantFrom('upcase', 'downcase', 'capitalize', 'strip'),
  quoted.map((text) => `default: ${text}`),
);
const output = fc
  .record({
    name: fc.constantFrom(...names),
    filters: fc.array(filter, { maxLength: 3 }),
    open: fc.constantFrom('{{', '{{-', '{{ '),
    close: fc.constantFrom('}}', '-}}', ' }}'),
  })
  .map(({ name, filters, open, close }) => `${open}${[name, ...filters].join(' | ')}${close}`);
const words = fc.constantFrom(
  'Hi ',
  ' and\n\n',
  '}} { ',
  '<b>',
  ' ',
  'ß €\t',
  '100 %',
  '{ { x } }',
);
const simpleTemplate = fc.array(fc.oneof(words, output), { maxLength: 8 }).map((p) => p.join(''));

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '  Ada ', '<i>&"\'', 'İstanbul', 'straße', '{{ company }}'),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
);
const nested = fc.dictionary(fc.constantFrom('city', 'deep', 'length'), value, { maxKeys: 3 });
const data = fc.dictionary(fc.constantFrom('first_name', 'company', 'a-b', 'constructor'), value);
const lead = fc.option(fc.oneof(nested, scalar), { nil: undefined });

function throughLiquid(
  format: 'text' | 'html',
  template: string,
  values: Readonly<Record<string, unknown>>,
) {
  const liquid = createLiquid(format);
  const missing = new Set<string>();
  const text = renderNoting(liquid, parseNoting(liquid, template), { data: values, missing });
  return { text, missing: [...missing] };
}

function throughClosures(
  format: 'text' | 'html',
  template: string,
  values: Readonly<Record<string, unknown>>,
) {
  const described = describedParts(parseNoting(createLiquid(format), template));
  if (described === null) return 'not simple';
  const parts = compiledParts(described);
  const missing = new Set<string>();
  const filled = valuesFor(parts, values, { missing, charsMax: 50_000 });
  if (filled === null) return 'not plain';
  return { text: joined(parts, filled, format), missing: [...missing] };
}

describe('a compiled template', () => {
  test.each(['text', 'html'] as const)('of %s writes what Liquid writes', (format) => {
    let compared = 0;
    fc.assert(
      fc.property(simpleTemplate, data, lead, (template, plain, leadValue) => {
        const values = leadValue === undefined ? plain : { ...plain, lead: leadValue };
        const ours = throughClosures(format, template, values);
        expect(ours).not.toBe('not simple');
        if (typeof ours === 'string') return;
        compared += 1;
        expect(ours).toEqual(throughLiquid(format, template, values));
      }),
      { numRuns: 500 },
    );
    // Objects and lists go to Liquid; a test that compared nothing would prove nothing.
    expect(compared).toBeGreaterThan(300);
  });

  test.each([
    '{% if a %}b{% endif %}',
    '{{ a | append: "b" }}',
    '{{ a | default: b }}',
    '{{ a | default: "b", allow_false: true }}',
    '{{ a | strip: "x" }}',
    '{{ a[0] }}',
    '{{ a["b"] }}',
    '{{ a.size }}',
    '{{ first }}',
    '{{ "a" }}',
    '{{ a == b }}',
    '{{ a | escape }}',
  ])('is not made of %s', (template) => {
    expect(throughClosures('html', template, { a: 'x', b: 'y' })).toBe('not simple');
  });
});
