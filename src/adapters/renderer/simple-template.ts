/**
 * Fills in a simple template on the thread of the server, where that costs little whatever the
 * lead's values are. Null means: the render thread has to do it.
 */
import type { Data, DescribedPart } from './compiled.ts';
import { compiledParts, joined, valuesFor } from './compiled.ts';
import type { Filled } from './finished.ts';
import { outputCharsMax } from './html-bounds.ts';
import type { Skeleton } from './skeleton.ts';
import { filledSkeleton } from './skeleton.ts';

/** Of one row's values that are read here, some ms at the bound: more goes to the render thread. */
export const quickCharsMax = 20_000;

/** Plain data: it is described where it was parsed, and crosses from thread to thread. */
export type SimpleTemplate = {
  readonly parts: readonly DescribedPart[];
  /** Of HTML only, and null where its text cannot be foretold. */
  readonly skeleton: Skeleton | null;
};

export type QuickFill = (data: Data, missing: Set<string>) => Filled | null;

export function quickFill(simple: SimpleTemplate, format: 'text' | 'html'): QuickFill {
  const parts = compiledParts(simple.parts);
  const { skeleton } = simple;
  return (data, missing) => {
    if (format === 'html' && skeleton === null) return null;
    const values = valuesFor(parts, data, { missing, charsMax: quickCharsMax });
    if (values === null) return null;
    const body = joined(parts, values, format);
    const text = skeleton === null ? body : filledSkeleton(skeleton, values);
    if (text === null || Math.max(body.length, text.length) > outputCharsMax) return null;
    return { body, text };
  };
}
