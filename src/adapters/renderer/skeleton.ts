/** Fills in the text of an HTML template that was converted once, with its holes still open. */

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
