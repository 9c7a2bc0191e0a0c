/**
 * Makes the text beside an HTML body, for readers and filters that want text. Runs on the render
 * thread only.
 */
import { compile } from 'html-to-text';

import type { DescribedPart } from './compiled.ts';
import { htmlLevelsMax, outputCharsMax } from './html-bounds.ts';
import type { Skeleton } from './skeleton.ts';

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: outputCharsMax, maxDepth: htmlLevelsMax },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
  ],
});

export function textOfHtml(html: string): string {
  return convert(html);
}

/** A template's HTML with a word in place of each of its holes. */
export type WordedHtml = {
  readonly html: string;
  /** Begins each of the words; the template does not contain it. */
  readonly marker: string;
  /** For each hole, the index of the first hole with the same source. */
  readonly indexes: readonly number[];
};

export function htmlWithWords(parts: readonly DescribedPart[]): WordedHtml {
  const marker = markerFor(parts);
  return { marker, ...withWords(parts, marker) };
}

/** Null where a hole stands in a place whose text we cannot foretell. */
export function skeletonFrom({ html, marker, indexes }: WordedHtml): Skeleton | null {
  const tags = tagsWith(html, marker);
  if (tags === null) return null;
  const pieces = textOfHtml(html).split(new RegExp(`${marker}(\\d+)z`, 'g'));
  return {
    parts: pieces.map((piece, at) => (at % 2 === 0 ? piece : Number(piece))),
    inTag: indexes.map((index) => tags.includes(`${marker}${index}z`)),
    distinct: [...new Set(indexes)],
  };
}

/** A word that the template does not contain. */
function markerFor(parts: readonly DescribedPart[]): string {
  const text = parts.filter((part) => typeof part === 'string').join('');
  let marker = 'hole0x';
  for (let salt = 1; text.includes(marker); salt += 1) marker = `hole${salt}x`;
  return marker;
}

/** The same word for the same source; for each hole, the index of the first of its source. */
function withWords(
  parts: readonly DescribedPart[],
  marker: string,
): { readonly html: string; readonly indexes: readonly number[] } {
  const indexBySource = new Map<string, number>();
  const indexes: number[] = [];
  const words = parts.map((part) => {
    if (typeof part === 'string') return part;
    const index = indexBySource.get(part.source) ?? indexes.length;
    indexBySource.set(part.source, index);
    indexes.push(index);
    return `${marker}${index}z`;
  });
  return { html: words.join(''), indexes };
}

/** Where nothing is markup, and in some nothing is an entity either. */
const opaqueNames = 'style|script|textarea|xmp|iframe|noembed|noframes|noscript';
const opaque = new RegExp(`<!--[^]*?-->|<(${opaqueNames})\\b[^]*?</\\1\\s*>`, 'gi');
const opaqueStart = new RegExp(`<(?:!--|${opaqueNames})`, 'gi');
/** Each that is never closed is looked for to the end; a mail has a handful. */
const opaqueBlocksMax = 50;
const tag = /<[^>]*>?/g;
const linkOrImage = /^<(?:a|img)\s/i;
const quotedAttribute = /\s[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*')/g;

/** All tags that contain a hole, one after the other; null if one is not a plain quoted value. */
function tagsWith(html: string, marker: string): string | null {
  if ((html.match(opaqueStart)?.length ?? 0) > opaqueBlocksMax) return null;
  if ((html.match(opaque) ?? []).some((block) => block.includes(marker))) return null;
  const tags = (html.replace(opaque, '').match(tag) ?? []).filter((text) => text.includes(marker));
  const plain = tags.every(
    (text) => linkOrImage.test(text) && !text.replace(quotedAttribute, '').includes(marker),
  );
  return plain ? tags.join('') : null;
}
