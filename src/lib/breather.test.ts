/** Shows that a long computation stops for others after so many units, and not before. */
import { expect, test } from 'vitest';

import { createBreather } from './breather.ts';

test('it goes straight on until the units are spent, and then begins to count anew', async () => {
  const breathe = createBreather(10);
  const pauses = [4, 5, 1, 9, 1].map((units) => breathe(units));
  expect(pauses.map((pause) => pause !== null)).toEqual([false, false, true, false, true]);
});

test('what waits on the thread has its turn in a pause', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('other'));
  await createBreather(1)(1);
  order.push('computation');
  expect(order).toEqual(['other', 'computation']);
});
