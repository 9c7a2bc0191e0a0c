/** Holds that the pool has no superuser, whoever made the data folder, and nobody else gets in. */
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findEmbedded } from '../../../src/db/embedded/find-embedded.ts';
import {
  ask,
  copySeed,
  type EmbeddedFolder,
  makeSeedFolder,
  type SeedFolder,
} from '../../support/embedded-folder.ts';
import { applyMigrations } from '../../support/migrations.ts';
import { superuserUrl } from '../../support/superuser.ts';

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

const inCluster = (name: string) => join(folder.dataDir, 'postgres', name);

const rights = `select current_user::text, rolsuper, rolcreaterole, rolcreatedb, rolreplication,
    rolbypassrls, pg_get_userbyid(datdba)::text
  from pg_roles, pg_database where rolname = current_user and datname = current_database()`;
const plain = ['countersign_app', false, false, false, false, false, 'countersign_app'];

/** What earlier versions made: one role for all, and here somebody has let everybody in, too. */
async function makeOld(url: string): Promise<void> {
  const admin = await superuserUrl(folder.dataDir, url);
  const outside = new URL(admin);
  outside.pathname = '/postgres';
  await ask(outside.href, 'alter database countersign owner to countersign');
  await ask(admin, 'drop owned by countersign_app cascade');
  await ask(admin, 'drop role countersign_app');
  await applyMigrations(admin);
  for (const statement of [
    "create type mood as enum ('good')",
    'create domain word as text',
    'create table kept (id int generated always as identity, n serial, w word)',
    'create view seen as select n from kept',
    'create schema other',
    'create table other."Odd name" (n int)',
    'create function one() returns int language sql return 1',
    "insert into kept (w) values ('still here')",
  ]) {
    await ask(admin, statement);
  }
  await rm(inCluster('countersign_app.password'));
  await appendFile(inCluster('pg_hba.conf'), 'local all all trust\nhost all all all trust\n');
}

describe('the role of the pool', () => {
  test('is no superuser, and owns its database and nothing else', async () => {
    const server = await folder.start();
    expect(await ask(server.url, rights)).toEqual(plain);
    for (const forbidden of [
      'alter system set fsync = off',
      "copy (select 1) to program 'true'",
      "select pg_read_file('PG_VERSION')",
      'create role another',
      'create database another',
      'set session authorization countersign',
    ]) {
      await expect(ask(server.url, forbidden)).rejects.toThrow(/permission denied/);
    }
    const secret = await stat(inCluster('countersign_app.password'));
    expect(secret.mode & 0o777).toBe(0o600);
    await server.stop();
  });

  test('has a password that nobody else knows, and gets a new one where the file is lost', async () => {
    const first = await folder.start();
    const admin = await superuserUrl(folder.dataDir, first.url);
    expect(new URL(first.url).password).not.toBe(new URL(admin).password);
    await first.stop();
    await rm(inCluster('countersign_app.password'));
    const second = await folder.start();
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
    expect(await ask(second.url, 'select 1')).toEqual([1]);
    await second.stop();
  });

  test.each(['superuser', 'createrole', 'replication', 'bypassrls'])(
    'loses %s where somebody gave it that',
    async (right) => {
      const first = await folder.start();
      const admin = await superuserUrl(folder.dataDir, first.url);
      await ask(admin, `alter role countersign_app ${right}`);
      await first.stop();
      const second = await folder.start();
      expect(await ask(second.url, rights)).toEqual(plain);
      await second.stop();
    },
  );
});

describe('a data folder of an earlier version', () => {
  test('is taken over at the next start: every row is there, every table its own', async () => {
    const old = await folder.start();
    await makeOld(old.url);
    await old.stop();
    const server = await folder.start();
    expect(await ask(server.url, rights)).toEqual(plain);
    expect(await ask(server.url, 'select w from kept')).toEqual(['still here']);
    await ask(server.url, "insert into kept (w) values ('new')");
    await ask(server.url, 'alter table kept add column m mood');
    await ask(server.url, 'alter table other."Odd name" add column m int');
    for (const thing of [
      'view seen',
      'function one()',
      'domain word cascade',
      'schema other cascade',
    ]) {
      await ask(server.url, `drop ${thing}`);
    }
    await ask(server.url, 'alter table campaign add column extra int');
    const admin = await superuserUrl(folder.dataDir, server.url);
    const left = `select count(*)::int from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname in ('public', 'other') and pg_get_userbyid(relowner) <> 'countersign_app'`;
    expect(await ask(admin, left)).toEqual([0]);
    await server.stop();
  });

  test('lets nobody in without the password any more', async () => {
    const old = await folder.start();
    await makeOld(old.url);
    await old.stop();
    const server = await folder.start();
    expect(await readFile(inCluster('pg_hba.conf'), 'utf8')).not.toContain('trust');
    for (const user of ['countersign', 'countersign_app']) {
      const { port } = server;
      const client = new pg.Client({ host: '127.0.0.1', port, user, database: 'countersign' });
      client.password = '';
      await expect(client.connect()).rejects.toThrow(/password/);
    }
    await server.stop();
  });

  test('is taken over also where its server still runs, and lets everybody in', async () => {
    const holder = await folder.startInChild();
    await makeOld(holder.url);
    const admin = await superuserUrl(folder.dataDir, holder.url);
    await ask(admin, 'select pg_reload_conf()');
    await holder.kill('SIGKILL');
    const found = await findEmbedded(folder.dataDir);
    expect(found.kind === 'running' && (await ask(found.url, 'select 1'))).toEqual([1]);
    const server = await folder.start();
    expect(await ask(server.url, rights)).toEqual(plain);
    expect(await ask(server.url, 'select w from kept')).toEqual(['still here']);
    expect(await ask(server.url, 'select type from pg_hba_file_rules').catch(String)).toMatch(
      /permission denied/,
    );
    const trusting = `select count(*)::int from pg_hba_file_rules where auth_method = 'trust'`;
    expect(await ask(await superuserUrl(folder.dataDir, server.url), trusting)).toEqual([0]);
    expect(server.pid).not.toBe(holder.serverPid);
    await server.stop();
  });

  test('is taken over after a crash in the middle: before the role, and before its tables', async () => {
    const old = await folder.start();
    await makeOld(old.url);
    await old.stop();
    // The password was written, and then the machine went off.
    await writeFile(inCluster('countersign_app.password'), 'only-written', { mode: 0o600 });
    const server = await folder.start();
    expect(await ask(server.url, rights)).toEqual(plain);
    const admin = await superuserUrl(folder.dataDir, server.url);
    await ask(admin, 'alter table kept owner to countersign');
    await server.stop();
    const again = await folder.start();
    await ask(again.url, 'alter table kept add column more int');
    await again.stop();
  });
});
