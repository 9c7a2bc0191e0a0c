/** The place where a test unwraps what a use case answered, and says what it got instead. */

import type { Failure } from '../../src/domain/failure.ts';
import type { Result } from '../../src/lib/result.ts';

export function valueOf<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`it failed: ${JSON.stringify(result.failure)}`);
  return result.value;
}

export function failureOf<F>(result: Result<unknown, F>): F {
  if (result.ok) throw new Error(`it succeeded: ${JSON.stringify(result.value)}`);
  return result.failure;
}
