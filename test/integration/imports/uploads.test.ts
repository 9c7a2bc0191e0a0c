/** Uploads under way count against the limits of their account before a byte is stored. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, createPool } from '../../../src/db/database.ts';
import { openImportBytesMax, openImportsMax } from '../../../src/domain/import/import-limits.ts';
import { importOnce } from '../../../src/engine/import.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { startImport } from '../../../src/usecases/start-import.ts';
import { discardFile, storeFile } from '../../../src/usecases/store-file.ts';
import { emptyDataset, people, piecesOf, upload } from '../../support/imports.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { makeWorld, type World } from '../../support/world.ts';

const gib = 1024 ** 3;

let world: World;
let datasetId: string;
beforeEach(async () => {
  world = await makeWorld();
  datasetId = await emptyDataset(world);
});
afterEach(() => world.close());

/** Nothing arrives before `begin` is called; then a small file does. */
function heldFile(): { readonly bytes: AsyncIterable<Buffer>; readonly begin: () => void } {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  async function* bytes(): AsyncGenerator<Buffer> {
    await begun;
    yield Buffer.from(people(3));
  }
  return { bytes: bytes(), begin };
}

const file = () => ({ datasetId, bytes: piecesOf(Buffer.from(people(3))), length: 1_000 });
const left = async () => ({
  uploads: (await world.db.selectFrom('upload').selectAll().execute()).length,
  chunks: (await world.db.selectFrom('import_chunk').select('no').execute()).length,
});

describe('of many at once only so many are taken', () => {
  /** Through pools of their own, as from several processes. */
  async function race(count: number, length: number | null): Promise<readonly string[]> {
    const pools = Array.from({ length: 3 }, () =>
      createDatabase(
        createPool({ url: world.url, connectionsMax: 6, onIdleError: () => undefined }),
      ),
    );
    const files = Array.from({ length: count }, heldFile);
    const told = files.map(async ({ bytes }, n) => {
      const db = pools[n % pools.length]?.db ?? world.db;
      const stored = await storeFile({ ...world, db })(world.me, { datasetId, bytes, length });
      return stored.ok ? 'stored' : stored.failure.code;
    });
    // Whoever is refused is refused before anything of it has come.
    const decided = count - expectedOf(length);
    const refused: string[] = [];
    await new Promise<void>((resolve) => {
      const count = (code: string): void => {
        if (refused.push(code) === decided) resolve();
      };
      for (const one of told) one.then(count, () => count('thrown'));
    });
    expect(refused).toEqual(refused.map(() => 'LIMIT_REACHED'));
    for (const { begin } of files) begin();
    const all = await Promise.all(told);
    await Promise.all(pools.map(({ close }) => close()));
    return all;
  }

  const expectedOf = (length: number | null) =>
    Math.min(openImportsMax, Math.floor(openImportBytesMax / (length ?? gib)));

  it('files', async () => {
    const told = await race(40, 1_000);
    expect(told.filter((one) => one === 'stored')).toHaveLength(openImportsMax);
  });

  it.each([
    ['as long as they say', gib],
    ['of which nobody says how long they are', null],
  ])('bytes, of files %s', async (_, length) => {
    const told = await race(20, length);
    expect(told.filter((one) => one === 'stored')).toHaveLength(openImportBytesMax / gib);
  });
});

describe('a reservation is released', () => {
  async function fill(): Promise<void> {
    for (let n = 0; n < openImportsMax; n++) await upload(world, datasetId, people(1));
  }

  it('where nothing becomes of the file', async () => {
    const foreign = { datasetId, bytes: piecesOf(Buffer.from('PK\u0003\u0004')), length: 4 };
    expect((await storeFile(world)(world.me, foreign)).ok).toBe(false);
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('email\n');
      await Promise.reject(new Error('gone'));
    }
    const cut = { datasetId, bytes: broken(), length: 100 };
    await expect(storeFile(world)(world.me, cut)).rejects.toThrow('gone');
    const stored = valueFrom(await storeFile(world)(world.me, file()));
    await discardFile(world)(world.me, stored);
    expect(await left()).toEqual({ uploads: 0, chunks: 0 });
  });

  it('where its import is over, and not before', async () => {
    await fill();
    expect(failureFrom(await storeFile(world)(world.me, file())).code).toBe('LIMIT_REACHED');
    expect(await left()).toEqual({ uploads: 0, chunks: openImportsMax });
    expect(await importOnce(world.engine, { ...world.now })).toEqual({ did: 1 });
    valueFrom(await storeFile(world)(world.me, file()));
    expect(failureFrom(await storeFile(world)(world.me, file())).code).toBe('LIMIT_REACHED');
  });

  it('where its process died: when nothing has come for ten minutes, with what it stored', async () => {
    valueFrom(await storeFile(world)(world.me, file()));
    world.now.real += 10 * 60_000 - 1;
    await sweepOnce(world.engine, { ...world.now });
    expect(await left()).toEqual({ uploads: 1, chunks: 1 });
    world.now.real += 2;
    await sweepOnce(world.engine, { ...world.now });
    await sweepOnce(world.engine, { ...world.now });
    expect(await left()).toEqual({ uploads: 0, chunks: 0 });
  });

  it('while pieces come it is kept, however long the whole takes', async () => {
    async function* slow(): AsyncGenerator<Buffer> {
      for (let n = 0; n < 20; n++) {
        yield Buffer.alloc(256 * 1024, 'a');
        world.now.real += 9 * 60_000;
        await sweepOnce(world.engine, { ...world.now });
      }
    }
    const stored = await storeFile(world)(world.me, { datasetId, bytes: slow(), length: null });
    expect(valueFrom(stored).chunks).toBe(20);
    expect(await left()).toEqual({ uploads: 1, chunks: 20 });
  });
});

describe('what came too late has no reservation any more', () => {
  const late = { code: 'FILE_NOT_READABLE', message: expect.stringContaining('send it again') };

  it('neither a further piece', async () => {
    async function* tooLate(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(256 * 1024, 'a');
      world.now.real += 11 * 60_000;
      await sweepOnce(world.engine, { ...world.now });
      yield Buffer.alloc(256 * 1024, 'a');
    }
    const input = { datasetId, bytes: tooLate(), length: null };
    expect(failureFrom(await storeFile(world)(world.me, input))).toEqual(late);
    await sweepOnce(world.engine, { ...world.now });
    expect(await left()).toEqual({ uploads: 0, chunks: 0 });
  });

  it('nor its import', async () => {
    const stored = valueFrom(await storeFile(world)(world.me, file()));
    world.now.real += 11 * 60_000;
    await sweepOnce(world.engine, { ...world.now });
    const input = { datasetId, file: stored, format: null, mapping: null };
    expect(failureFrom(await startImport(world.usecases)(world.me, input))).toEqual(late);
    expect(await world.db.selectFrom('import').select('id').execute()).toEqual([]);
  });
});

it('a file that says it is too long is refused before anything of it has come', async () => {
  const { bytes } = heldFile();
  const input = { datasetId, bytes, length: 2 * gib };
  expect(failureFrom(await storeFile(world)(world.me, input)).code).toBe('FILE_TOO_LARGE');
  expect(await left()).toEqual({ uploads: 0, chunks: 0 });
});
