/** The place where the server's own log is opened, kept small, and quoted. */

import { copyFile, open, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

export type ServerLog = {
  readonly path: string;
  /** What the server's output is connected to. */
  readonly fd: number;
  /** Here a start begins. */
  readonly mark: () => Promise<void>;
  /** The last lines since the mark. */
  readonly tail: () => Promise<string>;
  /** Moves a log that has grown too large aside; the one moved before is gone. */
  readonly trim: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const logBytesMax = 8 * 1024 * 1024;
const tailLines = 20;
const tailBytesMax = 16 * 1024;

export async function openServerLog(dataDir: string): Promise<ServerLog> {
  const path = join(dataDir, 'postgres.log');
  await trimLog(path);
  // Appending matters: the server goes on writing at the new end after the log was cut.
  const handle = await open(path, 'a', 0o600);
  let begin = await sizeOf(path);
  return {
    path,
    fd: handle.fd,
    mark: async () => {
      begin = await sizeOf(path);
    },
    tail: () => readTail(path, begin),
    trim: () => trimLog(path),
    close: () => handle.close(),
  };
}

/**
 * Copied and cut rather than renamed: a server that outlived its first owner writes to the file
 * it was given, whatever that is called by now. A line written in between is lost.
 */
async function trimLog(path: string): Promise<void> {
  const size = await sizeOf(path);
  if (size <= logBytesMax) return;
  await copyFile(path, `${path}.1`);
  await truncate(path);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}

async function readTail(path: string, begin: number): Promise<string> {
  const size = await sizeOf(path);
  const from = Math.max(size < begin ? 0 : begin, size - tailBytesMax);
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailBytesMax), {
      position: from,
    });
    return lastLines(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-tailLines).join('\n');
}
