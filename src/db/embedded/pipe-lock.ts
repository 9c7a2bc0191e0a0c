/** The place where Windows, without sockets in folders, locks one by a named pipe. */

import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { failed, ok, type Result } from '../../lib/result.ts';
import { errnoOf } from './embedded-failure.ts';

export type FolderLock = { readonly release: () => Promise<void> };
export type Holder = { readonly pid: number | undefined };

/** A pipe's first instance is exclusive and dies with its process; the file only names the pid. */
export async function lockPipe(file: string): Promise<Result<FolderLock, Holder>> {
  const digest = createHash('sha256').update(file.toLowerCase()).digest('hex').slice(0, 32);
  const server = createServer((peer) => peer.destroy());
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error) => {
      if (errnoOf(error) === 'EADDRINUSE' || errnoOf(error) === 'EACCES') resolve(true);
      else reject(error);
    });
    server.listen(`\\\\.\\pipe\\countersign-${digest}`, () => resolve(false));
  });
  if (taken) return failed({ pid: await readPid(file) });
  server.unref();
  await writeFile(file, String(process.pid));
  return ok({
    release: async () => {
      await rm(file, { force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

async function readPid(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}
