/** The place where HTML becomes the text beside it, for readers and filters that want text. */
import { compile } from 'html-to-text';

import type { Part } from './compiled.ts';

export const htmlCharsMax = 500_000;
const nestingMax = 100;

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: htmlCharsMax, maxDepth: nestingMax },
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

/**
 * The text of a template with its holes still open. Conversion costs 180 µs for two kilobytes,
 * more than all else we do to a message, and nearly all of it is the same for every lead. So the
 * template is converted once, with a word in place of each hole, and the words are replaced.
 */
export type Skeleton = {
  readonly parts: readonly (string | number)[];
  /** For each hole, in order of appearance in the HTML: whether it stands in an attribute. */
  readonly inTag: readonly boolean[];
  /** The first hole of every source. */
  readonly distinct: readonly number[];
};

/** Null where a hole stands in a place whose text we cannot foretell. */
export function skeletonOf(parts: readonly Part[]): Skeleton | null {
  const marker = markerFor(parts);
  const { html, indexes } = withWords(parts, marker);
  const tags = tagsWith(html, marker);
  if (tags === null) return null;
  const pieces = textOfHtml(html).split(new RegExp(`${marker}(\\d+)z`, 'g'));
  return {
    parts: pieces.map((piece, at) => (at % 2 === 0 ? piece : Number(piece))),
    inTag: indexes.map((index) => tags.includes(`${marker}${index}z`)),
    distinct: [...new Set(indexes)],
  };
}

/** Null where a value would change the text around it; then the HTML itself is converted. */
export function filledSkeleton(skeleton: Skeleton, values: readonly string[]): string | null {
  const { parts, inTag, distinct } = skeleton;
  if (!values.every((value, index) => isTame(value, inTag[index] ?? false))) return null;
  // A link whose text equals its target is written once, so equal values must be known as equal.
  const different = new Set(distinct.map((index) => values[index]));
  if (inTag.includes(true) && different.size < distinct.length) return null;
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : (values[part] ?? '');
  return text;
}

/** Spaces collapse, at an edge with what stands beside them; an empty value lets its two meet. */
const untame = /^ | $| {2}|[\p{Cc}\u200b]|^$/u;
/** Read by the converter as more than a word: a link to the page itself, and one to an address. */
const specialTarget = /^#|^mailto:| /;

function isTame(value: string, inTag: boolean): boolean {
  return !untame.test(value) && !(inTag && specialTarget.test(value));
}

/** A word that the template does not contain. */
function markerFor(parts: readonly Part[]): string {
  const text = parts.filter((part) => typeof part === 'string').join('');
  let marker = 'hole0x';
  for (let salt = 1; text.includes(marker); salt += 1) marker = `hole${salt}x`;
  return marker;
}

/** The same word for the same source; for each hole, the index of the first of its source. */
function withWords(
  parts: readonly Part[],
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
