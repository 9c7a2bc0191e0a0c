import { expect, it } from 'vitest';
import { isLive, leadOutcomes, sendStates } from './ledger.ts';

it('a lead is live while it has no outcome', () => {
  expect((['pending', 'active'] as const).map(isLive)).toEqual([true, true]);
  expect(leadOutcomes.filter(isLive)).toEqual([]);
});

it('a send knows the states of the road and no other', () => {
  expect(sendStates).toEqual([
    'claimed',
    'on_wire',
    'accepted',
    'refused',
    'deferred',
    'unknown',
    'cancelled',
  ]);
});
