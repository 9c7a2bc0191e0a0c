/** The place where the edges of a span are tested. */
import { expect, test } from 'vitest';
import { never, within } from './instant.ts';

test('a span holds its start and not its end', () => {
  const span = { start: 10, end: 20 };
  expect([9, 10, 19, 20, never].map((at) => within(span, at))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});
