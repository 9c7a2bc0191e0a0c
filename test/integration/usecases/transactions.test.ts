import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/database.ts';
import { createStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await createStore();
});
afterAll(() => store.close());

const serialisation = () => Object.assign(new Error('asked for another go'), { code: '40001' });

async function named(name: string): Promise<number> {
  const rows = await store.db.selectFrom('account').select('id').where('name', '=', name).execute();
  return rows.length;
}

function insert(db: Store['db'], name: string) {
  const row = { id: store.chance.uuid(0), name, created_at: new Date(0).toISOString() };
  return db.insertInto('account').values(row).execute();
}

it('runs within the one that is open, and is undone with it', async () => {
  const within = inTransaction(store.db, async (outer) => {
    await inTransaction(outer, async (inner) => {
      expect(inner).toBe(outer);
      await insert(inner, 'undone');
    });
    throw new Error('after the inner one');
  });
  await expect(within).rejects.toThrow('after the inner one');
  expect(await named('undone')).toBe(0);
});

it('is begun again by the outermost alone', async () => {
  const began = { outer: 0, inner: 0 };
  await inTransaction(store.db, async (outer) => {
    began.outer++;
    await inTransaction(outer, async (inner) => {
      began.inner++;
      await insert(inner, 'again');
      if (began.inner === 1) throw serialisation();
    });
  });
  expect([began, await named('again')]).toEqual([{ outer: 2, inner: 2 }, 1]);
});
