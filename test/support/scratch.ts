/** The place where tests put folders of short life: in memory if there is room, or on the disk. */

import { existsSync } from 'node:fs';
import { chmod, mkdtemp, realpath, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const memoryFolder = '/dev/shm';
const roomBytesMin = 3 * 1024 ** 3;

/** A database is a thousand files: making and deleting them is what takes the time on a disk. */
async function scratchParent(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(memoryFolder);
    if (bavail * bsize > roomBytesMin && freemem() > roomBytesMin) return memoryFolder;
  } catch {
    // Only Linux has it.
  }
  return realpath(tmpdir());
}

/** Where earlier runs may have left something. */
export async function listScratchParents(): Promise<readonly string[]> {
  const onDisk = await realpath(tmpdir());
  return existsSync(memoryFolder) ? [memoryFolder, onDisk] : [onDisk];
}

/** Others may pass through: root's server runs as one of the others. */
export async function makeScratchFolder(prefix: string): Promise<string> {
  const path = await mkdtemp(join(await scratchParent(), prefix));
  await chmod(path, 0o711);
  return path;
}
