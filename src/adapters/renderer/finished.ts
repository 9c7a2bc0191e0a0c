/** Makes a subject and a body out of filled templates: one line, line ends, both forms, bounds. */
import { failed, ok, type Result } from '../../lib/result.ts';
import type { RenderedText, TemplateFault } from '../../ports/renderer.ts';
import { outputCharsMax } from './html-bounds.ts';
import { htmlOfText } from './html-of-text.ts';

const subjectCharsMax = 998;

export type Filled = {
  /** The body as its template is written; in an HTML one every value is escaped. */
  readonly body: string;
  /** The same as text. */
  readonly text: string;
};

export type FilledTemplate = {
  readonly subject: string;
  readonly body: Filled;
  readonly bodyFormat: 'text' | 'html';
  readonly missing: ReadonlySet<string>;
};

export function finished(filled: FilledTemplate): Result<RenderedText, TemplateFault> {
  const { body, bodyFormat } = filled;
  const bodies =
    bodyFormat === 'html'
      ? { text: lineEnded(body.text), html: lineEnded(body.body) }
      : bothForms(body.body);
  const subject = inOneLine(filled.subject);
  if (subject.length > subjectCharsMax) {
    return fault('subject', `came out longer than ${subjectCharsMax} characters`);
  }
  if (Math.max(bodies.text.length, bodies.html.length) > outputCharsMax) {
    return fault('body', `came out longer than ${outputCharsMax} characters`);
  }
  return ok({ subject, ...bodies, missing: [...filled.missing] });
}

/** What a person approved: it knows no template language. */
export function renderedPlainly(content: {
  readonly subject: string;
  readonly body: string;
}): RenderedText {
  return { subject: inOneLine(content.subject), ...bothForms(content.body), missing: [] };
}

function bothForms(body: string): { readonly text: string; readonly html: string } {
  const text = lineEnded(body);
  return { text, html: htmlOfText(text) };
}

function fault(field: TemplateFault['field'], message: string): Result<never, TemplateFault> {
  return failed({ field, message });
}

const control = /[\p{Cc}\u2028\u2029]+/gu;

/** A line end in a subject would begin another header. */
function inOneLine(subject: string): string {
  return subject.replace(control, ' ').trim();
}

const otherLineEnd = /\r\n?/g;

function lineEnded(text: string): string {
  return text.includes('\r') ? text.replace(otherLineEnd, '\n') : text;
}
