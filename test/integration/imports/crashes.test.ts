/** An import whose worker dies, is thought dead, stops, or is called off in the middle. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDatabase, createPool } from '../../../src/db/database.ts';
import { leaseMs } from '../../../src/engine/deps.ts';
import { importOnce } from '../../../src/engine/import.ts';
import type { AddressLists } from '../../../src/ports/address-lists.ts';
import { cancelImport } from '../../../src/usecases/cancel-import.ts';
import { deleteDataset } from '../../../src/usecases/delete-dataset.ts';
import { emptyDataset, fateOf, people, rowsOf, upload } from '../../support/imports.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { makeWorld, type World } from '../../support/world.ts';

/** Some twelve pieces of the file, two signs of life. */
const rows = 30_000;

let world: World;
let datasetId: string;
let importId: string;

beforeEach(async () => {
  world = await makeWorld();
  datasetId = await emptyDataset(world);
  importId = await upload(world, datasetId, people(rows));
});
afterEach(() => world.close());

const nothing = { leads: [], dataset: { row_count: 0, next_row_index: 0, columns: [] } };
const done = {
  status: 'completed',
  error: null,
  rowsRead: rows,
  rowsImported: rows,
  rowsRefused: 0,
  duplicates: 0,
};

/** Calls back when so many addresses have been judged: in the middle of the copy. */
function listsThat(at: number, act: () => void): AddressLists {
  let judged = 0;
  const warningsOf = () => {
    judged++;
    if (judged === at) act();
    return [];
  };
  return { open: () => Promise.resolve({ warningsOf }) };
}

