import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { findDataset } from '../../../src/usecases/find-dataset.ts';
import { listDatasets } from '../../../src/usecases/list-datasets.ts';
import { listRows } from '../../../src/usecases/list-rows.ts';
import { allPages, failureFrom, valueFrom } from '../../support/outcome.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;
let stranger: Caller;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
  stranger = await store.caller('Stranger');
});
afterAll(() => store.close());

const firstPage = { cursor: null, limit: 50 };

describe('a dataset', () => {
  it('keeps rows in order, columns as first seen, addresses in one spelling', async () => {
    const dataset = valueFrom(
      await createDataset(store)(caller, {
        name: 'Spring',
        rows: [
          { 'Work Email': ' Ada@Example.COM ', first_name: 'Ada', age: 36, vip: true },
          { first_name: 'No "address" {here}\\', 'Work Email': null, city: 'Wien, "1. Bezirk"' },
          { 'Work Email': 'not an address', city: '' },
        ],
      }),
    );
    expect(dataset).toEqual({
      id: expect.any(String),
      accountId: caller.accountId,
      name: 'Spring',
      rowCount: 3,
      columns: ['Work Email', 'first_name', 'age', 'vip', 'city'],
      createdAt: start,
      updatedAt: start,
    });
    expect(valueFrom(await findDataset(store)(caller, { datasetId: dataset.id }))).toEqual(dataset);
    const input = { ...firstPage, datasetId: dataset.id, q: null };
    const { items, nextCursor } = valueFrom(await listRows(store)(caller, input));
    expect(nextCursor).toBeNull();
    const leadId = expect.any(String);
    expect(items).toEqual([
      {
        leadId,
        rowIndex: 0,
        email: 'ada@example.com',
        data: { 'Work Email': ' Ada@Example.COM ', first_name: 'Ada', age: 36, vip: true },
      },
      {
        leadId,
        rowIndex: 1,
        email: null,
        data: {
          first_name: 'No "address" {here}\\',
          'Work Email': null,
          city: 'Wien, "1. Bezirk"',
        },
      },
      { leadId, rowIndex: 2, email: null, data: { 'Work Email': 'not an address', city: '' } },
    ]);
  });

  it('may be empty', async () => {
    const dataset = valueFrom(await createDataset(store)(caller, { name: 'Empty' }));
    expect([dataset.rowCount, dataset.columns]).toEqual([0, []]);
  });

  it('takes a thousand rows and no more', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ email: `p${index}@example.com` }));
    const dataset = valueFrom(await createDataset(store)(caller, { name: 'Full', rows }));
    expect(dataset.rowCount).toBe(1000);
    const failure = failureFrom(
      await createDataset(store)(caller, { name: 'Over', rows: [...rows, {}] }),
    );
    expect(failure.faults).toEqual([
      {
        path: ['rows'],
        message: 'must contain at most 1000 rows; import more from a file',
        type: 'array.max',
      },
    ]);
  });

  it('names every cell it cannot keep, and keeps nothing then', async () => {
    const before = await countDatasets();
    const failure = failureFrom(
      await createDataset(store)(caller, {
        name: 'Faulty',
        rows: [
          { ok: 'x'.repeat(10_000), long: 'x'.repeat(10_001), list: [1] },
          { nul: 'a\0b', half: '\ud83d', big: Number.POSITIVE_INFINITY, '': 1 },
        ],
      }),
    );
    expect(failure).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'The request failed validation.',
      faults: [
        {
          path: ['rows', 0, 'long'],
          message: 'must be at most 10000 characters long',
          type: 'string.max',
        },
        {
          path: ['rows', 0, 'list'],
          message: 'must be a string, a number, a boolean or null',
          type: 'alternatives.types',
        },
        {
          path: ['rows', 1, 'nul'],
          message: 'must not contain NUL or half a character',
          type: 'string.encoding',
        },
        {
          path: ['rows', 1, 'half'],
          message: 'must not contain NUL or half a character',
          type: 'string.encoding',
        },
        {
          path: ['rows', 1, 'big'],
          message: 'must be a number that can be written down',
          type: 'number.infinity',
        },
        { path: ['rows', 1, ''], message: 'must have a column name', type: 'object.unknown' },
      ],
    });
    expect(await countDatasets()).toBe(before);
  });

  it('is not there for another account', async () => {
    const mine = valueFrom(
      await createDataset(store)(caller, { name: 'Mine', rows: [{ email: 'a@example.com' }] }),
    );
    const input = { ...firstPage, datasetId: mine.id, q: null };
    expect(failureFrom(await findDataset(store)(stranger, { datasetId: mine.id })).code).toBe(
      'NOT_FOUND',
    );
    expect(failureFrom(await listRows(store)(stranger, input)).code).toBe('NOT_FOUND');
    expect(valueFrom(await listDatasets(store)(stranger, firstPage)).items).toEqual([]);
  });
});

describe('lists', () => {
  it('go through datasets newest first, each once, also while others are made', async () => {
    const other = await store.caller('Lister');
    const made: string[] = [];
    for (let index = 0; index < 5; index++) {
      // Two of them in the same millisecond: the id decides.
      store.now.engine = start + Math.floor(index / 2);
      made.unshift(valueFrom(await createDataset(store)(other, { name: `D${index}` })).id);
    }
    store.now.engine = start;
    const seen = await allPages(
      (cursor) => listDatasets(store)(other, { cursor, limit: 2 }),
      async () => {
        store.now.engine = start + 1000;
        await createDataset(store)(other, { name: 'made meanwhile' });
      },
    );
    expect(seen.map((dataset) => dataset.id)).toEqual(made);
  });

  it('find rows by what any of their values says, wildcards being mere characters', async () => {
    const rows = [{ note: '100% sure' }, { note: '100 sure' }, { other: '_x_ SURE' }, { n: 42 }];
    const dataset = valueFrom(await createDataset(store)(caller, { name: 'Search', rows }));
    const found = async (q: string): Promise<readonly number[]> => {
      const input = { ...firstPage, datasetId: dataset.id, q };
      const { items } = valueFrom(await listRows(store)(caller, input));
      return items.map((row) => row.rowIndex);
    };
    expect(await found('sure')).toEqual([0, 1, 2]);
    expect(await found('100%')).toEqual([0]);
    expect(await found('_')).toEqual([2]);
    expect(await found('42')).toEqual([3]);
    expect(await found('note')).toEqual([]);
  });

  it('go through rows by their index', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ n: index }));
    const dataset = valueFrom(await createDataset(store)(caller, { name: 'Pages', rows }));
    const input = { datasetId: dataset.id, q: null, limit: 3 };
    const seen = await allPages((cursor) => listRows(store)(caller, { ...input, cursor }));
    expect(seen.map((row) => row.rowIndex)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('refuse a cursor they did not give out', async () => {
    const cursors = ['x', '', 'W10', Buffer.from('["a","b"]').toString('base64url')];
    for (const cursor of cursors) {
      expect(failureFrom(await listDatasets(store)(caller, { cursor, limit: 1 })).faults).toEqual([
        {
          path: ['cursor'],
          message: 'must be a next_cursor this list gave out',
          type: 'string.cursor',
        },
      ]);
    }
  });
});

async function countDatasets(): Promise<number> {
  const rows = await store.db.selectFrom('dataset').select('id').execute();
  return rows.length;
}
