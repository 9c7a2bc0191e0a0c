/** The place where the PostgreSQL server that comes with us is started and stopped. */

import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { areRoot, chooseAccounts } from './account.ts';
import { type Binaries, chooseBinaries } from './binaries.ts';
import { type ClusterRequest, initialiseCluster, inspectCluster, removeDrafts } from './cluster.ts';
import { type EmbeddedFailure, failure, writingBelow } from './embedded-failure.ts';
import { lockFolder } from './folder-lock.ts';
import { clusterFolder, copiesFolder, settleHome } from './home.ts';
import { keepServer } from './keep-server.ts';
import { removeOldCopies } from './npm-binaries.ts';
import { type Held, type Running, runServer } from './run-server.ts';
import { openServerLog } from './server-log.ts';
import type { Settings } from './settings.ts';

export type { EmbeddedFailure } from './embedded-failure.ts';

export type EmbeddedOptions = {
  /** Ours alone while we run; made if it is not there. */
  readonly dataDir: string;
  /** Use the server in this folder instead of the one that npm brought. */
  readonly binaries?: { readonly binDir: string };
  /** The PATH, to find a system's server on a platform for which npm has none. */
  readonly searchPath?: string;
  /** Settings for benchmarks and tests, which win over ours; in earnest there are none. */
  readonly settings?: Settings;
  /** Where root's database goes if its user cannot reach the data folder. */
  readonly sharedDir?: string;
  readonly log: (line: string) => void;
  /**
   * With it the server is kept running: started again where it ends by itself. Told once, as a
   * sentence, that this does not help any more.
   */
  readonly onLost?: (why: string) => void;
};

export type EmbeddedServer = {
  /** Of the database `countersign` and its owner, with the password: never to be logged. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  readonly took: 'initialised' | 'started' | 'took over';
  readonly stop: () => Promise<void>;
};

const defaultSharedDir = '/var/lib/countersign';

export async function startEmbedded(
  options: EmbeddedOptions,
): Promise<Result<EmbeddedServer, EmbeddedFailure>> {
  const dataDir = await openDataDir(resolve(options.dataDir));
  if (!dataDir.ok) return dataDir;
  const lock = await writingBelow(dataDir.value, () => lockFolder(dataDir.value));
  if (!lock.ok) return lock;
  if (!lock.value.ok) return inUse(dataDir.value, lock.value.failure.pid);
  const { release } = lock.value.value;
  let running: Result<Running, EmbeddedFailure> | undefined;
  try {
    running = await startLocked(options, dataDir.value);
  } finally {
    if (running?.ok !== true) await release();
  }
  if (!running.ok) return running;
  const { stop, forget: _, ...server } = running.value;
  let stopped: Promise<void> | undefined;
  return ok({
    ...server,
    stop: () => {
      stopped ??= stopAndRelease(stop, release);
      return stopped;
    },
  });
}

async function stopAndRelease(
  stop: () => Promise<void>,
  release: () => Promise<void>,
): Promise<void> {
  try {
    await stop();
  } finally {
    await release();
  }
}

function inUse(dataDir: string, pid: number | undefined): Result<never, EmbeddedFailure> {
  const holder = pid === undefined ? 'another process' : `process ${pid}`;
  return failure(
    'in_use',
    `The data folder ${dataDir} is in use by ${holder}: stop that one first, ` +
      'or start this one with a data folder of its own.',
  );
}

/** Under root others may pass through, because PostgreSQL will be one of the others. */
async function openDataDir(path: string): Promise<Result<string, EmbeddedFailure>> {
  return writingBelow(path, async () => {
    await mkdir(path, { recursive: true, mode: areRoot() ? 0o711 : 0o700 });
    return realpath(path);
  });
}

async function startLocked(
  options: EmbeddedOptions,
  dataDir: string,
): Promise<Result<Running, EmbeddedFailure>> {
  const { log, sharedDir = defaultSharedDir } = options;
  const inPlace = await chooseAccounts({ dataDir, cluster: join(dataDir, clusterFolder) });
  if (!inPlace.ok) return inPlace;
  const settled = await settleHome({ dataDir, accounts: inPlace.value, sharedDir, log });
  if (!settled.ok) return settled;
  const home = await realpath(settled.value);
  const cluster = join(home, clusterFolder);
  const accounts = await chooseAccounts({ dataDir, cluster });
  if (!accounts.ok) return accounts;
  const copies = copiesFolder({ dataDir, accounts: accounts.value, sharedDir }, home);
  const binaries = await chooseBinaries({
    binDir: options.binaries?.binDir,
    searchPath: options.searchPath,
    copies,
    account: accounts.value?.run,
  });
  if (!binaries.ok) return binaries;
  const request: ClusterRequest = {
    home,
    cluster,
    binaries: binaries.value,
    accounts: accounts.value,
  };
  const found = await readyCluster(request, log);
  if (!found.ok) return found;
  const held = await openHeld(options, dataDir, request);
  if (!held.ok) return held;
  const running = await runServer(held.value, found.value === 'absent');
  if (!running.ok) {
    await held.value.serverLog.close();
    return running;
  }
  await removeOldCopies(copies, copyInUse(binaries.value));
  if (options.onLost === undefined) return running;
  return ok({ ...running.value, ...keepServer(held.value, running.value, options.onLost) });
}

async function readyCluster(
  request: ClusterRequest,
  log: (line: string) => void,
): Promise<Result<'absent' | 'present', EmbeddedFailure>> {
  await removeDrafts(request.home);
  const found = await inspectCluster(request);
  if (!found.ok || found.value === 'present') return found;
  log(`making a new database in ${request.cluster} (PostgreSQL ${request.binaries.version})`);
  const made = await initialiseCluster(request);
  return made.ok ? found : made;
}

async function openHeld(
  options: EmbeddedOptions,
  dataDir: string,
  request: ClusterRequest,
): Promise<Result<Held, EmbeddedFailure>> {
  const serverLog = await writingBelow(dataDir, () => openServerLog(dataDir));
  if (!serverLog.ok) return serverLog;
  return ok({
    cluster: request.cluster,
    binaries: request.binaries,
    account: request.accounts?.run,
    extra: options.settings ?? {},
    serverLog: serverLog.value,
    log: options.log,
  });
}

/** `<copy>/native/bin` of copied binaries; the folder of any other matches no copy. */
function copyInUse(binaries: Binaries): string {
  return resolve(binaries.binDir, '..', '..');
}