/** A worker with connections of its own, all of which are cut in the middle of its work. */
async function dieInTheMiddle(): Promise<unknown> {
  const pool = createPool({ url: world.url, connectionsMax: 4, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  await sql`select 1`.execute(db);
  let killed: Promise<unknown> = Promise.resolve();
  const worker = await world.worker();
  const addressLists = listsThat(rows / 2, () => {
    // As a server sees a process that was killed: the session is gone, and what it held.
    killed = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'
         or datname = current_database() and query like 'copy lead%'`.execute(world.db);
  });
  const died = await importOnce({ ...worker, db, addressLists }, { ...world.now }).catch(
    (error: unknown) => error,
  );
  await killed;
  await close();
  return died;
}

it('leaves nothing where its worker dies, and is finished by the next one, each row once', async () => {
  expect(await dieInTheMiddle()).toBeInstanceOf(Error);
  expect(await rowsOf(world, datasetId)).toEqual(nothing);
  // The lease of the dead one still stands.
  expect(await importOnce(world.engine, { ...world.now })).toEqual({ did: 0 });
  world.now.real += leaseMs;
  expect(await importOnce(world.engine, { ...world.now })).toEqual({ did: 1 });
  expect(await fateOf(world, importId)).toEqual(done);
  const { leads, dataset } = await rowsOf(world, datasetId);
  expect(dataset).toEqual({
    row_count: rows,
    next_row_index: rows,
    columns: ['email', 'first_name', 'note'],
  });
  expect(leads.map(({ row_index, email }) => `${row_index} ${email}`)).toEqual(
    Array.from({ length: rows }, (_, n) => `${n} p${n}@example.com`),
  );
  const chunks = await world.db.selectFrom('import_chunk').select('no').execute();
  expect(chunks).toEqual([]);
});

it('fails for good where it dies every time, in words', async () => {
  for (let tries = 1; tries <= 5; tries++) {
    const addressLists = listsThat(10, () => {
      throw new Error('broken');
    });
    const round = importOnce({ ...world.engine, addressLists }, { ...world.now });
    if (tries < 5) await expect(round).rejects.toThrow('broken');
    else expect(await round).toEqual({ did: 1 });
    world.now.real += leaseMs;
  }
  expect((await fateOf(world, importId)).status).toBe('failed');
  expect((await fateOf(world, importId)).error).toMatch(/Upload the file again\.$/);
  expect(await rowsOf(world, datasetId)).toEqual(nothing);
});

it('undoes what it has copied where it was thought dead, and another one has finished', async () => {
  let other: Promise<unknown> = Promise.resolve();
  // With two pieces of the file left, so that the other one has taken it before they are copied.
  const addressLists = listsThat(rows - 4_000, () => {
    // It sleeps longer than its lease, wakes up, and goes on as if nothing had been.
    world.now.real += leaseMs;
    other = importOnce(world.engine, { ...world.now });
  });
  const slow = await world.worker();
  expect(await importOnce({ ...slow, addressLists }, { ...world.now })).toEqual({ did: 0 });
  expect(await other).toEqual({ did: 1 });
  expect(await fateOf(world, importId)).toEqual(done);
  expect((await rowsOf(world, datasetId)).leads).toHaveLength(rows);
});

it('is called off in the middle, and nothing of it is there', async () => {
  let cancelled: ReturnType<ReturnType<typeof cancelImport>> | null = null;
  const addressLists = listsThat(rows / 2, () => {
    cancelled = cancelImport(world.usecases)(world.me, { importId });
  });
  await importOnce({ ...world.engine, addressLists }, { ...world.now });
  expect(cancelled).not.toBeNull();
  expect((await fateOf(world, importId)).status).toBe('cancelled');
  expect(await rowsOf(world, datasetId)).toEqual(nothing);
  await world.settle();
  expect((await fateOf(world, importId)).status).toBe('cancelled');
  const again = await cancelImport(world.usecases)(world.me, { importId });
  expect(failureFrom(again).code).toBe('IMPORT_NOT_RUNNING');
});

it('is given back by a worker that stops, and costs it no try', async () => {
  let stopping = false;
  const addressLists = listsThat(10, () => {
    stopping = true;
  });
  const isStopping = () => stopping;
  await importOnce({ ...world.engine, addressLists, isStopping }, { ...world.now });
  expect(await rowsOf(world, datasetId)).toEqual(nothing);
  const row = await world.db.selectFrom('import').selectAll().executeTakeFirstOrThrow();
  expect([row.status, row.lease_until, row.lease_attempts]).toEqual(['running', null, 0]);
  await world.settle();
  expect(await fateOf(world, importId)).toEqual(done);
});

it('shows how far it is, and nothing of its rows, while it runs', async () => {
  let importing: Promise<unknown> = Promise.resolve();
  await world.db.transaction().execute(async (tx) => {
    // Its last step waits for the dataset, and so for us.
    await tx.selectFrom('dataset').select('id').where('id', '=', datasetId).forUpdate().execute();
    importing = importOnce(world.engine, { ...world.now });
    await expect
      .poll(async () => (await fateOf(world, importId)).rowsRead, { timeout: 20_000 })
      .toBeGreaterThan(1_000);
    const fate = await fateOf(world, importId);
    expect([fate.status, fate.rowsRead < rows]).toEqual(['running', true]);
    expect(await rowsOf(world, datasetId)).toEqual(nothing);
  });
  expect(await importing).toEqual({ did: 1 });
  expect(await fateOf(world, importId)).toEqual(done);
});

it('goes on where the one before it has ended, of two into one dataset', async () => {
  const second = await upload(world, datasetId, people(2_000, rows - 1_000));
  const other = await world.worker();
  // The second one is not begun while the first one runs, by whomever.
  let beside: Promise<unknown> = Promise.resolve();
  const addressLists = listsThat(rows / 2, () => {
    beside = importOnce(other, { ...world.now });
  });
  await importOnce({ ...world.engine, addressLists }, { ...world.now });
  expect(await beside).toEqual({ did: 0 });
  await world.settle();
  expect(await fateOf(world, second)).toEqual({
    ...done,
    rowsRead: 2_000,
    rowsImported: 1_000,
    duplicates: 1_000,
  });
  const { leads, dataset } = await rowsOf(world, datasetId);
  expect(dataset).toMatchObject({ row_count: rows + 1_000, next_row_index: rows + 1_000 });
  expect(leads.map(({ row_index }) => row_index)).toEqual(leads.map((_, index) => index));
});

it('keeps its dataset from being deleted until it is over', async () => {
  const refused = await deleteDataset(world.usecases)(world.me, { datasetId });
  expect(failureFrom(refused).code).toBe('DATASET_IN_USE');
  valueFrom(await cancelImport(world.usecases)(world.me, { importId }));
  valueFrom(await deleteDataset(world.usecases)(world.me, { datasetId }));
  expect(await world.db.selectFrom('import').select('id').execute()).toEqual([]);
});
