/**
 * The place where it is said what stands below every mail of an account: its own words, where it
 * can be found, and the line by which whoever reads it hears from it no more.
 */
import type { FieldFault } from '../failure.ts';

/** Null where the account has not said: nothing of the kind, and the line we suggest. */
export type Footer = {
  readonly postalAddress: string | null;
  readonly footerText: string | null;
  readonly unsubscribeLine: string | null;
};

export const footerBounds = {
  postalAddressCharsMax: 500,
  footerTextCharsMax: 2_000,
  unsubscribeLineCharsMax: 300,
  unsubscribeWordsMax: 100,
} as const;

/** Braces mark the words that carry the link: nobody has to type an address that is made later. */
export const defaultUnsubscribeLine =
  'If you would rather not hear from me again, {unsubscribe here}.';

export function unsubscribeLineOf({ unsubscribeLine }: Pick<Footer, 'unsubscribeLine'>): string {
  return unsubscribeLine ?? defaultUnsubscribeLine;
}

export type LineParts = { readonly before: string; readonly words: string; readonly after: string };

const oneLink = /^([^{}]*)\{([^{}]*\S[^{}]*)\}([^{}]*)$/u;

/** Null where it is no line with exactly one pair of braces and words in it. */
export function linePartsOf(line: string): LineParts | null {
  const [, before = '', words = '', after = ''] = oneLink.exec(line) ?? [];
  return words === '' ? null : { before, words: words.trim(), after };
}

export function footerFaults(footer: Footer): readonly FieldFault[] {
  return [
    ...textFaults('postal_address', footer.postalAddress),
    ...textFaults('footer_text', footer.footerText),
    ...lineFaults(footer.unsubscribeLine),
  ];
}

/** Lines are its own; anything else that a terminal or a header would obey is not. */
const control = /[^\P{Cc}\n]/u;

function textFaults(field: string, text: string | null): readonly FieldFault[] {
  if (text === null || !control.test(text)) return [];
  const message = 'must be text: lines, and no control characters';
  return [{ path: [field], message, type: 'string.control' }];
}

function lineFaults(line: string | null): readonly FieldFault[] {
  if (line === null) return [];
  const fault = (message: string, type: string) => [{ path: ['unsubscribe_line'], message, type }];
  if (/[\p{Cc}\u2028\u2029]/u.test(line)) return fault('must be a single line', 'string.line');
  const parts = linePartsOf(line);
  if (parts === null) {
    const message = `must have one pair of braces around the words of the link: ${defaultUnsubscribeLine}`;
    return fault(message, 'string.link');
  }
  if (parts.words.length <= footerBounds.unsubscribeWordsMax) return [];
  const message = `must not have more than ${footerBounds.unsubscribeWordsMax} characters in its braces`;
  return fault(message, 'string.link');
}
