import { expect, it } from 'vitest';
import { auditActions, changedFields, thingHash } from './audit.ts';

it('names each act once, by the thing and the verb', () => {
  expect(new Set(auditActions).size).toBe(auditActions.length);
  for (const action of auditActions) expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/);
});

it('gives the same thing the same hash, and another one another', () => {
  const thing = { id: 'a', steps: [{ step: 1, delayDays: 0 }], note: null };
  const same = { note: null, steps: [{ delayDays: 0, step: 1 }], id: 'a', gone: undefined };
  expect(thingHash(same)).toBe(thingHash(thing));
  expect(thingHash({ ...thing, steps: [{ step: 1, delayDays: 1 }] })).not.toBe(thingHash(thing));
  expect(thingHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});

it('takes every number a profile may hold, and none for its spelling', () => {
  const hashes = [1, 1.5, '1.5', 1e300, Number.POSITIVE_INFINITY, null].map((years) =>
    thingHash({ years }),
  );
  expect(new Set(hashes).size).toBe(hashes.length);
});

it('names what differs at the top, and nothing else', () => {
  const before = { name: 'a', steps: [{ step: 1 }], updatedAt: 1, old: 1 };
  const after = { name: 'a', steps: [{ step: 2 }], updatedAt: 2, young: null };
  expect(changedFields(before, after)).toEqual(['old', 'steps', 'young']);
  expect(changedFields(before, { ...before, updatedAt: 9 })).toEqual([]);
  expect(changedFields(null, after)).toEqual([]);
  expect(changedFields(before, null)).toEqual([]);
});
