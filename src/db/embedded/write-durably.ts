/** The place where a small file is written so that a power cut leaves it whole or not at all. */

import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

export type DurableFile = {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
};

export async function writeDurably(file: DurableFile): Promise<void> {
  const draft = `${file.path}.${process.pid}.draft`;
  const handle = await open(draft, 'w', file.mode);
  try {
    // The mode given to open is cut by the umask and ignored if the draft is an old one.
    await handle.chmod(file.mode);
    if (file.owner !== undefined) await handle.chown(file.owner.uid, file.owner.gid);
    await handle.writeFile(file.text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file.path);
  await syncFolder(dirname(file.path));
}

/** Makes renames and creations in a folder survive a power cut; Windows has no such call. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
