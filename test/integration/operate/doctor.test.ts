/** The doctor finds what is wrong, says the cure, and leaves everything as it was. */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAesVault, fixedKeys } from '../../../src/adapters/vault/aes-vault.ts';
import { noteBackup } from '../../../src/main/backup-note.ts';
import { type Config, readConfig } from '../../../src/main/config.ts';
import { checkDatabase } from '../../../src/main/doctor/database-checks.ts';
import { checkHost } from '../../../src/main/doctor/host-checks.ts';
import { type EmbeddedFolder, makeEmbeddedFolder } from '../../support/embedded-folder.ts';
import { noteMigrations } from '../../support/migrations.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let folder: EmbeddedFolder;
beforeEach(async () => {
  world = await makeWorld();
  await noteMigrations(world.url);
  folder = await makeEmbeddedFolder();
  await mkdir(folder.dataDir, { mode: 0o700 });
});
afterEach(async () => {
  await folder.remove();
  await world.close();
});

const key = Buffer.alloc(32, 9);

function configOf(environment: Record<string, string> = {}): Config {
  const read = readConfig({
    DATABASE_URL: world.url,
    COUNTERSIGN_DATA_DIR: folder.dataDir,
    COUNTERSIGN_SECRET_KEY: key.toString('base64'),
    COUNTERSIGN_PUBLIC_URL: 'https://outreach.example.com',
    PORT: '0',
    ...environment,
  });
  if (!read.ok) throw new Error(read.failure.join(' '));
  return read.value;
}

/** Level by check, without what is fine. */
async function troubles(config: Config): Promise<Record<string, string>> {
  const findings = [...(await checkHost(config, Date.now())), ...(await checkDatabase(config))];
  // Of the oldest Node that runs it: not a matter of this test.
  const others = findings.filter(({ check }) => check !== 'node');
  for (const { level, cure } of others) expect(cure === null).toBe(level === 'ok');
  const found = others.filter(({ level }) => level !== 'ok');
  return Object.fromEntries(found.map(({ check, level }) => [check, level]));
}

async function healthy(): Promise<void> {
  const createdAt = new Date().toISOString();
  await noteBackup(folder.dataDir, { createdAt, file: '/elsewhere/a.backup', bytes: 1 });
  await sql`update worker set heartbeat_at = clock_timestamp()`.execute(world.db);
}

describe('the doctor', () => {
  test('finds nothing in an installation that is well, and changes nothing', async () => {
    await healthy();
    const look = async () => [
      await readdir(folder.dataDir),
      await sql`select * from engine, worker`.execute(world.db).then(({ rows }) => rows),
    ];
    const before = await look();
    expect(await troubles(configOf())).toEqual({});
    expect(await look()).toEqual(before);
  });

  test('says that no worker lives, no backup was taken, no address is public', async () => {
    expect(await troubles(configOf({ COUNTERSIGN_PUBLIC_URL: '' }))).toEqual({
      backup: 'warn',
      'public URL': 'warn',
      workers: 'warn',
    });
  });

  test('says that nobody is trusted who could be the proxy of a server that listens to all', async () => {
    await healthy();
    const all = { HOST: '0.0.0.0' };
    expect(await troubles(configOf(all))).toEqual({ proxies: 'warn' });
    const trusted = { COUNTERSIGN_TRUSTED_PROXIES: 'loopback,uniquelocal' };
    expect(await troubles(configOf({ ...all, ...trusted }))).toEqual({});
    expect(await troubles(configOf({ ...all, COUNTERSIGN_PUBLIC_URL: '' }))).toEqual({
      'public URL': 'warn',
    });
    expect(await troubles(configOf({ HOST: 'localhost' }))).toEqual({});
  });

  test('takes a backup of eight days ago for an old one', async () => {
    await healthy();
    const createdAt = new Date(Date.now() - 8 * 86_400_000).toISOString();
    await noteBackup(folder.dataDir, { createdAt, file: '/elsewhere/a.backup', bytes: 1 });
    expect(await troubles(configOf())).toEqual({ backup: 'warn' });
  });

  test('finds a fence, unknown sends, and a key that opens nothing', async () => {
    await healthy();
    const alias = await makeAlias(world);
    const secret = createAesVault(fixedKeys(Buffer.alloc(32, 1))).seal('a password', {
      table: 'alias',
      column: 'secret',
      accountId: world.me.accountId,
      rowId: alias,
    });
    await sql`update alias set secret = ${secret} where id = ${alias}`.execute(world.db);
    world.answer = () => ({ outcome: 'unknown', response: '' });
    await launch(world, await makeCampaign(world, { leads: 1 }));
    await sql`update engine set fenced_at = now(), fence_reason = 'x'`.execute(world.db);
    await sql`update worker set heartbeat_at = clock_timestamp()`.execute(world.db);
    expect(await troubles(configOf())).toEqual({
      fence: 'fail',
      passwords: 'fail',
      'unknown sends': 'warn',
    });
  });

  test('finds a worker that may not send any more', async () => {
    await healthy();
    await sql`update engine set epoch = epoch + 1`.execute(world.db);
    expect(await troubles(configOf())).toEqual({ workers: 'warn' });
  });

  test('finds migrations that are missing, and those of a newer version', async () => {
    await healthy();
    await sql`delete from kysely_migration where name = '0001-the-road'`.execute(world.db);
    expect(await troubles(configOf())).toEqual({ migrations: 'fail' });
    await sql`insert into kysely_migration values ('0001-the-road', ''), ('9999-later', '')`.execute(
      world.db,
    );
    expect(await troubles(configOf())).toEqual({ migrations: 'fail' });
  });

  test('finds a database that cannot be reached', async () => {
    await healthy();
    const gone = configOf({ DATABASE_URL: 'postgres://x:x@127.0.0.1:1/x' });
    expect(await troubles(gone)).toEqual({ database: 'fail' });
  });

  test('finds a folder that others may write to, and a key that others may read', async () => {
    await healthy();
    await writeFile(join(folder.dataDir, 'secret.key'), `${key.toString('base64')}\n`);
    await chmod(join(folder.dataDir, 'secret.key'), 0o644);
    await chmod(folder.dataDir, 0o777);
    expect(await troubles(configOf({ COUNTERSIGN_SECRET_KEY: '' }))).toEqual({
      'data folder': 'fail',
      'secret key': 'fail',
    });
  });

  test.each([
    { who: 'another program', body: 'hello', is: { port: 'fail' } },
    { who: 'an instance', body: '{"status":"ok"}', is: {} },
  ])('tells that $who has the port', async ({ body, is }) => {
    await healthy();
    const server = createServer((_, answer) => answer.end(body));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    expect(await troubles(configOf({ PORT: String(port) }))).toEqual(is);
    await new Promise((done) => server.close(done));
  });

  test('joins an embedded server that runs, and starts none that rests', async () => {
    await healthy();
    const config = configOf({ DATABASE_URL: '' });
    expect(await troubles(config)).toEqual({ database: 'warn' });
    const server = await folder.start();
    // It runs, and nobody has migrated it.
    expect(await troubles(config)).toEqual({ migrations: 'fail' });
    await server.stop();
    const files = await readdir(folder.dataDir);
    expect(await troubles(config)).toEqual({ database: 'warn' });
    expect(await readdir(folder.dataDir)).toEqual(files);
  });
});
