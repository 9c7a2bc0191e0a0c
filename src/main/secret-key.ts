/** Makes the key that seals all secrets, once, finds it again, and writes down its successors. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeDurably } from '../db/embedded/write-durably.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { decodeKey } from './config.ts';

export type SecretKeys = {
  /** Seals, and makes links. */
  readonly current: Buffer;
  /** A rotation has begun and is not over: these still open what they sealed. */
  readonly former: readonly Buffer[];
  /** What is left of keys that were retired: it opens the links they made, and nothing else. */
  readonly links: readonly Buffer[];
  /** Since when the current one seals; null where it always did. */
  readonly since: number | null;
};

const fileName = 'secret.key';
const linkKeyBytes = 64;

export function secretKeyPath(dataDir: string): string {
  return join(dataDir, fileName);
}

export function newSecretKey(): Buffer {
  return randomBytes(32);
}

/**
 * Lost, every mailbox password must be entered anew, so the file is on disk before its key is
 * used. Two processes that start at once agree on one: a link is made whole, and by one of them.
 */
export async function readSecretKeys(dataDir: string): Promise<Result<SecretKeys, string>> {
  const path = secretKeyPath(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return judge(path, (await readIfThere(path)) ?? (await make(path)));
}

/** For whoever only looks: null where a start would make one. */
export async function findSecretKeys(dataDir: string): Promise<Result<SecretKeys | null, string>> {
  const path = secretKeyPath(dataDir);
  const text = await readIfThere(path);
  return text === null ? ok(null) : judge(path, text);
}

/** On the disk when it returns, whole: a crash leaves the keys before or these. */
export async function writeSecretKeys(dataDir: string, keys: SecretKeys): Promise<void> {
  const path = secretKeyPath(dataDir);
  const { uid, gid } = await stat(path);
  const isRoot = process.geteuid?.() === 0;
  await writeDurably({
    path,
    text: textOf(keys),
    mode: 0o600,
    // Root rotates for the user of the instance, who has to read it afterwards.
    ...(isRoot ? { owner: { uid, gid } } : {}),
  });
}

/** At once, for a process that runs: null where nothing has changed, or nothing can be read. */
export function readChangedKeys(
  dataDir: string,
  before: string,
): { readonly keys: SecretKeys; readonly mark: string } | null {
  const path = secretKeyPath(dataDir);
  try {
    const mark = markOf(path);
    if (mark === before) return null;
    const keys = parse(readFileSync(path, 'utf8'));
    return keys === null ? null : { keys, mark };
  } catch {
    return null;
  }
}

/** Another one for another file, which is what a rotation writes. */
function markOf(path: string): string {
  const { ino, mtimeMs, size } = statSync(path);
  return `${ino} ${mtimeMs} ${size}`;
}

/**
 * The first line is the current key; before anything was rotated it is the only one. After it, in
 * any order: `since <instant>`, `former <key>`, `links <what is left of a key>`.
 */
function parse(text: string): SecretKeys | null {
  const [first = '', ...rest] = text.trim().split('\n');
  const current = decodeKey(first.trim());
  if (current === null) return null;
  const keys = { former: [] as Buffer[], links: [] as Buffer[], since: null as number | null };
  for (const line of rest) {
    const [word, value = '', ...more] = line.trim().split(' ');
    if (more.length > 0) return null;
    if (word === 'former') {
      const key = decodeKey(value);
      if (key === null) return null;
      keys.former.push(key);
    } else if (word === 'links') {
      const key = Buffer.from(value, 'base64');
      if (key.length !== linkKeyBytes) return null;
      keys.links.push(key);
    } else if (word === 'since') {
      keys.since = Date.parse(value);
      if (Number.isNaN(keys.since)) return null;
    } else {
      return null;
    }
  }
  return { current, ...keys };
}

function textOf({ current, former, links, since }: SecretKeys): string {
  const lines = [
    current.toString('base64'),
    ...(since === null ? [] : [`since ${new Date(since).toISOString()}`]),
    ...former.map((key) => `former ${key.toString('base64')}`),
    ...links.map((key) => `links ${key.toString('base64')}`),
  ];
  return `${lines.join('\n')}\n`;
}

async function judge(path: string, text: string): Promise<Result<SecretKeys, string>> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    return failed(
      `${path} can be read by other users; chmod 600 it, or restore it as yours alone.`,
    );
  }
  const keys = parse(text);
  if (keys === null) {
    return failed(`${path} holds no key of 32 bytes; restore it from a backup of the data folder.`);
  }
  return ok(keys);
}

async function make(path: string): Promise<string> {
  // Processes in two containers may have the same pid.
  const draft = `${path}.${randomUUID()}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    const keys = { current: newSecretKey(), former: [], links: [], since: null };
    await handle.writeFile(textOf(keys));
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
