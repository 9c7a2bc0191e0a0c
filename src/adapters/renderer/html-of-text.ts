/** The place where plain text becomes HTML: the same words, escaped, with paragraphs and links. */
import { escapeHtml } from './values.ts';

const link = /\bhttps?:\/\/[^\s<>"]+/gi;
/** What ends a sentence is not part of the address at its end. */
const sentenceEnds = `.,;:!?'*_)]}`;
const lineEnds = /\n+/g;

/** Line ends are `\n` by now. */
export function htmlOfText(text: string): string {
  const body = withoutEnd(text.replace(/^\n+/, ''), '\n');
  return `<p>${withBreaks(withLinks(body))}</p>\n`;
}

function withLinks(text: string): string {
  if (!text.includes('://')) return escapeHtml(text);
  let html = '';
  let from = 0;
  for (const match of text.matchAll(link)) {
    const target = withoutSentenceEnd(match[0]);
    const href = escapeHtml(target);
    html += `${escapeHtml(text.slice(from, match.index))}<a href="${href}">${href}</a>`;
    from = match.index + target.length;
  }
  return html + escapeHtml(text.slice(from));
}

/** A closing bracket belongs to an address that opened it, as in …/Go_(game). */
function withoutSentenceEnd(url: string): string {
  const trimmed = withoutEnd(url, sentenceEnds);
  const closing = url.slice(trimmed.length).startsWith(')') && trimmed.includes('(');
  return closing ? `${trimmed})` : trimmed;
}

/** By hand: an expression for the end of a text is tried at every place that looks like it. */
function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function withBreaks(html: string): string {
  return html.replace(lineEnds, (ends) => (ends.length === 1 ? '<br>\n' : '</p>\n<p>'));
}
