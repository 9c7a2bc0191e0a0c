/**
 * The place where somebody who must not disturb anything finds out what is in a data folder: no
 * lock is taken, nothing is made, nothing is started.
 */

import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findLogin } from './access.ts';
import { errnoOf } from './embedded-failure.ts';
import { urlOf } from './greet.ts';
import { clusterFolder, pointerName } from './home.ts';
import { findRunning } from './running-server.ts';

export type FoundEmbedded =
  | { readonly kind: 'absent' }
  | { readonly kind: 'at rest'; readonly cluster: string; readonly major: number }
  | {
      readonly kind: 'running';
      readonly cluster: string;
      readonly major: number;
      readonly pid: number;
      readonly port: number;
      /** With the password: never to be shown. */
      readonly url: string;
    }
  /** Somebody else's, or a server that is just starting or stopping. */
  | { readonly kind: 'closed'; readonly why: string };

export async function findEmbedded(dataDir: string): Promise<FoundEmbedded> {
  try {
    return await look(resolve(dataDir));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return { kind: 'absent' };
    if (errnoOf(error) !== 'EACCES' && errnoOf(error) !== 'EPERM') throw error;
    const why = `The database of ${dataDir} belongs to another user: run this as that user, or as root.`;
    return { kind: 'closed', why };
  }
}

async function look(path: string): Promise<FoundEmbedded> {
  const dataDir = await realpath(path);
  const pointed = await readFile(join(dataDir, pointerName), 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  });
  const cluster = await realpath(join(pointed?.trim() ?? dataDir, clusterFolder));
  const major = Number(await readFile(join(cluster, 'PG_VERSION'), 'utf8'));
  const found = await findRunning(cluster);
  if (found.kind === 'unclear') {
    const why = `Process ${found.pid} may serve the database in ${cluster}, and cannot be looked at.`;
    return { kind: 'closed', why };
  }
  if (found.kind !== 'ours') return { kind: 'at rest', cluster, major };
  const { pid, port, status } = found.pidFile;
  if (port === undefined || status !== 'ready') {
    return { kind: 'closed', why: `The database in ${cluster} is just starting or stopping.` };
  }
  const url = urlOf(port, await findLogin(cluster));
  return { kind: 'running', cluster, major, pid, port, url };
}
