/** The place where we decide which folder the cluster lives in: one that its user can reach. */

import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { type Accounts, firstClosedFolder } from './account.ts';
import { type EmbeddedFailure, errnoOf, failure, writingBelow } from './embedded-failure.ts';
import { writeDurably } from './write-durably.ts';

export const pointerName = 'postgres.location';
export const clusterFolder = 'postgres';
const ownerName = 'belongs-to';

export type HomeRequest = {
  readonly dataDir: string;
  readonly accounts: Accounts | undefined;
  /** Where homes are made for data folders below a folder that only root may enter. */
  readonly sharedDir: string;
  readonly log: (line: string) => void;
};

/** The folder that holds `postgres/`: the cluster. */
export async function settleHome(request: HomeRequest): Promise<Result<string, EmbeddedFailure>> {
  const { dataDir, accounts } = request;
  const pointed = await readIfThere(join(dataDir, pointerName));
  if (pointed !== undefined) return pointedHome(request, pointed.trim());
  if (accounts === undefined) return ok(dataDir);
  const closed = await firstClosedFolder(dataDir, accounts.run);
  if (closed === undefined) return ok(dataDir);
  if (await isThere(join(dataDir, 'postgres', 'PG_VERSION'))) {
    return failure(
      'out_of_reach',
      `The database in ${dataDir} runs as user ${accounts.run.uid}, who may no longer enter ` +
        `${closed}: allow it with chmod o+x "${closed}", or start as the user it belongs to.`,
    );
  }
  return writingBelow(request.sharedDir, () => newHome(request, closed));
}

async function pointedHome(
  request: HomeRequest,
  home: string,
): Promise<Result<string, EmbeddedFailure>> {
  const { dataDir, accounts } = request;
  const pointer = join(dataDir, pointerName);
  if (accounts === undefined) {
    return failure(
      'wrong_owner',
      `The database of ${dataDir} was made by root and lives in ${home}: start as root, ` +
        'or choose another data folder.',
    );
  }
  if (!(await isThere(home))) {
    return failure(
      'damaged',
      `${pointer} says that the database lives in ${home}, which is not there: put it back ` +
        `from a backup, or delete ${pointer} to begin with an empty database.`,
    );
  }
  const owner = (await readIfThere(join(home, ownerName)))?.trim();
  if (owner === dataDir) return ok(home);
  const claim = owner === undefined ? undefined : await readIfThere(join(owner, pointerName));
  if (claim?.trim() === home) {
    return failure(
      'copied_folder',
      `${dataDir} is a copy of ${owner}, and the database in ${home} belongs to the original: ` +
        `delete ${pointer} to begin with an empty database here, or dump the original and ` +
        'restore it.',
    );
  }
  // The data folder was moved: the original no longer points here.
  return writingBelow(home, async () => {
    await writeDurably({ path: join(home, ownerName), text: `${dataDir}\n`, mode: 0o600 });
    return home;
  });
}

/** Named after the data folder: where root keeps what its own user must reach. */
function sharedHome({ sharedDir, dataDir }: Pick<HomeRequest, 'sharedDir' | 'dataDir'>): string {
  return join(sharedDir, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
}

/**
 * Where binaries are copied that the server's user cannot reach. Under root not into the data
 * folder: initdb hands its own path to a shell, and a quote in it would be read as one.
 */
export function copiesFolder(request: Omit<HomeRequest, 'log'>, home: string): string {
  return request.accounts === undefined ? home : sharedHome(request);
}

/**
 * A home that already holds a cluster was left by a data folder that somebody deleted: starting
 * anew means an empty database, and the old one is not ours to delete.
 */
async function newHome(request: HomeRequest, closed: string): Promise<string> {
  const { dataDir, sharedDir, log } = request;
  await makeOpenFolder(sharedDir);
  const first = sharedHome(request);
  for (let count = 1; ; count += 1) {
    const home = count === 1 ? first : `${first}-${count}`;
    if (await isThere(join(home, 'postgres'))) {
      log(`an older database of ${dataDir} is still in ${home}; delete it if nobody needs it`);
      continue;
    }
    await makeOpenFolder(home);
    await writeDurably({ path: join(home, ownerName), text: `${dataDir}\n`, mode: 0o600 });
    await writeDurably({ path: join(dataDir, pointerName), text: `${home}\n`, mode: 0o644 });
    log(`only root may enter ${closed} and PostgreSQL refuses to be root: it lives in ${home}`);
    return home;
  }
}

/** Others may pass through, not look: what is inside protects itself. */
export async function makeOpenFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o711 });
  if (made !== undefined) await chmod(path, 0o711);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
