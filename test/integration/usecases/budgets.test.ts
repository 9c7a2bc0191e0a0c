import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, createPool } from '../../../src/db/database.ts';
import { windowMs } from '../../../src/domain/rate.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createBudgets } from '../../../src/usecases/spend-budget.ts';
import { createStore, type Store } from '../../support/store.ts';

let store: Store;
let me: Caller;
let subject: { readonly id: string; readonly accountId: string };
let undecided = 0;

beforeAll(async () => {
  store = await createStore();
  me = await store.caller();
});
afterAll(() => store.close());
beforeEach(() => {
  subject = { id: store.chance.uuid(store.now.real), accountId: me.accountId };
  undecided = 0;
});

/** As another process would have it: with a memory of its own. */
function process(requestsPerMinuteMax: number, deps: Pick<Store, 'db' | 'clock'> = store) {
  const onUndecided = () => {
    undecided += 1;
  };
  return createBudgets(deps, { requestsPerMinuteMax, onUndecided });
}

it('lets through exactly as many as fit, and says what is left', async () => {
  const spend = process(100);
  const seen = [];
  for (let n = 0; n < 102; n++) seen.push(await spend(subject));
  expect(seen.map(({ allowed }) => allowed)).toEqual(seen.map((_, n) => n < 100));
  expect(seen.map(({ remaining }) => remaining)).toEqual(seen.map((_, n) => Math.max(0, 99 - n)));
  const start = Math.floor(store.now.real / windowMs) * windowMs;
  expect(seen.at(-1)).toEqual({
    allowed: false,
    limit: 100,
    remaining: 0,
    resetsAt: start + windowMs,
    secondsLeft: Math.ceil((start + windowMs - store.now.real) / 1000),
  });
});

it('begins anew with the next window, and not before', async () => {
  const spend = process(2);
  for (let n = 0; n < 2; n++) expect((await spend(subject)).allowed).toBe(true);
  const { resetsAt } = await spend(subject);
  const { real } = store.now;
  store.now.real = resetsAt - 1;
  expect((await spend(subject)).allowed).toBe(false);
  store.now.real = resetsAt;
  expect(await spend(subject)).toMatchObject({ allowed: true, remaining: 1 });
  store.now.real = real;
});

it('is one budget for all processes, whatever they ask at once', async () => {
  const databases = Array.from({ length: 3 }, () =>
    createDatabase(createPool({ url: store.url, connectionsMax: 3, onIdleError: () => undefined })),
  );
  const processes = databases.map(({ db }) => process(500, { ...store, db }));
  const all = await Promise.all(
    processes.flatMap((spend) => Array.from({ length: 400 }, () => spend(subject))),
  );
  expect(all.filter(({ allowed }) => allowed)).toHaveLength(500);
  await Promise.all(databases.map((database) => database.close()));
});

it('writes once for many requests', async () => {
  let portions = 0;
  const read = () => {
    portions += 1;
    return store.clock.read();
  };
  const spend = process(1_200, { ...store, clock: { ...store.clock, read } });
  for (let n = 0; n < 1_000; n++) await spend(subject);
  expect(portions).toBeLessThan(40);
});

it('is of one key, not of another', async () => {
  const spend = process(1);
  const other = { ...subject, id: store.chance.uuid(0) };
  const seen = [await spend(subject), await spend(subject), await spend(other)];
  expect(seen.map(({ allowed }) => allowed)).toEqual([true, false, true]);
});

it('refuses nobody where it cannot decide, and says so once', async () => {
  let broken = true;
  const read = () => (broken ? Promise.reject(new Error('gone')) : store.clock.read());
  const spend = process(1, { ...store, clock: { ...store.clock, read } });
  for (let n = 0; n < 3; n++) expect((await spend(subject)).allowed).toBe(true);
  expect(undecided).toBe(1);
  broken = false;
  const seen = [await spend(subject), await spend(subject)];
  expect(seen.map(({ allowed }) => allowed)).toEqual([true, false]);
});
