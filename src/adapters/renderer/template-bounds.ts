/**
 * Checks the size and the shape of a template in one pass, before a parser sees it. Used on the
 * thread of the server: the time it takes grows with the length alone.
 */
export const templateCharsMax = 50_000;
/** Liquid names the variables in the square of this. */
const openingsMax = 1_000;
/** So it does for words in a tag: 60 ms at the bound, 1.2 s for all that a template can hold. */
const tagWordsMax = 5_000;
/** Of `a[b[c]]` and `((1))`: a parser that recurses takes the square of this. */
const bracketLevelsMax = 8;
/** Of `if`, `unless`, `case` and `for` inside each other. */
const blockLevelsMax = 20;
const tagCharsMax = 2_000;

/** What is wrong, as the end of a sentence that begins with the field; null where nothing is. */
export function templateFault(text: string): string | null {
  if (text.length > templateCharsMax) {
    return `must not be longer than ${templateCharsMax} characters`;
  }
  const count = { openings: 0, words: 0, blocks: 0 };
  for (let from = text.indexOf('{'); from !== -1; from = text.indexOf('{', from)) {
    const sign = text.charAt(from + 1);
    if (sign !== '{' && sign !== '%') {
      from += 1;
      continue;
    }
    count.openings += 1;
    const tag = readTag(text, from + 2, sign === '{' ? '}}' : '%}');
    count.words += tag.words;
    if (sign === '%') count.blocks += blockStep(text.slice(from + 2, from + 2 + blockNameCharsMax));
    const fault = countFault(count) ?? tagFault(tag);
    if (fault !== null) return fault;
    from = tag.end;
  }
  return null;
}

type Tag = {
  readonly end: number;
  readonly chars: number;
  readonly words: number;
  readonly levels: number;
};

const word = /[\w-]/;

/** As Liquid reads it: what stands between quotes closes nothing. */
function readTag(text: string, from: number, close: '}}' | '%}'): Tag {
  let [quote, words, level, levels, inWord] = ['', 0, 0, 0, false];
  let at = from;
  for (; at < text.length && at - from <= tagCharsMax; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === quote) quote = '';
      continue;
    }
    if (text.startsWith(close, at)) return { end: at + 2, chars: at - from, words, levels };
    const isWord = word.test(sign);
    if (isWord && !inWord) words += 1;
    inWord = isWord;
    if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '[' || sign === '(') level += 1;
    else if (sign === ']' || sign === ')') level -= 1;
    levels = Math.max(levels, level);
  }
  return { end: at, chars: at - from, words, levels };
}

const blockNameCharsMax = 40;
const blockName = /^-?\s*(?:(end)?(?:if|unless|case|for))\b/;

function blockStep(start: string): -1 | 0 | 1 {
  const match = blockName.exec(start);
  if (match === null) return 0;
  return match[1] === undefined ? 1 : -1;
}

function countFault(count: {
  readonly openings: number;
  readonly words: number;
  readonly blocks: number;
}): string | null {
  if (count.openings > openingsMax) {
    return `must not hold more than ${openingsMax} variables and tags`;
  }
  if (count.words > tagWordsMax) {
    return `must not hold more than ${tagWordsMax} words in its variables and tags`;
  }
  if (count.blocks > blockLevelsMax) {
    return `must not nest its tags deeper than ${blockLevelsMax} levels`;
  }
  return null;
}

function tagFault(tag: Tag): string | null {
  if (tag.levels > bracketLevelsMax) {
    return `must not nest brackets deeper than ${bracketLevelsMax} levels`;
  }
  if (tag.chars > tagCharsMax) {
    return `must not hold a variable or a tag longer than ${tagCharsMax} characters`;
  }
  return null;
}
