/** Files of which much is refused: leads and refused rows go to PostgreSQL by turns. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listRefusedRows } from '../../../src/db/import-rows.ts';
import { importOnce } from '../../../src/engine/import.ts';
import { emptyDataset, fateOf, rowsOf, upload } from '../../support/imports.ts';
import { makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** Their report has three megabytes; a copy of leads is ended for each. */
const refused = 24_000;

it.each([
  { every: 2, name: 'every other row' },
  { every: refused + 1, name: 'all rows but the last' },
])('$name is refused: each is told, and each other one is a lead', async ({ every }) => {
  const lines = ['email'];
  const good: string[] = [];
  const bad: number[] = [];
  while (bad.length < refused || good.length === 0) {
    const isGood = lines.length % every === 0;
    if (isGood) good.push(`p${good.length}@example.com`);
    else bad.push(lines.length + 1);
    lines.push(isGood ? (good.at(-1) ?? '') : 'nobody');
  }
  const datasetId = await emptyDataset(world);
  const importId = await upload(world, datasetId, `${lines.join('\n')}\n`);
  await importOnce(world.engine, { ...world.now });
  expect(await fateOf(world, importId)).toEqual({
    status: 'completed',
    error: null,
    rowsRead: lines.length - 1,
    rowsImported: good.length,
    rowsRefused: bad.length,
    duplicates: 0,
  });
  const { leads } = await rowsOf(world, datasetId);
  expect(leads).toEqual(good.map((email, n) => ({ row_index: n, email })));
  const { accountId } = world.me;
  const report = await listRefusedRows(world.db, {
    accountId,
    importId,
    after: -1,
    limit: 100_000,
  });
  expect(report.map(({ no, line }) => [no, line])).toEqual(bad.map((line, no) => [no, line]));
});
