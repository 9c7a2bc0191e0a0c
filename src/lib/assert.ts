/**
 * The place where "this cannot happen" is said out loud: a broken assertion is a bug, never an
 * answer.
 */

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new AssertionError(sentence);
}
