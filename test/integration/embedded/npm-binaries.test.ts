/** The place where binaries from npm are shown to be made complete, and copied where needed. */

import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  copyNative,
  findNativeFolder,
  makeMissingLinks,
  removeOldCopies,
} from '../../../src/db/embedded/npm-binaries.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-binaries-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function makeNative(): Promise<string> {
  const native = join(folder, 'native');
  await mkdir(join(native, 'lib'), { recursive: true });
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'code');
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
  ];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  return native;
}

test('links that npm left out are made, also by two at once', async () => {
  const native = await makeNative();
  const done = await Promise.all([makeMissingLinks(native), makeMissingLinks(native)]);
  expect(done).toEqual([true, true]);
  expect(await readlink(join(native, 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
});

test.skipIf(process.geteuid?.() === 0)('a folder that cannot be written is said so', async () => {
  const native = await makeNative();
  await chmod(join(native, 'lib'), 0o500);
  expect(await makeMissingLinks(native)).toBe(false);
  await chmod(join(native, 'lib'), 0o700);
});

test('a copy runs, is open to all, and replaces a broken one', async () => {
  const native = await findNativeFolder();
  if (native === undefined) throw new Error('npm brought no binaries for this platform');
  const copy = join(folder, `postgres-native-${native.packageVersion}`);
  await mkdir(join(copy, 'native', 'bin'), { recursive: true });
  expect(await copyNative(native, folder)).toBe(copy);
  const bin = join(copy, 'native', 'bin');
  const { stdout } = await promisify(execFile)(join(bin, 'postgres'), ['--version']);
  expect(stdout).toContain('(PostgreSQL) 18');
  expect((await stat(bin)).mode & 0o777).toBe(0o755);
  expect((await stat(join(bin, 'initdb'))).mode & 0o777).toBe(0o755);
  expect(await readdir(folder)).toEqual([`postgres-native-${native.packageVersion}`]);
});

test('copies of other versions are removed, nothing else', async () => {
  for (const name of ['postgres', 'postgres-native-1', 'postgres-native-2.draft']) {
    await mkdir(join(folder, name));
  }
  const keep = join(folder, 'postgres-native-3');
  await mkdir(keep);
  await removeOldCopies(folder, keep);
  expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres-native-3']);
});
