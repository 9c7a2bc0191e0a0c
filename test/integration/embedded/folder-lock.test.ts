/** The place where the lock on a data folder is shown to have one holder, and to die with it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../../src/db/embedded/folder-lock.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-lock-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('one of many that try at once holds it, and the others learn its process', async () => {
  const locks = await Promise.all(Array.from({ length: 20 }, () => lockFolder(folder)));
  const held = locks.flatMap((lock) => (lock.ok ? [lock.value] : []));
  const refused = locks.flatMap((lock) => (lock.ok ? [] : [lock.failure]));
  expect(held.length).toBe(1);
  expect(refused).toEqual(Array.from({ length: 19 }, () => ({ pid: process.pid })));
  await held[0]?.release();
});

test('once released it can be had again, and nothing is left of it', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    const lock = await lockFolder(folder);
    if (!lock.ok) throw new Error('refused');
    await lock.value.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test.each([
  ['is gone', () => Promise.resolve()],
  ['is no socket', (path: string) => writeFile(path, '')],
])('a dead holder whose socket %s gives way to exactly one', async (_, leave) => {
  const name = 'postgres.lock.4242-0123abcd';
  await leave(join(folder, name));
  await symlink(name, join(folder, 'postgres.lock'));
  const locks = await Promise.all(Array.from({ length: 20 }, () => lockFolder(folder)));
  const held = locks.flatMap((lock) => (lock.ok ? [lock.value] : []));
  expect(held.length).toBe(1);
  await held[0]?.release();
  expect(await readdir(folder)).toEqual([]);
});

async function deadPid(): Promise<number> {
  const child: ChildProcess = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

/** The lock of a dead process whose socket somebody else still has. */
async function leaveSocketOf(pid: number): Promise<Server> {
  const name = `postgres.lock.${pid}-0123abcd`;
  const server = createServer((peer) => peer.destroy());
  server.listen(join(folder, name));
  await once(server, 'listening');
  await symlink(name, join(folder, 'postgres.lock'));
  return server;
}

test('a process killed while it started another gives way once that one is under way', async () => {
  const server = await leaveSocketOf(await deadPid());
  setTimeout(() => server.close(), 100);
  const lock = await lockFolder(folder);
  if (!lock.ok) throw new Error('refused');
  await lock.value.release();
});

test('a holder whose pid means nothing here, as in another container, still holds it', async () => {
  const pid = await deadPid();
  const server = await leaveSocketOf(pid);
  expect(await lockFolder(folder)).toEqual({ ok: false, failure: { pid } });
  server.close();
});
