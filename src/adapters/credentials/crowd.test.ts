import { expect, it } from 'vitest';
import { createCrowd } from './crowd.ts';

function tasks() {
  const ends: (() => void)[] = [];
  let running = 0;
  let runningMax = 0;
  const work = async () => {
    running += 1;
    runningMax = Math.max(runningMax, running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
    return 'done';
  };
  const endAll = async () => {
    while (running > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { work, endAll, runningMax: () => runningMax };
}

it('lets a few work at once, some wait, and sends the rest away at once', async () => {
  const crowd = createCrowd({ atOnceMax: 2, waitingMax: 3 });
  const { work, endAll, runningMax } = tasks();
  const all = Array.from({ length: 7 }, () => crowd.enter(work));
  expect(await Promise.all(all.slice(5))).toEqual([null, null]);
  await endAll();
  expect(await Promise.all(all.slice(0, 5))).toEqual(Array(5).fill('done'));
  expect(runningMax()).toBe(2);
});

it('gives a place back when the work fails, and is as good as new when all have left', async () => {
  const crowd = createCrowd({ atOnceMax: 1, waitingMax: 1 });
  const fail = () => Promise.reject(new Error('no'));
  for (let round = 0; round < 3; round++) {
    const all = await Promise.allSettled([crowd.enter(fail), crowd.enter(fail), crowd.enter(fail)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  }
  expect(await crowd.enter(() => Promise.resolve('in'))).toBe('in');
});
