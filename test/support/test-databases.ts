/** The place where a template with all tables is made, and copied for each test file. */

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { applyMigrations } from './migrations.ts';

/** What a copy is made from; plain data, so that it can be handed to a worker. */
export type Template = {
  /** Of any database on the server other than the template. */
  readonly serverUrl: string;
  readonly name: string;
};

export type TestDatabase = {
  readonly url: string;
  readonly drop: () => Promise<void>;
};

const leftoverMs = 24 * 3_600_000;

export async function createTemplate(serverUrl: string): Promise<Template> {
  const name = newName('cs_template');
  await runOn(serverUrl, `create database ${name}`);
  await applyMigrations(urlOn(serverUrl, name));
  // PostgreSQL copies no database that somebody is connected to.
  await runOn(serverUrl, `alter database ${name} with allow_connections false`);
  return { serverUrl, name };
}

export async function dropTemplate({ serverUrl, name }: Template): Promise<void> {
  await dropDatabase(serverUrl, name);
}

export async function copyTemplate({ serverUrl, name }: Template): Promise<TestDatabase> {
  const copy = newName('cs_test');
  // The default strategy writes every page to the log: 420 ms against 150 for a copy of files.
  await runOn(serverUrl, `create database ${copy} template ${name} strategy file_copy`);
  return {
    url: urlOn(serverUrl, copy),
    drop: async () => {
      await dropDatabase(serverUrl, copy);
    },
  };
}

/** What a killed run left on a server that is not ours to delete; ours goes as a whole. */
export async function dropLeftovers(serverUrl: string): Promise<void> {
  const names = await runOn(
    serverUrl,
    `select datname from pg_database where datname ~ '^cs_(test|template)_[0-9a-z]+_'`,
  );
  for (const name of names) {
    const madeMs = Number.parseInt(name.split('_')[2] ?? '', 36);
    if (Date.now() - madeMs < leftoverMs) continue;
    await dropDatabase(serverUrl, name);
  }
}

function newName(prefix: string): string {
  return `${prefix}_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
}

function urlOn(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

const dropTriesMax = 100;
const dropRetryMs = 100;
const insufficientPrivilege = '42501';

/**
 * The role of the tests is no superuser, and may not end a worker of the server that cleans the
 * database up at this moment: it is waited for.
 */
async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await runOn(serverUrl, `drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      const isBusy = error instanceof pg.DatabaseError && error.code === insufficientPrivilege;
      if (!isBusy || tries >= dropTriesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, dropRetryMs));
    }
  }
}

/** The first column of the rows, if there are any. */
export async function runOn(url: string, text: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<[string]>({ text, rowMode: 'array' });
    return rows.map(([value]) => value);
  } finally {
    await client.end();
  }
}
