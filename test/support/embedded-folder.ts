/** The place where a test gets a folder for embedded servers, and leaves none running. */

import { execFile, spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { errnoOf } from '../../src/db/embedded/embedded-failure.ts';
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from '../../src/db/embedded/start-embedded.ts';
import { makeScratchFolder } from './scratch.ts';

export type EmbeddedFolder = {
  readonly path: string;
  readonly dataDir: string;
  /** What the servers started here have logged, in order. */
  readonly lines: string[];
  readonly tryStart: (options?: Partial<EmbeddedOptions>) => ReturnType<typeof startEmbedded>;
  /** As `tryStart`, where a failure fails the test. */
  readonly start: (options?: Partial<EmbeddedOptions>) => Promise<EmbeddedServer>;
  /** Another process that starts a server and holds it until it is killed. */
  readonly startInChild: (child?: ChildOptions) => Promise<ChildHolder>;
  readonly remove: () => Promise<void>;
};

/** An initialised data folder, stopped: copying it takes a tenth of initialising anew. */
export type SeedFolder = { readonly remove: () => Promise<void>; readonly dataDir: string };

export type ChildOptions = {
  readonly dataDir?: string;
  /** The clone whose code the child runs. */
  readonly checkout?: string;
};

export type ChildHolder = {
  readonly pid: number;
  readonly serverPid: number;
  readonly url: string;
  readonly gone: Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
};

export async function makeSeedFolder(): Promise<SeedFolder> {
  const folder = await makeEmbeddedFolder();
  await (await folder.start()).stop();
  return folder;
}

/** Owners and all, which matters under root. */
export async function copySeed(seed: SeedFolder): Promise<EmbeddedFolder> {
  const folder = await makeEmbeddedFolder();
  await promisify(execFile)('cp', ['-a', seed.dataDir, folder.dataDir]);
  return folder;
}

export async function makeEmbeddedFolder(name = 'data'): Promise<EmbeddedFolder> {
  const path = await makeScratchFolder('countersign-embedded-');
  const dataDir = join(path, name);
  const lines: string[] = [];
  const tryStart = (options: Partial<EmbeddedOptions> = {}): ReturnType<typeof startEmbedded> =>
    startEmbedded({
      dataDir,
      sharedDir: join(path, 'shared'),
      log: (line) => lines.push(line),
      ...options,
    });
  return {
    path,
    dataDir,
    lines,
    tryStart,
    start: async (options) => {
      const started = await tryStart(options);
      if (!started.ok) throw new Error(started.failure.message);
      return started.value;
    },
    startInChild: (child = {}) =>
      startInChild({ dataDir, checkout: root, ...child, sharedDir: join(path, 'shared') }),
    remove: async () => {
      await endAll(path);
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

const endMsMax = 5_000;

/** It may have ended since it was seen. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

/** Gently first: a server that is killed leaves its shared memory to a next start on its folder. */
async function endAll(path: string): Promise<void> {
  const end = performance.now() + endMsMax;
  let pids = await processesNaming(path);
  for (const pid of pids) signal(pid, 'SIGINT');
  while (pids.length > 0 && performance.now() < end) {
    await sleep(10);
    pids = await processesNaming(path);
  }
  for (const pid of pids) signal(pid, 'SIGKILL');
}

/** Pids of the processes whose command line says `text`: servers below a folder, and their kind. */
export async function processesNaming(text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found: number[] = [];
  for (const pid of pids) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(text) && pid !== process.pid) found.push(pid);
  }
  return found;
}

/** All processes of a server: itself and its children, which rename themselves. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  return (await readFile(path, 'utf8')).trim().split(' ').map(Number);
}

const holder = fileURLToPath(new URL('./hold-embedded.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

type ChildStart = Required<ChildOptions> & { readonly sharedDir: string };

async function startInChild({ checkout, dataDir, sharedDir }: ChildStart): Promise<ChildHolder> {
  const program = join(checkout, relative(root, holder));
  const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir, sharedDir], {
    cwd: checkout,
    // A process group of its own, as a terminal gives it.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    child.once('exit', () => reject(new Error('the holder ended before it held a server')));
  });
  const { url, pid: serverPid } = JSON.parse(said) as EmbeddedServer;
  return {
    pid: child.pid ?? 0,
    serverPid,
    url,
    gone,
    kill: async (signal) => {
      child.kill(signal);
      await gone;
    },
  };
}

export async function ask(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}
