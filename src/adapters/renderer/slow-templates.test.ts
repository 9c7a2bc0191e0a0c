/** Shows what is remembered of templates that took too long, and of who brought them. */
import { expect, test } from 'vitest';

import { createSlowTemplates } from './slow-templates.ts';

const brought = { asker: 'a', texts: ['text', 'x'] };

test('a template is refused after it took too long three times, whoever brings it', () => {
  const slow = createSlowTemplates(1_000);
  const judged = [0, 1, 2, 3].map(() => {
    const refused = slow.isRefused({ ...brought, asker: 'b' });
    slow.add(brought);
    return refused;
  });
  expect(judged).toEqual([false, false, false, true]);
  expect(slow.isRefused({ asker: 'a', texts: ['text', 'y'] })).toBe(false);
});

test('an asker with many slow templates is given less time for each, and no other is', () => {
  const slow = createSlowTemplates(1_000);
  const given = Array.from({ length: 7 }, (_, n) => {
    const ms = slow.answerMsMax(brought);
    slow.add({ asker: 'a', texts: [`${n}`] });
    return ms;
  });
  expect(given).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 100]);
  expect(slow.answerMsMax({ ...brought, asker: 'b' })).toBe(1_000);
});
