/** A small restore of a real installation; the long one is `npm run prove -- restore`. */
import { expect, test } from 'vitest';
import { unbuilt } from '../../../bench/product.ts';
import { proveRestore } from '../../prove/restore.ts';

test('nobody is written to twice by a copy, and in the end everybody once', async () => {
  const of = { campaigns: 3, leadsEach: 5, rate: 20_000, program: unbuilt };
  const { seconds: _seconds, ...found } = await proveRestore(of);
  expect(found).toEqual({
    mails: 30,
    atBackup: expect.any(Number),
    afterBackup: expect.any(Number),
    byFencedCopy: 0,
    held: expect.any(Number),
    twiceOnAccept: 0,
    resolvedSent: found.afterBackup,
    resolvedNotSent: 30 - found.atBackup - found.afterBackup,
    arrived: 30,
    twice: 0,
    never: 0,
    unsettled: 0,
    withoutRow: 0,
    twiceWithoutHolding: expect.any(Number),
  });
  // Else nothing was at stake.
  expect(found.afterBackup).toBeGreaterThan(0);
  expect(found.held).toBeGreaterThan(0);
  expect(found.twiceWithoutHolding).toBeGreaterThan(0);
}, 180_000);
