/** The place where the server's log is shown to stay small and to be quoted. */

import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openServerLog } from '../../../src/db/embedded/server-log.ts';

const nineMegabytes = 9 * 1024 * 1024;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-log-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('the last twenty lines since a start began are quoted, no earlier ones', async () => {
  await writeFile(join(folder, 'postgres.log'), 'from before\n');
  const log = await openServerLog(folder);
  expect(await log.tail()).toBe('');
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  await appendFile(log.path, `${lines.join('\n')}\n`);
  expect((await log.tail()).split('\n')).toEqual(lines.slice(10));
  await log.mark();
  expect(await log.tail()).toBe('');
  await log.close();
});

test('a log too large is moved aside, when opened and while the server writes', async () => {
  const path = join(folder, 'postgres.log');
  await writeFile(path, 'x'.repeat(nineMegabytes));
  const log = await openServerLog(folder);
  expect((await stat(path)).size).toBe(0);
  await appendFile(path, 'y'.repeat(nineMegabytes));
  await log.trim();
  await appendFile(path, 'short');
  await log.trim();
  expect(await readFile(path, 'utf8')).toBe('short');
  const aside = await readFile(`${path}.1`, 'utf8');
  expect({ size: aside.length, first: aside[0] }).toEqual({ size: nineMegabytes, first: 'y' });
  await log.close();
});
