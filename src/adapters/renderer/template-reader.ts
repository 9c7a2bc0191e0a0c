/**
 * Reads templates and fills them in, with Liquid and the HTML converter. Runs on the render thread
 * only: what it takes a template to be read or filled in has no bound but the clock's.
 */
import type { Liquid, Template } from 'liquidjs';
import { LRUCache } from 'lru-cache';

import { failed, ok, type Result } from '../../lib/result.ts';
import type { RenderedText, TemplateFault, TemplateText } from '../../ports/renderer.ts';
import type { Data, Part } from './compiled.ts';
import { compiledParts, joined, valuesFor } from './compiled.ts';
import { describedParts } from './described.ts';
import type { Filled } from './finished.ts';
import { finished } from './finished.ts';
import { htmlFault, outputCharsMax } from './html-bounds.ts';
import { createLiquid, parseNoting, renderNoting } from './liquid.ts';
import type { SimpleTemplate } from './simple-template.ts';
import { filledSkeleton } from './skeleton.ts';
import { templateFault } from './template-bounds.ts';
import { htmlWithWords, skeletonFrom, textOfHtml } from './text-of-html.ts';

/** What the thread of the server keeps of a template. */
export type ReadTemplate = {
  readonly variables: readonly string[];
  /** Null where only Liquid can fill it in. */
  readonly simple: SimpleTemplate | null;
};

type Format = 'text' | 'html';

type Shelved = {
  readonly read: ReadTemplate;
  readonly fill: (data: Data, missing: Set<string>) => Result<Filled, string>;
};

export type TemplateReader = {
  readonly read: (format: Format, text: string) => Result<ReadTemplate, string>;
  readonly fill: (template: TemplateText, data: Data) => Result<RenderedText, TemplateFault>;
};

/** Characters of template text; parsed, they take some ten times as many bytes. */
const shelfCharsMax = 500_000;

export function createTemplateReader(): TemplateReader {
  const shelves = { text: createShelf('text'), html: createShelf('html') };
  return {
    read: (format, text) => {
      const shelved = shelves[format](text);
      return shelved.ok ? ok(shelved.value.read) : shelved;
    },
    fill: (template, data) => {
      const { bodyFormat } = template;
      const missing = new Set<string>();
      const subject = filled(shelves.text(template.subject), data, missing);
      if (!subject.ok) return failed({ field: 'subject', message: subject.failure });
      const body = filled(shelves[bodyFormat](template.body), data, missing);
      if (!body.ok) return failed({ field: 'body', message: body.failure });
      return finished({ subject: subject.value.body, body: body.value, bodyFormat, missing });
    },
  };
}

function filled(
  shelved: Result<Shelved, string>,
  data: Data,
  missing: Set<string>,
): Result<Filled, string> {
  return shelved.ok ? shelved.value.fill(data, missing) : shelved;
}

/** A template that cannot be read is remembered as well. */
function createShelf(format: Format): (text: string) => Result<Shelved, string> {
  const liquid = createLiquid(format);
  const shelf = new LRUCache<string, Result<Shelved, string>>({
    maxSize: shelfCharsMax,
    sizeCalculation: (_read, text) => text.length + 1,
  });
  return (text) => {
    const known = shelf.get(text);
    if (known !== undefined) return known;
    const read = readTemplate(liquid, text, format);
    shelf.set(text, read);
    return read;
  };
}

function readTemplate(liquid: Liquid, text: string, format: Format): Result<Shelved, string> {
  const fault = templateFault(text);
  if (fault !== null) return failed(fault);
  try {
    const templates = parseNoting(liquid, text);
    const simple = simpleTemplate(templates, format);
    if (simple !== null && !simple.ok) return simple;
    const simply = simple === null ? null : simpleFill(simple.value, format);
    const fully = liquidFill(liquid, templates, format);
    return ok({
      read: {
        variables: liquid.globalFullVariablesSync(templates),
        simple: simple?.value ?? null,
      },
      fill: (data, missing) => simply?.(data, missing) ?? fully(data, missing),
    });
  } catch (error) {
    return failed(sentenceOf(error));
  }
}

/** Null where it is not simple; a fault where its own HTML is more than a mail may hold. */
function simpleTemplate(
  templates: readonly Template[],
  format: Format,
): Result<SimpleTemplate, string> | null {
  const parts = describedParts(templates);
  if (parts === null) return null;
  if (format === 'text') return ok({ parts, skeleton: null });
  const worded = htmlWithWords(parts);
  const fault = htmlFault(worded.html);
  if (fault !== null) return failed(fault);
  const skeleton = skeletonFrom(worded);
  return ok({ parts, skeleton });
}

/** Null where a value is not plain: then Liquid does the whole template. */
function simpleFill({ parts: described, skeleton }: SimpleTemplate, format: Format) {
  const parts: readonly Part[] = compiledParts(described);
  return (data: Data, missing: Set<string>): Result<Filled, string> | null => {
    const values = valuesFor(parts, data, { missing, charsMax: outputCharsMax });
    if (values === null) return null;
    const body = joined(parts, values, format);
    if (format === 'text') return bounded({ body, text: body });
    const quickly = skeleton === null ? null : filledSkeleton(skeleton, values);
    return quickly === null ? withText(body) : bounded({ body, text: quickly });
  };
}

function liquidFill(liquid: Liquid, templates: Template[], format: Format) {
  return (data: Data, missing: Set<string>): Result<Filled, string> => {
    try {
      const body = renderNoting(liquid, templates, { data, missing });
      return format === 'html' ? withText(body) : bounded({ body, text: body });
    } catch (error) {
      return failed(sentenceOf(error));
    }
  };
}

function withText(html: string): Result<Filled, string> {
  const fault = htmlFault(html);
  return fault === null ? bounded({ body: html, text: textOfHtml(html) }) : failed(fault);
}

function bounded(both: Filled): Result<Filled, string> {
  return Math.max(both.body.length, both.text.length) > outputCharsMax
    ? failed(`came out longer than ${outputCharsMax} characters`)
    : ok(both);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
