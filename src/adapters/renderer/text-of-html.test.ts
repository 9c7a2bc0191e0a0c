/** The place where the quick way from HTML to text is held to the slow one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compiledParts, joined, valuesFor } from './compiled.ts';
import { describedParts } from './described.ts';
import { createLiquid, parseNoting } from './liquid.ts';
import { filledSkeleton } from './skeleton.ts';
import { htmlWithWords, skeletonFrom, textOfHtml } from './text-of-html.ts';

function bothWays(template: string, values: Readonly<Record<string, string>>) {
  const described = describedParts(parseNoting(createLiquid('html'), template)) ?? [];
  const parts = compiledParts(described);
  const filled = valuesFor(parts, values, { missing: new Set(), charsMax: 50_000 }) ?? [];
  const skeleton = skeletonFrom(htmlWithWords(described));
  const quick = skeleton === null ? null : filledSkeleton(skeleton, filled);
  return { quick, slow: textOfHtml(joined(parts, filled, 'html')) };
}

const name = fc.constantFrom('a', 'b', 'c');
const hole = name.map((variable) => `{{ ${variable} }}`);
const inline = fc.oneof(
  hole,
  fc.constantFrom(' Hi ', ' &amp; ', 'x', ' ', '\n', 'hole0x1z', '<br>'),
);
const line = fc.array(inline, { maxLength: 5 }).map((parts) => parts.join(''));
const block = fc.oneof(
  line,
  line.map((text) => `<p>${text}</p>`),
  line.map((text) => `<h1>${text}</h1>`),
  line.map((text) => `<b>${text}</b>`),
  line.map((text) => `<ul><li>${text}</li><li>two</li></ul>`),
  line.map((text) => `<blockquote>${text}</blockquote>`),
  line.map((text) => `<table><tr><td>${text}</td><td>x</td></tr></table>`),
  fc.tuple(hole, line).map(([target, text]) => `<a href="${target}">${text}</a>`),
  fc.tuple(hole, hole).map(([target, text]) => `<a href='https://x.example/${target}'>${text}</a>`),
  hole.map((text) => `<img src="${text}" alt="${text}">`),
  hole.map((text) => `<style>${text}</style>`),
  hole.map((text) => `<!-- ${text} -->`),
  hole.map((text) => `<script>"<p>" + ${text}</script>`),
  hole.map((text) => `<title>${text}</title>`),
  hole.map((text) => `<textarea>${text}</textarea>`),
  hole.map((text) => `<xmp>${text}</xmp>`),
  hole.map((text) => `<ol start="${text}"><li>one</li></ol>`),
  hole.map((text) => `<a href=${text}>bare</a>`),
  hole.map((text) => `<pre>${text}\n  x</pre>`),
);
const template = fc.array(block, { maxLength: 6 }).map((blocks) => blocks.join(''));
const value = fc.oneof(
  fc.constantFrom('Ada', 'Acme & Co', '<b>', '"q"', '&amp;', 'https://x.example/?a=1&b=2', '5'),
  fc.constantFrom(
    '',
    ' ',
    ' x',
    'x ',
    'a  b',
    'a\nb',
    '#top',
    'mailto:a@b.example',
    '\u200b',
    '> x',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

describe('the text of an HTML template', () => {
  test('is the same, with its holes filled before or after', () => {
    let quickly = 0;
    fc.assert(
      fc.property(template, fc.record({ a: value, b: value, c: value }), (html, values) => {
        const { quick, slow } = bothWays(html, values);
        if (quick === null) return;
        quickly += 1;
        expect(quick).toBe(slow);
      }),
      { numRuns: 1_000 },
    );
    expect(quickly).toBeGreaterThan(100);
  });

  test('writes a link once if its text turns out to be its target', () => {
    const target = 'https://x.example';
    expect(bothWays('<a href="{{ a }}">{{ b }}</a>', { a: target, b: target })).toEqual({
      quick: null,
      slow: target,
    });
  });

  test('keeps a link whose text says something else, and writes its target', () => {
    const html = '<p>Hi {{ a }}, <a href="{{ b }}">look</a> at <a href="{{ b }}">{{ b }}</a></p>';
    expect(bothWays(html, { a: 'Ada & Co', b: 'https://x.example' })).toEqual({
      quick: 'Hi Ada & Co, look [https://x.example] at https://x.example',
      slow: 'Hi Ada & Co, look [https://x.example] at https://x.example',
    });
  });
});
