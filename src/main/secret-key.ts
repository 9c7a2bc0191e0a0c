/** The place where the key that seals all secrets is made, once, and found again. */
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../db/embedded/write-durably.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { decodeKey } from './config.ts';

const fileName = 'secret.key';

/**
 * Lost, every mailbox password must be entered anew, so the file is on disk before its key is
 * used. Two processes that start at once agree on one: a link is made whole, and by one of them.
 */
export async function readSecretKey(dataDir: string): Promise<Result<Buffer, string>> {
  const path = join(dataDir, fileName);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return judge(path, (await readIfThere(path)) ?? (await make(path)));
}

/** For whoever only looks: null where a start would make one. */
export async function findSecretKey(dataDir: string): Promise<Result<Buffer | null, string>> {
  const path = join(dataDir, fileName);
  const text = await readIfThere(path);
  return text === null ? ok(null) : judge(path, text);
}

async function judge(path: string, text: string): Promise<Result<Buffer, string>> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    return failed(
      `${path} can be read by other users; chmod 600 it, or restore it as yours alone.`,
    );
  }
  const key = decodeKey(text.trim());
  if (key === null) {
    return failed(`${path} holds no key of 32 bytes; restore it from a backup of the data folder.`);
  }
  return ok(key);
}

async function make(path: string): Promise<string> {
  // Processes in two containers may have the same pid.
  const draft = `${path}.${randomUUID()}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(draft, path).catch(ignore('EEXIST'));
  await rm(draft);
  await syncFolder(dirname(path));
  return readFile(path, 'utf8');
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(ignore('ENOENT'));
}

/** The one error that is an answer: somebody was faster, or nobody was here before. */
function ignore(code: string): (error: unknown) => null {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return null;
    throw error;
  };
}
