/** The place where root finds an ordinary user for PostgreSQL, which refuses to be root. */

import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { type EmbeddedFailure, errnoOf, failure, orUseYourOwn } from './embedded-failure.ts';
import type { Account } from './run-tool.ts';

/**
 * `run` owns the files and runs the server, `initialise` runs initdb. They differ because initdb
 * insists on a name in /etc/passwd for its user and the server does not: so the server gets a
 * number of its own, derived from the folder, and neither another clone nor another daemon that
 * runs as `nobody` can read its files. Whoever adds an account `countersign` gets that for both.
 */
export type Accounts = { readonly run: Account; readonly initialise: Account };

// Unused by Debian, systemd and container engines alike (systemd's table of user ids).
const firstUid = 60_578;
const uids = 606;

export function areRoot(): boolean {
  return process.geteuid?.() === 0;
}

export type AccountsRequest = {
  readonly dataDir: string;
  /** Whoever owns it goes on running it, also after the data folder was moved. */
  readonly cluster: string;
};

/** Undefined means: we are an ordinary user, everything runs as ourselves. */
export async function chooseAccounts({
  dataDir,
  cluster,
}: AccountsRequest): Promise<Result<Accounts | undefined, EmbeddedFailure>> {
  if (!areRoot()) return ok(undefined);
  const owner = await ownerOf(cluster);
  if (owner !== undefined && owner.uid !== 0) return ok({ run: owner, initialise: owner });
  const named = await namedAccounts();
  const own = named.get('countersign');
  if (own !== undefined) return ok({ run: own, initialise: own });
  const initialise = named.get('nobody') ?? [...named.values()][0];
  if (initialise === undefined) {
    return failure(
      'no_account',
      'PostgreSQL refuses to run as root and /etc/passwd names nobody else: add a user ' +
        `(useradd --system countersign), start as an ordinary user, ${orUseYourOwn}.`,
    );
  }
  const taken = new Set([...named.values()].map((account) => account.uid));
  return ok({ run: derivedAccount(dataDir, taken), initialise });
}

/** Undefined where there is no such file. */
export async function ownerOf(path: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function derivedAccount(dataDir: string, taken: ReadonlySet<number>): Account {
  const start = createHash('sha256').update(dataDir).digest().readUInt32BE(0);
  for (let step = 0; step < uids; step += 1) {
    const uid = firstUid + ((start + step) % uids);
    if (!taken.has(uid)) return { uid, gid: uid };
  }
  throw new Error('every user id of the range is taken');
}

async function namedAccounts(): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  for (const line of (await readPasswd()).split('\n')) {
    const [name, , uid, gid] = line.split(':');
    const account = { uid: Number(uid), gid: Number(gid) };
    if (name === undefined || gid === undefined || !(account.uid > 0)) continue;
    if (Number.isInteger(account.uid) && Number.isInteger(account.gid)) accounts.set(name, account);
  }
  return accounts;
}

async function readPasswd(): Promise<string> {
  try {
    return await readFile('/etc/passwd', 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** The first folder on the way to `path` that `account` may not enter, if there is one. */
export async function firstClosedFolder(
  path: string,
  account: Account,
): Promise<string | undefined> {
  const way = [await realpath(path)];
  for (let at = way[0] as string; dirname(at) !== at; at = dirname(at)) way.unshift(dirname(at));
  for (const folder of way) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return undefined;
}
