import { expect, it } from 'vitest';
import { createChance } from './chance.ts';

const at = Date.UTC(2026, 2, 2, 9);

it('gives ids of an instant, each another one, over many fillings of its pool', () => {
  const { uuid } = createChance();
  const ids = Array.from({ length: 10_000 }, () => uuid(at));
  const start = at.toString(16).padStart(12, '0');
  const shape = new RegExp(
    `^${start.slice(0, 8)}-${start.slice(8)}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
  );
  expect(ids.filter((id) => !shape.test(id))).toEqual([]);
  // By their random ends alone.
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
});

it('shares its randomness with nobody', () => {
  const [one, other] = [createChance(), createChance()];
  expect(one.uuid(at)).not.toBe(other.uuid(at));
});
