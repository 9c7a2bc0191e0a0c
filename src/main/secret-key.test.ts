import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSecretKey } from './secret-key.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-key-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('makes a key of 32 bytes that only its owner can read, and finds it again', async () => {
  const dataDir = join(folder, 'data');
  const made = await readSecretKey(dataDir);
  const text = await readFile(join(dataDir, 'secret.key'), 'utf8');
  expect(made).toEqual({ ok: true, value: Buffer.from(text, 'base64') });
  expect(Buffer.from(text, 'base64')).toHaveLength(32);
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect(await readSecretKey(dataDir)).toEqual(made);
  expect(await readdir(dataDir)).toEqual(['secret.key']);
});

it('does not replace a key that another process made meanwhile', async () => {
  const keys = await Promise.all([readSecretKey(folder), readSecretKey(folder)]);
  expect(keys[0]).toEqual(keys[1]);
});

it('refuses a file that others can read, and one that holds no key', async () => {
  const path = join(folder, 'secret.key');
  await writeFile(path, Buffer.alloc(32).toString('base64'));
  await chmod(path, 0o644);
  expect(await readSecretKey(folder)).toEqual({
    ok: false,
    failure: `${path} can be read by other users; chmod 600 it, or restore it as yours alone.`,
  });
  await chmod(path, 0o600);
  await writeFile(path, 'short');
  expect(await readSecretKey(folder)).toEqual({
    ok: false,
    failure: `${path} holds no key of 32 bytes; restore it from a backup of the data folder.`,
  });
});
