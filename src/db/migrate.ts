/**
 * The place where the database is brought to this version: forward only, one SQL file at a time.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Migration, Migrator, sql } from 'kysely';
import type { Db } from './database.ts';

/** Two levels up from here, in `src` and in `dist` alike. */
const folder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Names of what was applied now. Two starts at once take turns, by the migrator's own lock. */
export async function migrate(db: Db): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const at = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new Error(`The migration ${at ?? ''} failed; the database is unchanged.`, {
      cause: error,
    });
  }
  return (results ?? []).map((result) => result.migrationName);
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    const text = await readFile(path.join(folder, file), 'utf8');
    migrations[file.replace(/\.sql$/, '')] = {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}
