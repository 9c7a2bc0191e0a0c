import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSecretKeys, writeSecretKeys } from './secret-key.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-key-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('makes a key of 32 bytes that only its owner can read, and finds it again', async () => {
  const dataDir = join(folder, 'data');
  const made = await readSecretKeys(dataDir);
  const text = await readFile(join(dataDir, 'secret.key'), 'utf8');
  const current = Buffer.from(text, 'base64');
  const value = { current, former: [], links: [], since: null };
  expect(made).toEqual({ ok: true, value });
  expect(Buffer.from(text, 'base64')).toHaveLength(32);
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect(await readSecretKeys(dataDir)).toEqual(made);
  expect(await readdir(dataDir)).toEqual(['secret.key']);
});

it('keeps what a rotation writes, and nothing but its owner reads it', async () => {
  await readSecretKeys(folder);
  const keys = {
    current: Buffer.alloc(32, 1),
    former: [Buffer.alloc(32, 2), Buffer.alloc(32, 3)],
    links: [Buffer.alloc(64, 4), Buffer.alloc(64, 5)],
    since: Date.UTC(2026, 2, 2),
  };
  await writeSecretKeys(folder, keys);
  expect(await readSecretKeys(folder)).toEqual({ ok: true, value: keys });
  expect((await stat(join(folder, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['secret.key']);
});

it('refuses a file of which any line is not understood: half a key loses passwords', async () => {
  const path = join(folder, 'secret.key');
  const key = Buffer.alloc(32, 1).toString('base64');
  for (const line of ['former', 'former x', `former ${key} x`, `links ${key}`, 'since x', 'what']) {
    await writeFile(path, `${key}\n${line}\n`, { mode: 0o600 });
    expect(await readSecretKeys(folder)).toMatchObject({ ok: false });
  }
});

it('does not replace a key that another process made meanwhile', async () => {
  const keys = await Promise.all([readSecretKeys(folder), readSecretKeys(folder)]);
  expect(keys[0]).toEqual(keys[1]);
});

it('refuses a file that others can read, and one that holds no key', async () => {
  const path = join(folder, 'secret.key');
  await writeFile(path, Buffer.alloc(32).toString('base64'));
  await chmod(path, 0o644);
  expect(await readSecretKeys(folder)).toEqual({
    ok: false,
    failure: `${path} can be read by other users; chmod 600 it, or restore it as yours alone.`,
  });
  await chmod(path, 0o600);
  await writeFile(path, 'short');
  expect(await readSecretKeys(folder)).toEqual({
    ok: false,
    failure: `${path} holds no key of 32 bytes; restore it from a backup of the data folder.`,
  });
});
