/** The place where we choose the PostgreSQL that will run: the one npm brought, or the system's. */

import { readdir } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import {
  type EmbeddedFailure,
  errnoOf,
  failure,
  orUseYourOwn,
  writingBelow,
} from './embedded-failure.ts';
import { makeOpenFolder } from './home.ts';
import {
  copyNative,
  copyOfNative,
  findNativeFolder,
  makeMissingLinks,
  type NativeFolder,
} from './npm-binaries.ts';
import { type Account, runTool, type ToolRun } from './run-tool.ts';

export type Binaries = {
  readonly binDir: string;
  /** As the server says it, such as "18.4". */
  readonly version: string;
  readonly major: number;
};

export type BinariesRequest = {
  /** Only this folder is looked at. */
  readonly binDir: string | undefined;
  /** The PATH to look through for a system's server, beside the usual folders. */
  readonly searchPath: string | undefined;
  /** Where a copy is made of binaries that are out of reach. */
  readonly copies: string;
  readonly account: Account | undefined;
};

const oldestMajor = 15;
const probeMsMax = 10_000;

type Probe = { readonly binaries: Binaries } | { readonly refused: ToolRun };

export async function chooseBinaries(
  request: BinariesRequest,
): Promise<Result<Binaries, EmbeddedFailure>> {
  const tried: string[] = [];
  const native = request.binDir === undefined ? await findNativeFolder() : undefined;
  if (native !== undefined) {
    const ready = await readyNative(native, request);
    if (!ready.ok) return ready;
    if ('binaries' in ready.value) return ok(ready.value.binaries);
    const { errno } = ready.value.refused;
    if (errno === 'EPERM' || errno === 'EINVAL') return cannotChangeUser(request.account);
    tried.push(native.path);
  }
  for (const binDir of await listSystemFolders(request)) {
    const probe = await probeFolder(binDir, request.account);
    if ('binaries' in probe) return ok(probe.binaries);
    tried.push(binDir);
  }
  return failure(
    'no_binaries',
    `No PostgreSQL runs here (${platform()} ${arch()}; tried ${tried.join(', ') || 'nothing'}): ` +
      'run npm install again without --omit=optional, install PostgreSQL 15 or later, ' +
      `${orUseYourOwn}.`,
  );
}

function cannotChangeUser(account: Account | undefined): Result<never, EmbeddedFailure> {
  return failure(
    'no_account',
    'PostgreSQL refuses to run as root and this process may not run it as user ' +
      `${account?.uid}: start as an ordinary user, allow it to change its user ` +
      `(CAP_SETUID, CAP_SETGID and CAP_CHOWN in a container), ${orUseYourOwn}.`,
  );
}

/** The npm package as it lies there, or a copy of it where it is incomplete or out of reach. */
async function readyNative(
  native: NativeFolder,
  { copies, account }: BinariesRequest,
): Promise<Result<Probe, EmbeddedFailure>> {
  if (await makeMissingLinks(native.path)) {
    const inPlace = await probeFolder(join(native.path, 'bin'), account);
    if (!('refused' in inPlace) || inPlace.refused.errno !== 'EACCES') return ok(inPlace);
  }
  const copied = await probeFolder(join(copyOfNative(native, copies), 'native', 'bin'), account);
  if ('binaries' in copied) return ok(copied);
  return writingBelow(copies, async () => {
    await makeOpenFolder(copies);
    const copy = await copyNative(native, copies);
    return probeFolder(join(copy, 'native', 'bin'), account);
  });
}

async function probeFolder(binDir: string, account: Account | undefined): Promise<Probe> {
  const run = (name: string): Promise<ToolRun> =>
    runTool({ file: join(binDir, name), args: ['--version'], account, timeoutMs: probeMsMax });
  const [server, initdb] = await Promise.all([run('postgres'), run('initdb')]);
  if (initdb.code !== 0) return { refused: initdb };
  const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(server.output) ?? [];
  if (server.code !== 0 || version === undefined) return { refused: server };
  if (Number(major) < oldestMajor) return { refused: server };
  return { binaries: { binDir, version, major: Number(major) } };
}

/** Newest first where one folder holds several versions. */
async function listSystemFolders(request: BinariesRequest): Promise<readonly string[]> {
  if (request.binDir !== undefined) return [request.binDir];
  const debian = await listMajors('/usr/lib/postgresql');
  const fromPath = (request.searchPath ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...debian.map((major) => `/usr/lib/postgresql/${major}/bin`),
    ...fromPath,
    '/usr/local/pgsql/bin',
    '/usr/local/bin',
    '/usr/bin',
    '/opt/homebrew/bin',
  ];
}

async function listMajors(folder: string): Promise<readonly number[]> {
  try {
    const majors = (await readdir(folder)).map(Number).filter(Number.isInteger);
    return majors.sort((one, other) => other - one);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
