/** The place where seeded chance is held to be the same, and still to look like chance. */
import { expect, test } from 'vitest';

import { seededRandom, seedOf } from './random.ts';

test('the same seed draws the same numbers', () => {
  const draw = () => {
    const random = seededRandom(7);
    return [random.below(1_000), random.below(1_000), random.below(1_000)];
  };
  expect(draw()).toEqual([11, 61, 976]);
  expect(draw()).toEqual([11, 61, 976]);
});

test('every number is drawn about as often as any other', () => {
  const random = seededRandom(1);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 10_000; draw += 1) {
    const drawn = random.below(10);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1_100);
});

test('another text is another seed', () => {
  expect(seedOf('')).toBe(0x811c9dc5);
  expect(seedOf('a')).toBe(0xe40c292c);
});
