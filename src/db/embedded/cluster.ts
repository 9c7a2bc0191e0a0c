/** The place where a cluster, PostgreSQL's folder of files, is inspected or made. */

import { randomBytes } from 'node:crypto';
import {
  appendFile,
  chown,
  lchown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
} from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../lib/result.ts';
import { hostRules, newPassword, superuser, superuserPasswordName } from './access.ts';
import { type Accounts, areRoot, ownerOf } from './account.ts';
import type { Binaries } from './binaries.ts';
import {
  diskFull,
  type EmbeddedFailure,
  errnoOf,
  failure,
  orUseYourOwn,
  saysDiskFull,
  writingBelow,
} from './embedded-failure.ts';
import { type Account, runTool, type ToolRun } from './run-tool.ts';
import { findRunning } from './running-server.ts';
import { lastLines } from './server-log.ts';
import { syncFolder, writeDurably } from './write-durably.ts';

const draftPrefix = 'postgres.new-';
const initMsMax = 120_000;
const quietMs = 250;
const pollMs = 10;

export type ClusterRequest = {
  readonly home: string;
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly accounts: Accounts | undefined;
};

/** Anything but "none" and "a whole one, of our version and our user" is a failure. */
export async function inspectCluster(
  request: ClusterRequest,
): Promise<Result<'absent' | 'present', EmbeddedFailure>> {
  const { cluster, binaries, accounts } = request;
  const owner = await ownerOf(cluster);
  if (owner === undefined) return ok('absent');
  const user = accounts?.run.uid ?? process.geteuid?.();
  if (user !== undefined && owner.uid !== user) return wrongOwner(cluster, owner);
  const names = await readdir(cluster);
  if (names.length === 0) {
    await rmdir(cluster);
    return ok('absent');
  }
  const wanted = ['PG_VERSION', 'global', superuserPasswordName];
  const needed = wanted.filter((name) => !names.includes(name));
  if (needed.length > 0) {
    return failure(
      'damaged',
      `${cluster} is not a whole database (it lacks ${needed.join(', ')}): put the folder back ` +
        'from a backup, or move it away to begin with an empty database.',
    );
  }
  const major = Number(await readFile(join(cluster, 'PG_VERSION'), 'utf8'));
  if (major === binaries.major) return ok('present');
  return failure(
    'other_version',
    `The database in ${cluster} was made by PostgreSQL ${major} and this is PostgreSQL ` +
      `${binaries.version}, which cannot read it: dump it with version ${major} (pg_dumpall), ` +
      `move the folder away, start again and restore the dump, ${orUseYourOwn}.`,
  );
}

function wrongOwner(cluster: string, owner: Account): Result<never, EmbeddedFailure> {
  const whom = owner.uid === 0 ? 'give it to the user who starts it' : 'start as that user';
  return failure(
    'wrong_owner',
    `The database in ${cluster} belongs to user ${owner.uid}` +
      `${areRoot() ? '' : `, not to you (${process.geteuid?.()})`}: ${whom}` +
      `${areRoot() ? '' : ' (or as root)'}, or choose another data folder.`,
  );
}

/**
 * Everything is made under another name and synced; renaming it is what makes it a cluster. So
 * half of one is never taken for one, and the cluster and its password come into being together.
 */
export async function initialiseCluster(
  request: ClusterRequest,
): Promise<Result<void, EmbeddedFailure>> {
  const { home, cluster, accounts } = request;
  const draft = join(home, draftPrefix + randomBytes(4).toString('hex'));
  const built = await writingBelow(home, () => buildDraft(request, draft));
  if (!built.ok || !built.value.ok) {
    await rm(draft, { recursive: true, force: true });
    return built.ok ? built.value : built;
  }
  return writingBelow(home, async () => {
    if (accounts !== undefined) await giveAway(join(draft, 'cluster'), accounts.run);
    await rename(join(draft, 'cluster'), cluster);
    await syncFolder(home);
    await rmdir(draft);
  });
}

