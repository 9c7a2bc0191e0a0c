/** The place where the embedded server is shown to refuse with a reason and a cure. */

import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EmbeddedFailure } from '../../../src/db/embedded/start-embedded.ts';
import {
  ask,
  copySeed,
  type EmbeddedFolder,
  makeSeedFolder,
  processesNaming,
  type SeedFolder,
} from '../../support/embedded-folder.ts';

let seed: SeedFolder;
let folder: EmbeddedFolder;

beforeAll(async () => {
  seed = await makeSeedFolder();
});

afterAll(() => seed.remove());

beforeEach(async () => {
  folder = await copySeed(seed);
});

afterEach(() => folder.remove());

async function failureOf(start: ReturnType<EmbeddedFolder['tryStart']>): Promise<EmbeddedFailure> {
  const started = await start;
  if (started.ok) throw new Error('it started');
  return started.failure;
}

function cluster(name = ''): string {
  return join(folder.dataDir, 'postgres', name);
}

describe('a folder in use', () => {
  test('is refused at once, by name of the process that uses it', async () => {
    const holder = await folder.startInChild();
    const begin = performance.now();
    const failure = await failureOf(folder.tryStart());
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(failure).toEqual({
      code: 'in_use',
      message:
        `The data folder ${folder.dataDir} is in use by process ${holder.pid}: stop that one ` +
        'first, or start this one with a data folder of its own.',
    });
    expect(await ask(holder.url, 'select 1')).toEqual([1]);
    await holder.kill('SIGTERM');
    expect(await processesNaming(folder.path)).toEqual([]);
    expect((await folder.start()).took).toBe('started');
  });

  test('is refused also while its process is too busy to answer', async () => {
    const holder = await folder.startInChild();
    process.kill(holder.pid, 'SIGSTOP');
    const begin = performance.now();
    const failure = await failureOf(folder.tryStart());
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(failure.message).toContain(`in use by process ${holder.pid}:`);
    await holder.kill('SIGKILL');
  });

  test('is refused to all but one of five that start at once', async () => {
    await rm(folder.dataDir, { recursive: true });
    const starts = await Promise.all(Array.from({ length: 5 }, () => folder.tryStart()));
    const outcomes = starts.map((start) => (start.ok ? start.value.took : start.failure.code));
    expect(outcomes.sort()).toEqual(['in_use', 'in_use', 'in_use', 'in_use', 'initialised']);
    for (const start of starts) if (start.ok) await start.value.stop();
  });
});

describe('a folder that is not as it should be', () => {
  test('below a file cannot be written, and that is said', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const dataDir = join(folder.path, 'file', 'data');
    const failure = await failureOf(folder.tryStart({ dataDir }));
    expect(failure.code).toBe('unwritable');
    expect(failure.message).toContain(`The data folder ${dataDir} cannot be written`);
  });

  test('half initialised is begun again, and the half removed', async () => {
    await rm(folder.dataDir, { recursive: true });
    await mkdir(join(folder.dataDir, 'postgres.new-0123abcd', 'cluster', 'base'), {
      recursive: true,
    });
    await writeFile(join(folder.dataDir, 'postgres.new-0123abcd', 'cluster', 'PG_VERSION'), '18');
    const server = await folder.start();
    expect(server.took).toBe('initialised');
    await server.stop();
    expect((await readdir(folder.dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  test('initialised, but for its database, is completed', async () => {
    const first = await folder.start();
    const url = new URL(first.url);
    url.pathname = '/postgres';
    await ask(url.href, 'drop database countersign with (force)');
    await first.stop();
    const second = await folder.start();
    expect(await ask(second.url, 'select current_database()::text')).toEqual(['countersign']);
    await second.stop();
  });

  test('of another version is left as it is', async () => {
    await writeFile(cluster('PG_VERSION'), '12\n');
    const failure = await failureOf(folder.tryStart());
    expect(failure.code).toBe('other_version');
    expect(failure.message).toContain('was made by PostgreSQL 12 and this is PostgreSQL 18');
    expect(failure.message).toContain('dump it with version 12 (pg_dumpall)');
  });

  test.each(['global', 'countersign.password', 'PG_VERSION'])(
    'without %s is refused',
    async (name) => {
      await rename(cluster(name), join(folder.path, name));
      const failure = await failureOf(folder.tryStart());
      expect(failure).toEqual({
        code: 'damaged',
        message:
          `${cluster()} is not a whole database (it lacks ${name}): put the folder ` +
          'back from a backup, or move it away to begin with an empty database.',
      });
      await rename(join(folder.path, name), cluster(name));
      expect((await folder.start()).took).toBe('started');
    },
  );

  test('with another password than its own says which file to put back', async () => {
    await writeFile(cluster('countersign.password'), 'another');
    const failure = await failureOf(folder.tryStart());
    expect(failure.code).toBe('damaged');
    expect(failure.message).toContain('countersign.password is not the database');
    expect(await processesNaming(folder.path)).toEqual([]);
  });

  test('on which the server will not start is refused with what the server said', async () => {
    await rm(cluster('global/pg_control'));
    const failure = await failureOf(folder.tryStart());
    expect(failure.code).toBe('start_failed');
    expect(failure.message).toContain('could not open file');
    expect(failure.message).toContain('pg_control');
    expect(failure.message.split('\n').length).toBeLessThan(25);
  });

  test('with a setting the server does not know is refused with its name', async () => {
    await appendFile(cluster('postgresql.auto.conf'), "no_such_setting = 'x'\n");
    const failure = await failureOf(folder.tryStart());
    expect(failure.code).toBe('start_failed');
    expect(failure.message).toContain('unrecognized configuration parameter "no_such_setting"');
  });

  test('is free again after every refusal', async () => {
    await writeFile(cluster('PG_VERSION'), '12\n');
    await failureOf(folder.tryStart());
    expect((await readdir(folder.dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });
});

describe('binaries', () => {
  test('that are not there are asked for, or DATABASE_URL', async () => {
    const failure = await failureOf(folder.tryStart({ binaries: { binDir: '/nowhere' } }));
    expect(failure.code).toBe('no_binaries');
    expect(failure.message).toContain('set DATABASE_URL to a PostgreSQL server');
  });
});
