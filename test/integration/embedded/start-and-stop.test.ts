/** The place where the embedded server is shown to come up, to be safe, and to leave no trace. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isRunning } from '../../../src/db/embedded/running-server.ts';
import {
  ask,
  childrenOf,
  copySeed,
  type EmbeddedFolder,
  makeEmbeddedFolder,
  makeSeedFolder,
  processesNaming,
  type SeedFolder,
} from '../../support/embedded-folder.ts';
import { superuserUrl } from '../../support/superuser.ts';

let seed: SeedFolder;
const folders: EmbeddedFolder[] = [];

beforeAll(async () => {
  seed = await makeSeedFolder();
});

afterAll(() => seed.remove());

async function makeFolder(name?: string): Promise<EmbeddedFolder> {
  const folder = name === undefined ? await copySeed(seed) : await makeEmbeddedFolder(name);
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

describe('a server on a folder of its own', () => {
  test('is made at the first start and keeps its data for the second', async () => {
    const folder = await makeFolder('new');
    const first = await folder.start();
    expect(first.took).toBe('initialised');
    await ask(first.url, 'create table kept (word text)');
    await ask(first.url, "insert into kept values ('still here')");
    await first.stop();
    const second = await folder.start();
    expect(second.took).toBe('started');
    expect(second.port).toBe(first.port);
    expect(await ask(second.url, 'select word from kept')).toEqual(['still here']);
    await second.stop();
  });

  test('leaves no process, no lock and no socket when it is stopped', async () => {
    const folder = await makeFolder();
    const server = await folder.start();
    const pids = [server.pid, ...(await childrenOf(server.pid))];
    expect(pids.length).toBeGreaterThan(3);
    await Promise.all([server.stop(), server.stop()]);
    expect(await processesNaming(folder.path)).toEqual([]);
    for (const pid of pids) expect(await isRunning(pid)).toBe(false);
    expect((await readdir(folder.dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  test('ends open sessions rather than wait for them', async () => {
    const folder = await makeFolder();
    const server = await folder.start();
    const slow = ask(server.url, 'select pg_sleep(60)').catch((error: Error) => error.message);
    await ask(server.url, 'select pg_sleep(0.1)');
    const begin = performance.now();
    await server.stop();
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(await slow).toBe('terminating connection due to administrator command');
  });

  test('puts on the disk what it calls committed, and checks its pages', async () => {
    const server = await (await makeFolder()).start();
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'];
    const shown = await Promise.all(names.map((name) => ask(server.url, `show ${name}`)));
    expect(shown.flat()).toEqual(['on', 'on', 'on', 'on']);
    await server.stop();
  });

  test('orders and folds text by code point, and keeps time in UTC', async () => {
    const server = await (await makeFolder()).start();
    const ordered = `select string_agg(w, ' ' order by w) from unnest(array['b','Z','é','a']) w`;
    expect(await ask(server.url, ordered)).toEqual(['Z a b é']);
    expect(await ask(server.url, `select lower('ÉTÉ')`)).toEqual(['été']);
    expect(await ask(server.url, 'show timezone')).toEqual(['UTC']);
    expect(await ask(server.url, 'show server_encoding')).toEqual(['UTF8']);
    await server.stop();
  });

  test('listens to this machine only, and to the password only', async () => {
    const folder = await makeFolder();
    const server = await folder.start();
    expect(await ask(server.url, 'show listen_addresses')).toEqual(['127.0.0.1']);
    const admin = await superuserUrl(folder.dataDir, server.url);
    expect(await ask(admin, 'show unix_socket_directories')).toEqual(['']);
    const url = new URL(server.url);
    url.password = 'guessed';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    const secret = await stat(join(folder.dataDir, 'postgres', 'countersign.password'));
    expect(secret.mode & 0o777).toBe(0o600);
    await server.stop();
  });

  test('keeps statements and their values out of its log', async () => {
    const folder = await makeFolder();
    const server = await folder.start();
    await ask(server.url, 'create table person (email text primary key)');
    const insert = `insert into person values ('ada@example.com')`;
    await ask(server.url, insert);
    await expect(ask(server.url, insert)).rejects.toThrow('duplicate key');
    await server.stop();
    const log = await readFile(join(folder.dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key value violates unique constraint');
    expect(log).not.toContain('ada@example.com');
  });
});

describe('what is around it', () => {
  test('may be a path with spaces, quotes and other letters', async () => {
    const folder = await makeFolder(`my "data" & Ünï'code`);
    const first = await folder.start();
    expect(await ask(first.url, 'select 1')).toEqual([1]);
    await first.stop();
    expect((await folder.start()).took).toBe('started');
  });

  test('may be a path too long for a socket', async () => {
    const folder = await makeFolder('long'.repeat(40));
    const server = await folder.start();
    const second = await folder.tryStart();
    expect(second.ok ? 'started' : second.failure.code).toBe('in_use');
    await server.stop();
    expect((await readdir(folder.dataDir)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  test('may be another server of ours, side by side', async () => {
    const [one, other] = [await makeFolder(), await makeFolder()];
    const servers = await Promise.all([one.start(), other.start()]);
    expect(servers[0].port).not.toBe(servers[1].port);
    await ask(servers[0].url, 'create table mine ()');
    await expect(ask(servers[1].url, 'select from mine')).rejects.toThrow('does not exist');
    await Promise.all(servers.map((server) => server.stop()));
  });

  test('may be a stranger on the port it had', async () => {
    const folder = await makeFolder();
    const first = await folder.start();
    await first.stop();
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(first.port, '127.0.0.1', resolve));
    const second = await folder.start();
    expect(second.port).not.toBe(first.port);
    expect(await ask(second.url, 'select 1')).toEqual([1]);
    await second.stop();
    stranger.close();
  });

  test('may be an environment that is set for another PostgreSQL', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { PGDATA: '/nowhere', PGPORT: '1', PGSSLMODE: 'require' });
    try {
      const server = await (await makeFolder()).start();
      expect(await ask(server.url, 'select 1')).toEqual([1]);
      await server.stop();
    } finally {
      process.env = before;
    }
  });
});
