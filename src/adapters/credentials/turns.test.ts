import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTurns } from './turns.ts';

const restMs = 3_000;

describe('work of one name', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is done one by one, with a rest after each, and beyond the queue not at all', async () => {
    const turns = createTurns({ restMs, waitingMax: 2, namesMax: 10 });
    const done: number[] = [];
    const answers = [1, 2, 3, 4].map((n) =>
      turns.take('a', async () => {
        done.push(n);
        return n;
      }),
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toEqual([1]);
    expect(await answers[3]).toBeNull();
    await vi.advanceTimersByTimeAsync(restMs - 1);
    expect(done).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(restMs);
    expect(await Promise.all(answers)).toEqual([1, 2, 3, null]);
  });

  it('rests after a failure, too, and does not hold up another name', async () => {
    const turns = createTurns({ restMs, waitingMax: 1, namesMax: 10 });
    const failing = turns.take('a', () => Promise.reject(new Error('no'))).catch(String);
    const next = turns.take('a', () => Promise.resolve('next'));
    expect(await turns.take('b', () => Promise.resolve('other'))).toBe('other');
    expect(await failing).toBe('Error: no');
    const first = await Promise.race([next, vi.advanceTimersByTimeAsync(restMs - 1)]);
    expect(first).not.toBe('next');
    await vi.advanceTimersByTimeAsync(1);
    expect(await next).toBe('next');
  });

  it('is kept of so many names at most, and of none that is at rest for good', async () => {
    const turns = createTurns({ restMs, waitingMax: 1, namesMax: 2 });
    const work = () => Promise.resolve(true);
    expect(await turns.take('a', work)).toBe(true);
    expect(await turns.take('b', work)).toBe(true);
    expect(await turns.take('c', work)).toBeNull();
    await vi.advanceTimersByTimeAsync(restMs);
    expect(await turns.take('c', work)).toBe(true);
  });
});
