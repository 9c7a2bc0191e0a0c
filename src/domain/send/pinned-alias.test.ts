import { expect, it } from 'vitest';
import { pinnedAlias } from './pinned-alias.ts';

const three = ['a', 'b', 'c'];

it('a lead is bound to the same mailbox on every machine', () => {
  const leads = ['019cadc6-0001', '019cadc6-0002', '019cadc6-0003', '019cadc6-0004'];
  expect(leads.map((lead) => pinnedAlias(three, lead))).toEqual(['a', 'b', 'a', 'a']);
});

it('a lead is bound to the only mailbox, and to none where there is none', () => {
  expect(pinnedAlias(['a'], 'any')).toBe('a');
  expect(pinnedAlias([], 'any')).toBeNull();
});

it('leads spread evenly over the mailboxes', () => {
  const counts = new Map(three.map((alias) => [alias, 0]));
  for (let lead = 0; lead < 3_000; lead++) {
    const alias = pinnedAlias(three, `lead ${lead}`) ?? '';
    counts.set(alias, (counts.get(alias) ?? 0) + 1);
  }
  expect([...counts.keys()]).toEqual(three);
  expect([...counts.values()].filter((count) => Math.abs(count - 1_000) > 100)).toEqual([]);
});
