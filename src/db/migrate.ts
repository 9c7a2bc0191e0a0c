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

/** As far as one of them, for a backup of an older version; null: no table at all. */
export async function migrateTo(db: Db, name: string | null): Promise<void> {
  if (name === null) return;
  const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
  const { error } = await migrator.migrateTo(name);
  if (error !== undefined) throw new Error(`The migration to ${name} failed.`, { cause: error });
}

/** All that this version has, in order. */
export async function listKnown(): Promise<readonly string[]> {
  return Object.keys(await readMigrations());
}

/** In order, those this version has and the database has not; it is not changed. */
export async function listPending(db: Db): Promise<readonly string[]> {
  const applied = new Set(await listApplied(db));
  return Object.keys(await readMigrations()).filter((name) => !applied.has(name));
}

/** In order; none on a database that nobody has migrated. */
export async function listApplied(db: Db): Promise<readonly string[]> {
  const there = sql<{
    there: boolean;
  }>`select to_regclass('kysely_migration') is not null as there`;
  if ((await there.execute(db)).rows[0]?.there !== true) return [];
  const names = sql<{ name: string }>`select name from kysely_migration order by name`;
  return (await names.execute(db)).rows.map((row) => row.name);
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
