/** The place where clocks and sources of chance prove that they keep the port's promise. */
import { describe, expect, test } from 'vitest';

import { createChance } from '../../../src/adapters/clock/chance.ts';
import { createDatabaseClock } from '../../../src/adapters/clock/database-clock.ts';
import { createHeldClock, createSeededChance } from '../../../src/adapters/clock/held-clock.ts';
import { isUuid } from '../../../src/lib/uuid.ts';
import type { Clock } from '../../../src/ports/clock.ts';

const start = 1_772_442_000_000;

/** A database whose clock is moved by hand, in fractions of a millisecond if need be. */
function databaseSubject() {
  const row = { real: start, anchorReal: start, anchorEngine: start + 500, rate: 60 };
  return {
    clock: createDatabaseClock(() => Promise.resolve({ ...row })),
    move: (ms: number) => {
      row.real += ms;
    },
  };
}

function heldSubject() {
  const clock = createHeldClock({ engine: start + 500, real: start, rate: 60 });
  return { clock, move: clock.advance };
}

async function look(clock: Clock) {
  const { engine, real, rate } = await clock.read();
  return { engine, real, rate };
}

test('a look says what the own clocks showed before it, however late its answer', async () => {
  let answer = (): void => undefined;
  const row = { real: start, anchorReal: start, anchorEngine: start, rate: 1 };
  const clock = createDatabaseClock(
    () =>
      new Promise((resolve) => {
        answer = () => resolve(row);
      }),
  );
  const before = { monotonic: clock.monotonic(), wall: clock.wall() };
  const looking = clock.read();
  await clock.sleep(30);
  answer();
  const { monotonic, wall } = await looking;
  expect(clock.monotonic() - monotonic).toBeGreaterThanOrEqual(29);
  expect(monotonic).toBeGreaterThanOrEqual(before.monotonic);
  expect(clock.wall() - wall).toBeGreaterThanOrEqual(28);
  expect(wall).toBeGreaterThanOrEqual(before.wall);
});

describe.each([
  { name: 'database', make: databaseSubject },
  { name: 'held', make: heldSubject },
])('the $name clock', ({ make }) => {
  test('reads whole milliseconds, the engine at its rate', async () => {
    const { clock, move } = make();
    expect(await look(clock)).toEqual({ engine: start + 500, real: start, rate: 60 });
    move(1_000.51);
    expect(await look(clock)).toEqual({
      engine: start + 500 + 60_030,
      real: start + 1_000,
      rate: 60,
    });
  });

  test('never runs backwards', async () => {
    const { clock, move } = make();
    move(2_000);
    const before = await look(clock);
    move(-5_000);
    expect(await look(clock)).toEqual(before);
    const [first, second] = [clock.monotonic(), clock.monotonic()];
    expect(second).toBeGreaterThanOrEqual(first);
  });

  test('sleeps about as long as it is asked to', async () => {
    const { clock } = make();
    const before = clock.monotonic();
    await clock.sleep(20);
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(19);
  });
});

test('a rate that another start changed does not turn the engine back', async () => {
  const row = { real: start, anchorReal: start, anchorEngine: start, rate: 60 };
  const clock = createDatabaseClock(() => Promise.resolve({ ...row }));
  row.real += 1_000;
  const before = await look(clock);
  row.rate = 1;
  expect(await look(clock)).toEqual({ ...before, rate: 1 });
});

describe.each([
  { name: 'real', make: () => createChance() },
  { name: 'seeded', make: () => createSeededChance(7) },
])('$name chance', ({ make }) => {
  test('makes ids of version 7 for the instant given, each its own', () => {
    const chance = make();
    const ids = Array.from({ length: 500 }, () => chance.uuid(start));
    expect(new Set(ids).size).toBe(500);
    for (const id of ids) {
      expect(isUuid(id)).toBe(true);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(start);
    }
  });
});

test('seeded chance is the same for the same seed', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => createSeededChance(seed).uuid(start));
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
