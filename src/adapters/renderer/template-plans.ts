/** Keeps what the render thread found out about templates, for the thread of the server. */
import { LRUCache } from 'lru-cache';

import type { Result } from '../../lib/result.ts';
import { failed, ok } from '../../lib/result.ts';
import type { QuickFill } from './simple-template.ts';
import { quickFill } from './simple-template.ts';
import { templateFault } from './template-bounds.ts';
import type { ReadTemplate } from './template-reader.ts';

export type Plan = {
  readonly variables: readonly string[];
  /** Null where the render thread has to fill it in. */
  readonly quick: QuickFill | null;
};

export type Format = 'text' | 'html';
export type Planned = Result<Plan, string>;

/** Characters of template text; described, they take some ten times as many bytes. */
const shelfCharsMax = 4_000_000;

/**
 * Keyed by the template's text: the engine hands in the same string for every lead, whose hash the
 * runtime has already computed. A template that cannot be read is kept as well.
 */
export function createTemplatePlans() {
  const createShelf = () =>
    new LRUCache<string, Planned>({
      maxSize: shelfCharsMax,
      sizeCalculation: (_plan, text) => text.length + 1,
    });
  const shelves = { text: createShelf(), html: createShelf() };
  const keep = (format: Format, text: string, plan: Planned): Planned => {
    shelves[format].set(text, plan);
    return plan;
  };
  return {
    /** Undefined where only the render thread can tell. */
    find: (format: Format, text: string): Planned | undefined => {
      const known = shelves[format].get(text);
      if (known !== undefined) return known;
      const fault = templateFault(text);
      return fault === null ? undefined : keep(format, text, failed(fault));
    },
    add: (format: Format, text: string, read: Result<ReadTemplate, string>): Planned => {
      if (!read.ok) return keep(format, text, read);
      const { variables, simple } = read.value;
      const quick = simple === null ? null : quickFill(simple, format);
      return keep(format, text, ok({ variables, quick }));
    },
  };
}
