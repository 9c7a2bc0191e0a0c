/** Shows that whoever waits is served before anybody is served twice. */
import { expect, test } from 'vitest';

import { createTurns } from './turns.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('every asker has a turn before any has a second, and one piece is served at a time', async () => {
  const turns = createTurns(10);
  const served: string[] = [];
  let together = 0;
  const work = (name: string) => async () => {
    together += 1;
    expect(together).toBe(1);
    await tick();
    served.push(name);
    together -= 1;
  };
  const all = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'].map((name) =>
    turns.take(name[0] ?? '', work(name)),
  );
  for (const each of all) await each;
  expect(served).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

test('an asker with too much waiting is turned away, and no other', async () => {
  const turns = createTurns(2);
  const first = turns.take('a', tick);
  const waiting = [turns.take('a', tick), turns.take('a', tick)];
  expect([turns.take('a', tick), turns.take('b', tick) === null]).toEqual([null, false]);
  await Promise.all([first, ...waiting]);
  expect(turns.take('a', tick)).not.toBeNull();
});

test('work that fails fails for its asker, and the next is served', async () => {
  const turns = createTurns(2);
  const failing = turns.take('a', () => Promise.reject(new Error('no')));
  const next = turns.take('a', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
