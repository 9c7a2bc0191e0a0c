/** The place where a process takes a data folder for itself, for as long as it lives. */

import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Server } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { basename, dirname, join, resolve as resolvePath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failed, ok, type Result } from '../../lib/result.ts';
import { errnoOf } from './embedded-failure.ts';
import { type FolderLock, type Holder, lockPipe } from './pipe-lock.ts';
import { isRunning } from './running-server.ts';

/**
 * The lock is a symbolic link `postgres.lock` to a socket that the holder listens on.
 *
 *  - Making a link is atomic: one of two wins. The socket listens before the link points to it.
 *  - The kernel stops listening when the process dies, however it dies: nothing to clean up and no
 *    process id that a later process could have inherited. Connecting tells the two apart.
 *  - It holds between containers that share a folder (a socket is found by its inode, the link is
 *    relative), where process ids and PostgreSQL's own shared-memory check do not.
 *  - The name of the socket tells the pid, so a holder that is too busy to answer is still named.
 *
 * Not covered: one folder used by two machines over a network file system. PostgreSQL does not
 * cover that either.
 */
const lockName = 'postgres.lock';
const socketPrefix = `${lockName}.`;
const triesMax = 100;
/**
 * A process killed while it was starting another leaves, until that one has begun its own program,
 * a second owner of the socket: milliseconds, on a busy machine tens of them. Also how long a
 * holder in another container, whose pid means nothing here, makes us wait for its refusal.
 */
const dyingMsMax = 500;
const pollMs = 10;
/** sun_path is 108 bytes on Linux and 104 on macOS, the closing zero included. */
const socketPathBytesMax = 103;
const connectMsMax = 1_000;

export async function lockFolder(dataDir: string): Promise<Result<FolderLock, Holder>> {
  if (platform() === 'win32') return lockPipe(join(dataDir, lockName));
  const link = join(dataDir, lockName);
  const socket = await listen(dataDir);
  let holder: Holder | undefined;
  try {
    holder = await takeLock(link, socket.name);
    if (holder === undefined) await removeOldSockets(dataDir, socket.name);
  } catch (error) {
    await socket.close();
    throw error;
  }
  if (holder === undefined) return ok({ release: () => release(socket, link) });
  await socket.close();
  return failed(holder);
}

/** Undefined: the lock is ours; else whose it is. */
async function takeLock(link: string, socketName: string): Promise<Holder | undefined> {
  const end = performance.now() + dyingMsMax;
  for (let tried = 0; tried < triesMax; tried += 1) {
    if (makeLink(socketName, link)) return undefined;
    const holder = readLink(link);
    if (holder === undefined) continue;
    const pid = pidIn(holder);
    if (await isAlive(resolvePath(dirname(link), holder))) {
      const isDying = pid !== undefined && !(await isRunning(pid));
      if (!isDying || performance.now() > end) return { pid };
      await sleep(pollMs);
    } else {
      await breakLock(link, holder);
    }
  }
  return { pid: undefined };
}

/** `name` is what the link says: relative in the data folder, else a whole path. */
type LockSocket = { readonly name: string; readonly close: () => Promise<void> };

async function listen(dataDir: string): Promise<LockSocket> {
  const name = `${socketPrefix}${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const inFolder = join(dataDir, name);
    if (canBeShort(inFolder)) return { name, close: await listenAt(inFolder) };
  } catch (error) {
    // Shared folders of virtual machines often know no sockets.
    const cannot = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL'];
    if (!cannot.includes(errnoOf(error) ?? '')) throw error;
  }
  const elsewhere = join(tmpdir(), `countersign-${name}`);
  return { name: elsewhere, close: await listenAt(elsewhere) };
}

/** Returns how to stop listening. */
function listenAt(path: string): Promise<() => Promise<void>> {
  const way = shortWay(path);
  return new Promise((resolve, reject) => {
    const server = createServer((peer) => peer.destroy());
    server.once('error', (error) => {
      way.close();
      reject(error);
    });
    server.listen(way.path, () => {
      // The lock must not keep a process alive that has nothing else to do.
      server.unref();
      resolve(() => closeSocket(server, way));
    });
  });
}

function closeSocket(server: Server, way: ShortWay): Promise<void> {
  return new Promise((resolve) => {
    // Closing also removes the socket's file, by the way it was made: hence the order.
    server.close(() => {
      way.close();
      resolve();
    });
  });
}

function canBeShort(path: string): boolean {
  return fits(path) || platform() === 'linux';
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= socketPathBytesMax;
}

type ShortWay = { readonly path: string; readonly close: () => void };

/** Linux takes a way through an open folder where the path itself is too long for a socket. */
function shortWay(path: string): ShortWay {
  if (fits(path) || platform() !== 'linux') return { path, close: () => undefined };
  const folder = openSync(dirname(path), 'r');
  const short = `/proc/self/fd/${folder}/${basename(path)}`;
  return { path: short, close: () => closeSync(folder) };
}

function makeLink(target: string, link: string): boolean {
  try {
    symlinkSync(target, link);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readLink(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function pidIn(socketPath: string): number | undefined {
  const pid = Number(/postgres\.lock\.(\d+)-/.exec(socketPath)?.[1]);
  return Number.isInteger(pid) ? pid : undefined;
}

function isAlive(socketPath: string): Promise<boolean> {
  const way = shortWay(socketPath);
  return new Promise((resolve) => {
    const peer = connectSocket(way.path);
    const settle = (alive: boolean): void => {
      clearTimeout(timer);
      peer.destroy();
      way.close();
      resolve(alive);
    };
    // Whatever is not a clear "nobody listens" counts as alive: refusing to start is the safe side.
    const timer = setTimeout(() => settle(true), connectMsMax);
    peer.once('connect', () => settle(true));
    peer.once('error', (error) => {
      settle(!['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(errnoOf(error) ?? ''));
    });
  });
}

/**
 * Between our finding the holder dead and this line another process may have broken the lock and
 * taken it; unlinking by name would then take away a live lock. So the link is renamed, looked at,
 * and put back if it is not the dead one: three calls in one tick, and only a third process that
 * comes in just between them could err, upon which PostgreSQL's own postmaster.pid still holds.
 */
async function breakLock(link: string, deadHolder: string): Promise<void> {
  const aside = `${link}.broken-${randomBytes(4).toString('hex')}`;
  try {
    renameSync(link, aside);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  const found = readlinkSync(aside);
  if (found !== deadHolder) makeLink(found, link);
  await rm(aside, { force: true });
  if (found === deadHolder) await rm(resolvePath(dirname(link), found), { force: true });
}

/** Whoever else listens in this folder is about to find the lock taken and to go. */
async function removeOldSockets(dataDir: string, own: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const old = name.startsWith(socketPrefix) && name !== own;
    if (old) await rm(join(dataDir, name), { force: true });
  }
}

async function release(socket: LockSocket, link: string): Promise<void> {
  if (readLink(link) === socket.name) await rm(link, { force: true });
  await socket.close();
}
