import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import type { OpenGround } from './ground.ts';
import { openGround } from './ground.ts';
import { runSeed } from './run-seed.ts';

let ground: OpenGround;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  ground = await openGround(database.url);
});
afterAll(async () => {
  await ground.close();
  await drop();
});

/** A few of the thousands that the long proof lives through. */
const some = Array.from({ length: 12 }, (_, n) => 900 + n);

test('no promise is broken in a dozen storms', { timeout: 120_000 }, async () => {
  const broken: string[] = [];
  for (const seed of some) {
    const { failure } = await runSeed(ground, seed);
    if (failure !== null) broken.push(`seed ${seed}: ${failure}`);
  }
  expect(broken).toEqual([]);
});

test('a seed lived through twice leaves the same trace', { timeout: 60_000 }, async () => {
  const first = await runSeed(ground, 7, { days: 2 });
  const second = await runSeed(ground, 7, { days: 2 });
  expect(second.hash).toBe(first.hash);
});
