/** Keeps who may enter the embedded server: two roles, a password file for each, and no trust. */

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { type EmbeddedFailure, errnoOf, writingBelow } from './embedded-failure.ts';
import type { Account } from './run-tool.ts';
import { writeDurably } from './write-durably.ts';

/**
 * The superuser makes the database, makes the other role and ends sessions, and that is all. The
 * pool and every command use the other role: it owns the database, and reads no file, runs no
 * program and changes no setting of the server, whatever statement somebody may get it to run.
 */
export const superuser = 'countersign';
export const appRole = 'countersign_app';

export type Login = { readonly role: string; readonly password: string };
export type Logins = { readonly superuser: Login; readonly app: Login };

const passwordBytes = 24;
export const superuserPasswordName = `${superuser}.password`;
const appPasswordName = `${appRole}.password`;

/** Every connection shows a password, also one of this machine; there is no socket. */
export const hostRules = `# Written anew at every start.
host all all 127.0.0.1/32 scram-sha-256
`;

export function newPassword(): string {
  return randomBytes(passwordBytes).toString('base64url');
}

/** Makes the password of the pool's role where there is none: on the disk before it counts. */
export async function readyLogins(
  cluster: string,
  owner: Account | undefined,
): Promise<Result<Logins, EmbeddedFailure>> {
  const found = await readIfThere(join(cluster, appPasswordName));
  const password = found ?? newPassword();
  if (found === undefined) {
    const written = await writeOwn({ path: join(cluster, appPasswordName), text: password, owner });
    if (!written.ok) return written;
  }
  const ofSuperuser = await readFile(join(cluster, superuserPasswordName), 'utf8');
  return ok({
    superuser: { role: superuser, password: ofSuperuser },
    app: { role: appRole, password },
  });
}

/** For whoever only looks: a server that an earlier version started has the superuser alone. */
export async function findLogin(cluster: string): Promise<Login> {
  const password = await readIfThere(join(cluster, appPasswordName));
  if (password !== undefined) return { role: appRole, password };
  const ofSuperuser = await readFile(join(cluster, superuserPasswordName), 'utf8');
  return { role: superuser, password: ofSuperuser };
}

/** Says whether the rules were others: a server that runs has read those. */
export async function writeHostRules(
  cluster: string,
  owner: Account | undefined,
): Promise<Result<{ readonly changed: boolean }, EmbeddedFailure>> {
  const path = join(cluster, 'pg_hba.conf');
  if ((await readIfThere(path)) === hostRules) return ok({ changed: false });
  const written = await writeOwn({ path, text: hostRules, owner });
  return written.ok ? ok({ changed: true }) : written;
}

type OwnFile = {
  readonly path: string;
  readonly text: string;
  readonly owner: Account | undefined;
};

function writeOwn({ path, text, owner }: OwnFile): Promise<Result<void, EmbeddedFailure>> {
  return writingBelow(path, () =>
    writeDurably({ path, text, mode: 0o600, ...(owner === undefined ? {} : { owner }) }),
  );
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
