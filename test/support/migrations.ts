/** The place where a test database gets its tables: every migration, in the order of the names. */

import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { listKnown } from '../../src/db/migrate.ts';

const folder = new URL('../../migrations/', import.meta.url);

/** All of them, or those that a test of one of them wants before and after it puts rows in. */
export async function applyMigrations(
  url: string,
  isWanted: (name: string) => boolean = () => true,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const name of (await readdir(fileURLToPath(folder))).sort()) {
      if (name.endsWith('.sql') && isWanted(name))
        await client.query(await readFile(new URL(name, folder), 'utf8'));
    }
  } finally {
    await client.end();
  }
}

/** As the migrator leaves it, without which the tables here were made. */
export async function noteMigrations(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create table kysely_migration (name text primary key, timestamp text)');
    for (const name of await listKnown()) {
      await client.query("insert into kysely_migration values ($1, '')", [name]);
    }
  } finally {
    await client.end();
  }
}
