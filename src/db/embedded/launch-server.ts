/** The place where the server process is started on a free port and waited for until it answers. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../lib/result.ts';
import type { Binaries } from './binaries.ts';
import {
  diskFull,
  type EmbeddedFailure,
  errnoOf,
  failure,
  orUseYourOwn,
  saysDiskFull,
} from './embedded-failure.ts';
import { type Account, toolEnvironment } from './run-tool.ts';
import { readPidFile } from './running-server.ts';
import type { ServerLog } from './server-log.ts';
import { type Settings, serverArguments } from './settings.ts';

export type Launch = {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly extra: Settings;
  readonly serverLog: ServerLog;
  readonly log: (line: string) => void;
  /** The one it had before, where it is started again. */
  readonly port?: number;
};

export type Launched = { readonly child: ChildProcess; readonly port: number };

const pollMs = 5;
/** Recovery reads at most `max_wal_size` again: seconds. Anything near this is a dead disk. */
const startMsMax = 300_000;
const sayMs = 5_000;
const portTriesMax = 10;
const leftoverWaitMs = 200;
const leftoverTriesMax = 50;

export async function launchServer(launch: Launch): Promise<Result<Launched, EmbeddedFailure>> {
  let portTries = 0;
  let leftoverTries = 0;
  for (;;) {
    const port = await pickPort(launch, portTries);
    await launch.serverLog.mark();
    const child = start(launch, port);
    const end = await waitUntilReady(launch, child);
    if (end === 'ready') return ok({ child, port });
    const said = await launch.serverLog.tail();
    if (isPortTaken(said) && portTries < portTriesMax) {
      portTries += 1;
    } else if (hasLeftovers(said) && leftoverTries < leftoverTriesMax) {
      leftoverTries += 1;
      await sleep(leftoverWaitMs);
    } else {
      return startFailure(launch, end, said);
    }
  }
}

/** Between our looking and the server's taking it, somebody else may take the port. */
function isPortTaken(said: string): boolean {
  return said.includes('could not create any TCP/IP sockets');
}

/** Sessions of a killed server that have not noticed yet that it is gone. */
function hasLeftovers(said: string): boolean {
  return said.includes('pre-existing shared memory block');
}

/**
 * In a process group of its own: a Ctrl-C in the terminal goes to every process of ours, and the
 * server must outlive it until we have written our last words.
 */
function start(launch: Launch, port: number): ChildProcess {
  const { cluster, binaries, account, extra, serverLog } = launch;
  const child = spawn(
    join(binaries.binDir, 'postgres'),
    serverArguments({ cluster, major: binaries.major, extra }, port),
    {
      ...account,
      cwd: '/',
      env: toolEnvironment,
      stdio: ['ignore', serverLog.fd, serverLog.fd],
      detached: true,
      windowsHide: true,
    },
  );
  child.unref();
  return child;
}

type Ending = 'ready' | 'exited' | 'took too long' | { readonly errno: string };

/**
 * The last line of postmaster.pid says when the server takes connections: reading it every few
 * milliseconds is quicker than connecting in a loop and tells starting from recovering.
 */
async function waitUntilReady(launch: Launch, child: ChildProcess): Promise<Ending> {
  let spawnError: string | undefined;
  child.once('error', (error) => {
    spawnError = errnoOf(error) ?? error.message;
  });
  const begin = performance.now();
  let said = begin;
  while (performance.now() - begin < startMsMax) {
    if (spawnError !== undefined) return { errno: spawnError };
    if (child.exitCode !== null || child.signalCode !== null) return 'exited';
    const pidFile = await readPidFile(launch.cluster);
    if (pidFile?.pid === child.pid && pidFile?.status === 'ready') return 'ready';
    await sleep(pollMs);
    if (performance.now() - said < sayMs) continue;
    said = performance.now();
    launch.log(`PostgreSQL is still starting; its log is ${launch.serverLog.path}`);
  }
  child.kill('SIGQUIT');
  return 'took too long';
}

function startFailure(
  launch: Launch,
  end: Exclude<Ending, 'ready'>,
  said: string,
): Result<never, EmbeddedFailure> {
  if (saysDiskFull(said)) return diskFull(launch.cluster);
  const what = typeof end === 'string' ? end : end.errno;
  return failure(
    'start_failed',
    `PostgreSQL did not start on ${launch.cluster} (${what}): see what it said below and in ` +
      `${launch.serverLog.path}, put the cause right and start again, restore a backup, ` +
      `${orUseYourOwn}. It said:\n${said}`,
  );
}

/**
 * First a port derived from the folder, so that a person's psql finds it again after a restart;
 * below the range that systems give to outgoing connections, so that none sits on it by chance.
 */
async function pickPort({ cluster, port }: Launch, tried: number): Promise<number> {
  if (tried === 0) {
    const number = createHash('sha256').update(cluster).digest().readUInt32BE(0);
    const wanted = await listenOnce(port ?? 20_000 + (number % 10_000));
    if (wanted !== undefined) return wanted;
  }
  const any = await listenOnce(0);
  if (any === undefined) throw new Error('the system gave no free port');
  return any;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (errnoOf(error) === 'EADDRINUSE' || errnoOf(error) === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
