/** The place where a template is read once and kept, ready to be filled in. */
import type { Liquid, Template } from 'liquidjs';
import { LRUCache } from 'lru-cache';

import { failed, ok, type Result } from '../../lib/result.ts';
import { type Data, joined, type Part, partsOf, valuesOf } from './compiled.ts';
import { createLiquid, parseNoting, renderNoting, templateCharsMax } from './liquid.ts';
import {
  filledSkeleton,
  htmlCharsMax,
  type Skeleton,
  skeletonOf,
  textOfHtml,
} from './text-of-html.ts';

export type Filled = {
  /** The body as its template is written; in an HTML one every value is escaped. */
  readonly body: string;
  /** The same as text. */
  readonly text: string;
};

export type ReadTemplate = {
  readonly variables: readonly string[];
  readonly fill: (data: Data, missing: Set<string>) => Result<Filled, string>;
};

export type TemplateShelf = (text: string) => Result<ReadTemplate, string>;

const opening = /\{[{%]/g;
/** Naming the variables takes the square of this: 25 ms at the bound, a second without one. */
const openingsMax = 1_000;

/** Characters of template text; parsed, they take some ten times as many bytes. */
const shelfCharsMax = 4_000_000;

/**
 * Keyed by the template's text: the engine hands in the same string for every lead, whose hash the
 * runtime has already computed. A template that does not parse is remembered as well.
 */
export function createTemplateShelf(format: 'text' | 'html'): TemplateShelf {
  const liquid = createLiquid(format);
  const shelf = new LRUCache<string, Result<ReadTemplate, string>>({
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

function readTemplate(
  liquid: Liquid,
  text: string,
  format: 'text' | 'html',
): Result<ReadTemplate, string> {
  if (text.length > templateCharsMax) {
    return failed(`must not be longer than ${templateCharsMax} characters`);
  }
  if ((text.match(opening)?.length ?? 0) > openingsMax) {
    return failed(`must not hold more than ${openingsMax} variables and tags`);
  }
  try {
    const templates = parseNoting(liquid, text);
    const parts = partsOf(templates);
    const simple = parts === null ? null : simpleFill(parts, format);
    const full = liquidFill(liquid, templates, format);
    return ok({
      variables: liquid.globalFullVariablesSync(templates),
      fill: (data, missing) => simple?.(data, missing) ?? full(data, missing),
    });
  } catch (error) {
    return failed(sentenceOf(error));
  }
}

/** Null where a value is not plain: then Liquid does the whole template. */
function simpleFill(parts: readonly Part[], format: 'text' | 'html') {
  const skeleton = format === 'html' ? skeletonOf(parts) : null;
  return (data: Data, missing: Set<string>): Result<Filled, string> | null => {
    const values = valuesOf(parts, data, missing);
    if (values === null) return null;
    const body = joined(parts, values, format);
    if (body.length > htmlCharsMax) return null;
    return ok({ body, text: format === 'html' ? textBeside(body, skeleton, values) : body });
  };
}

function textBeside(html: string, skeleton: Skeleton | null, values: readonly string[]): string {
  const quickly = skeleton === null ? null : filledSkeleton(skeleton, values);
  return quickly ?? textOfHtml(html);
}

function liquidFill(liquid: Liquid, templates: Template[], format: 'text' | 'html') {
  return (data: Data, missing: Set<string>): Result<Filled, string> => {
    try {
      const body = renderNoting(liquid, templates, { data, missing });
      if (body.length > htmlCharsMax) {
        return failed(`came out longer than ${htmlCharsMax} characters`);
      }
      return ok({ body, text: format === 'html' ? textOfHtml(body) : body });
    } catch (error) {
      return failed(sentenceOf(error));
    }
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
