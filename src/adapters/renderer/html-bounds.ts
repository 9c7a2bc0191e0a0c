/**
 * Checks how many tags an HTML body has and how deep its elements stand, in one pass, before the
 * converter builds a tree of them.
 */

/** Characters of a finished subject or body. */
export const outputCharsMax = 200_000;
export const htmlTagsMax = 10_000;
/** The converter leaves out what stands deeper: a reader of the text would miss it. */
export const htmlLevelsMax = 100;

/** What is wrong, as the end of a sentence that begins with the field; null where nothing is. */
export function htmlFault(html: string): string | null {
  if (html.length > outputCharsMax) return `came out longer than ${outputCharsMax} characters`;
  let [tags, level] = [0, 0];
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    const closes = html.charAt(at + 1) === '/';
    const name = nameAt(html, closes ? at + 2 : at + 1);
    if (name === '') continue;
    tags += 1;
    if (!unnested.has(name)) level = Math.max(0, level + (closes ? -1 : 1));
    if (tags > htmlTagsMax) return `came out with more than ${htmlTagsMax} HTML tags`;
    if (level > htmlLevelsMax) {
      return `came out with HTML nested deeper than ${htmlLevelsMax} levels; close what it opens`;
    }
  }
  return null;
}

const nameCharsMax = 16;
const tagName = /^[a-z][a-z0-9]*/i;

function nameAt(html: string, at: number): string {
  return tagName.exec(html.slice(at, at + nameCharsMax))?.[0].toLowerCase() ?? '';
}

/** Elements without content, and those whose end may be left out (HTML, 13.1.2.4). */
const unnested = new Set(
  [
    'area base br col embed hr img input link meta source track wbr',
    'html head body p li dt dd option optgroup thead tbody tfoot tr td th colgroup caption rt rp',
  ].flatMap((names) => names.split(' ')),
);
