import { expect, it } from 'vitest';
import { requestIdOf } from './request-id.ts';

it("is the caller's own where it can stand in a log, else one of ours", () => {
  expect(requestIdOf('job-7:42')).toBe('job-7:42');
  const ours = /^[0-9a-f-]{36}$/;
  for (const odd of [undefined, '', 'a b', 'a\nb', 'é', 'a'.repeat(129), ['a', 'b']]) {
    expect(requestIdOf(odd)).toMatch(ours);
  }
});
