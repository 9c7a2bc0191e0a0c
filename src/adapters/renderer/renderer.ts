/** The place where a template and a lead become a subject and a body, as text and as HTML. */
import { failed, ok, type Result } from '../../lib/result.ts';
import type { RenderedText, Renderer, TemplateFault, TemplateText } from '../../ports/renderer.ts';
import { closing } from './closing.ts';
import type { Data } from './compiled.ts';
import { compose } from './compose.ts';
import { htmlOfText } from './html-of-text.ts';
import { createTemplateShelf, type TemplateShelf } from './template-shelf.ts';

const subjectCharsMax = 998;

type Shelves = Readonly<Record<'subject' | 'text' | 'html', TemplateShelf>>;

export function createRenderer(): Renderer {
  const shelves: Shelves = {
    subject: createTemplateShelf('text'),
    text: createTemplateShelf('text'),
    html: createTemplateShelf('html'),
  };
  return {
    inspect: (template) => inspect(shelves, template),
    render: (template, data) => render(shelves, template, data),
    plain: ({ subject, body }) => rendered({ subject, ...bothOfText(body), missing: new Set() }),
    closing,
    compose,
  };
}

function inspect(
  shelves: Shelves,
  template: TemplateText,
): Result<{ readonly variables: readonly string[] }, readonly TemplateFault[]> {
  const subject = shelves.subject(template.subject);
  const body = shelves[template.bodyFormat](template.body);
  if (subject.ok && body.ok) {
    const names = new Set([...subject.value.variables, ...body.value.variables]);
    return ok({ variables: [...names] });
  }
  const faults: TemplateFault[] = [];
  if (!subject.ok) faults.push({ field: 'subject', message: subject.failure });
  if (!body.ok) faults.push({ field: 'body', message: body.failure });
  return failed(faults);
}

function render(
  shelves: Shelves,
  template: TemplateText,
  data: Data,
): Result<RenderedText, TemplateFault> {
  const missing = new Set<string>();
  const subject = filled(shelves.subject(template.subject), data, missing);
  if (!subject.ok) return failed({ field: 'subject', message: subject.failure });
  const body = filled(shelves[template.bodyFormat](template.body), data, missing);
  if (!body.ok) return failed({ field: 'body', message: body.failure });
  const both =
    template.bodyFormat === 'html'
      ? { text: body.value.text, html: lineEnded(body.value.body) }
      : bothOfText(body.value.body);
  const result = rendered({ subject: subject.value.body, ...both, missing });
  if (result.subject.length > subjectCharsMax) {
    const message = `came out longer than ${subjectCharsMax} characters`;
    return failed({ field: 'subject', message });
  }
  return ok(result);
}

function filled(
  read: ReturnType<TemplateShelf>,
  data: Data,
  missing: Set<string>,
): ReturnType<Extract<typeof read, { ok: true }>['value']['fill']> {
  return read.ok ? read.value.fill(data, missing) : read;
}

function rendered(of: {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly missing: ReadonlySet<string>;
}): RenderedText {
  const { subject, text, html, missing } = of;
  return { subject: oneLine(subject), text: lineEnded(text), html, missing: [...missing] };
}

function bothOfText(body: string): { readonly text: string; readonly html: string } {
  const text = lineEnded(body);
  return { text, html: htmlOfText(text) };
}

const control = /[\p{Cc}\u2028\u2029]+/gu;

/** A line end in a subject would begin another header. */
function oneLine(subject: string): string {
  return subject.replace(control, ' ').trim();
}

const otherLineEnd = /\r\n?/g;

function lineEnded(text: string): string {
  return text.includes('\r') ? text.replace(otherLineEnd, '\n') : text;
}