/** What a crash in the middle of initialising left; the caller holds the folder's lock. */
export async function removeDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(draftPrefix)) continue;
    await waitForInitdb(join(home, name, 'cluster'));
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/**
 * What initdb started may outlive its owner, and would make files while we delete them. It works
 * in two steps, with a moment between them.
 */
async function waitForInitdb(cluster: string): Promise<void> {
  const begin = performance.now();
  let quietSince = begin;
  while (performance.now() - quietSince < quietMs && performance.now() - begin < initMsMax) {
    const running = await findRunning(cluster);
    if (running.kind === 'ours' || running.kind === 'empty') quietSince = performance.now();
    await sleep(pollMs);
  }
}

async function buildDraft(
  request: ClusterRequest,
  draft: string,
): Promise<Result<void, EmbeddedFailure>> {
  const { accounts, binaries } = request;
  const owner = accounts?.initialise;
  const password = join(draft, 'password');
  const cluster = join(draft, 'cluster');
  await mkdir(draft, { mode: 0o700 });
  if (owner !== undefined) await chown(draft, owner.uid, owner.gid);
  await writeDurably({
    path: password,
    text: newPassword(),
    mode: 0o600,
    ...(owner === undefined ? {} : { owner }),
  });
  const run = await runTool({
    file: join(binaries.binDir, 'initdb'),
    args: initArguments(binaries.major, cluster, password),
    account: owner,
    timeoutMs: initMsMax,
  });
  if (run.code !== 0) return initFailure(run, request);
  await rename(password, join(cluster, superuserPasswordName));
  await appendFile(join(cluster, 'postgresql.conf'), "\ninclude_if_exists 'countersign.conf'\n");
  await writeDurably({
    path: join(cluster, 'pg_hba.conf'),
    text: hostRules,
    mode: 0o600,
    ...(owner === undefined ? {} : { owner }),
  });
  await syncFile(join(cluster, 'postgresql.conf'));
  return ok(undefined);
}

function initArguments(major: number, cluster: string, password: string): readonly string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--data-checksums',
    ...localeArguments(major),
    ...syncArguments(major),
  ];
}

/**
 * One call for all files rather than one for each of a thousand: 1 to 2 s against 3 on a busy
 * machine. It may wait for what others have written to the same disk, and is as durable.
 */
function syncArguments(major: number): readonly string[] {
  return major >= 17 && platform() === 'linux' ? ['--sync-method=syncfs'] : [];
}

/**
 * One order of text on every machine: by code point. From 17 on PostgreSQL brings the locale
 * itself; before that it is glibc's, and on other systems plain C, which orders the same and only
 * leaves the case of letters beyond ASCII alone.
 */
function localeArguments(major: number): readonly string[] {
  if (major >= 17) return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  if (platform() !== 'linux') return ['--locale=C'];
  return ['--locale=C', '--lc-ctype=C.UTF-8'];
}

function initFailure(run: ToolRun, request: ClusterRequest): Result<never, EmbeddedFailure> {
  if (saysDiskFull(run.output)) return diskFull(request.home);
  if (run.output.includes('could not look up effective user')) {
    return failure(
      'no_account',
      'PostgreSQL needs a name for the user it runs as and /etc/passwd has none for user ' +
        `${process.geteuid?.()}: add one, start as another user, ${orUseYourOwn}.`,
    );
  }
  const said = lastLines(run.output) || run.errno || `exit code ${run.code}`;
  return failure(
    'init_failed',
    `PostgreSQL could not make a database in ${request.home}; nothing was left behind, ` +
      `so start again once the cause is gone, ${orUseYourOwn}. It said:\n${said}`,
  );
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function giveAway(path: string, account: Account): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) await giveAway(inside, account);
    else await lchown(inside, account.uid, account.gid);
  }
  await chown(path, account.uid, account.gid);
}

export async function writeSettings(
  cluster: string,
  text: string,
  owner: Account | undefined,
): Promise<Result<void, EmbeddedFailure>> {
  const path = join(cluster, 'countersign.conf');
  const written = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (written === text) return ok(undefined);
  return writingBelow(cluster, () =>
    writeDurably({ path, text, mode: 0o600, ...(owner === undefined ? {} : { owner }) }),
  );
}
