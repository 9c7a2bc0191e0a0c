/** The place where a test unwraps what a use case answered, and says what it got instead. */

import type { Failure } from '../../src/domain/failure.ts';
import type { Result } from '../../src/lib/result.ts';
import type { Page } from '../../src/usecases/page.ts';

export function valueFrom<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`it failed: ${JSON.stringify(result.failure)}`);
  return result.value;
}

export function failureFrom<F>(result: Result<unknown, F>): F {
  if (result.ok) throw new Error(`it succeeded: ${JSON.stringify(result.value)}`);
  return result.failure;
}

/** Every item of a list, by its cursors; `turn` runs after each page. */
export async function allPages<T>(
  list: (cursor: string | null) => Promise<Result<Page<T>, Failure>>,
  turn: () => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = valueFrom(await list(cursor));
    items.push(...page.items);
    cursor = page.nextCursor;
    await turn();
  } while (cursor !== null);
  return items;
}
