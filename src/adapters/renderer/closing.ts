/**
 * The place where signature, footer and the way out are put below the words of a mail, in both of
 * its forms.
 */
import type { Footer } from '../../domain/send/footer.ts';
import { linePartsOf, unsubscribeLineOf } from '../../domain/send/footer.ts';
import { assert } from '../../lib/assert.ts';
import type { Closing, ClosingInput } from '../../ports/renderer.ts';
import { htmlOfText } from './html-of-text.ts';
import { escapeHtml } from './values.ts';

/** What stands before and after the link, which alone differs from mail to mail. */
type Pieces = { readonly before: string; readonly after: string };

export function closing({ signature, footer }: ClosingInput): Closing {
  const text = textPieces(signature, footer);
  const html = htmlPieces(signature, footer);
  return (content, link) => {
    // Our own links hold nothing to escape; what is handed in is not taken on trust.
    const href = escapeHtml(link);
    return {
      text: `${withoutEnd(content.text)}${text.before}<${link}>${text.after}`,
      html: within(content.html, `${html.before}${href}${html.after}`),
    };
  };
}

function textPieces(signature: string | null, footer: Footer): Pieces {
  const { before, words, after } = partsOf(footer);
  const above = paragraphs(signature, footer).map(({ text }) => `\n\n${text}`);
  // In angle brackets (RFC 3986, appendix C): a sentence's end is not taken for the link's.
  return { before: `${above.join('')}\n\n${before}${words} `, after: `${after}\n` };
}

const small = 'font-size:12px;line-height:1.5;color:#666666';

function htmlPieces(signature: string | null, footer: Footer): Pieces {
  const { before, words, after } = partsOf(footer);
  const [signed, ...rest] = paragraphs(signature, footer);
  const own = signed?.kind === 'signature' ? `<br>\n${htmlOfText(signed.text)}` : '';
  const others = signed?.kind === 'footer' ? [signed, ...rest] : rest;
  const below = others.map(({ text }) => htmlOfText(text)).join('');
  return {
    before: `\n${own}<div style="${small}">\n${below}<p>${escapeHtml(before)}<a href="`,
    after: `" style="color:#666666">${escapeHtml(words)}</a>${escapeHtml(after)}</p>\n</div>\n`,
  };
}

type Paragraph = { readonly kind: 'signature' | 'footer'; readonly text: string };

function paragraphs(signature: string | null, footer: Footer): readonly Paragraph[] {
  const all = [
    { kind: 'signature', text: signature },
    { kind: 'footer', text: footer.footerText },
    { kind: 'footer', text: footer.postalAddress },
  ] as const;
  return all.flatMap(({ kind, text }) => {
    const plain = (text ?? '').replace(/\r\n?/g, '\n').trim();
    return plain === '' ? [] : [{ kind, text: plain }];
  });
}

function partsOf(footer: Footer) {
  const parts = linePartsOf(unsubscribeLineOf(footer));
  assert(parts !== null, 'only a line with a place for the link was ever stored');
  return parts;
}

function withoutEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** A template may be a whole page: then what follows stands inside of it, not behind. */
function within(html: string, closed: string): string {
  const end = Math.max(html.lastIndexOf('</body>'), html.lastIndexOf('</BODY>'));
  return end === -1 ? `${html}${closed}` : `${html.slice(0, end)}${closed}${html.slice(end)}`;
}
