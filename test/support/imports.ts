/** The place where tests have files on their way into datasets. */
import { findImport } from '../../src/db/imports.ts';
import type { Import } from '../../src/domain/import/import.ts';
import type { Caller } from '../../src/usecases/caller.ts';
import { createDataset } from '../../src/usecases/create-dataset.ts';
import { startImport } from '../../src/usecases/start-import.ts';
import { storeFile } from '../../src/usecases/store-file.ts';
import { valueFrom } from './outcome.ts';
import type { World } from './world.ts';

export async function emptyDataset(world: World, caller: Caller = world.me): Promise<string> {
  return valueFrom(await createDataset(world.usecases)(caller, { name: 'Imported' })).id;
}

/** Stored and in line; nothing has worked on it yet. */
export async function upload(
  world: World,
  datasetId: string,
  file: string | Buffer,
): Promise<string> {
  const bytes = piecesOf(Buffer.from(file));
  const input = { datasetId, bytes, length: null };
  const stored = valueFrom(await storeFile(world.usecases)(world.me, input));
  const started = { datasetId, file: stored, format: null, mapping: null };
  return valueFrom(await startImport(world.usecases)(world.me, started)).id;
}

export async function* piecesOf(file: Buffer, size = 16 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) {
    await Promise.resolve();
    yield file.subarray(at, at + size);
  }
}

export async function importOf(world: World, id: string): Promise<Import> {
  const found = await findImport(world.db, world.me.accountId, id);
  if (found === null) throw new Error('there is no such import');
  return found;
}

/** Counts and fate alone. */
export async function fateOf(world: World, id: string) {
  const { status, error, rowsRead, rowsImported, rowsRefused, duplicates } = await importOf(
    world,
    id,
  );
  return { status, error, rowsRead, rowsImported, rowsRefused, duplicates };
}

/** What the dataset has, as everybody sees it: rows in their order, and its own counts. */
export async function rowsOf(world: World, datasetId: string) {
  const leads = await world.db
    .selectFrom('lead')
    .select(['row_index', 'email'])
    .where('dataset_id', '=', datasetId)
    .orderBy('row_index')
    .execute();
  const dataset = await world.db
    .selectFrom('dataset')
    .select(['row_count', 'next_row_index', 'columns'])
    .where('id', '=', datasetId)
    .executeTakeFirstOrThrow();
  return { leads, dataset };
}

export function people(count: number, from = 0): string {
  const lines = Array.from(
    { length: count },
    (_, n) => `p${from + n}@example.com,Name${from + n},${'x'.repeat(80)}`,
  );
  return `email,first_name,note\n${lines.join('\n')}\n`;
}
