/** Speaks to a server first: is it ours, has it our database, and who may use that? */

import pg from 'pg';
import type { Login, Logins } from './access.ts';
import { setPassword, settleRole } from './settle-role.ts';

export const databaseName = 'countersign';
const connectMsMax = 5_000;
const queryMsMax = 30_000;

export type Greeting = {
  readonly version: string;
  readonly clusterName: string;
};

export type Answer =
  | ({ readonly kind: 'answered' } & Greeting)
  /** Starting up, recovering, or shutting down. */
  | { readonly kind: 'not now' }
  | { readonly kind: 'not listening' }
  | { readonly kind: 'wrong password' }
  | { readonly kind: 'disk full' }
  | { readonly kind: 'refused'; readonly message: string };

/** `sslmode` is said aloud because the client would else read it from the environment. */
export function urlOf(
  port: number,
  { role, password }: Login,
  database: string = databaseName,
): string {
  const user = `${role}:${encodeURIComponent(password)}`;
  return `postgres://${user}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

export type Greet = {
  readonly port: number;
  readonly logins: Logins;
  /** The cluster has no database of ours yet. */
  readonly isNew: boolean;
  /** After a crash of its owner: what the dead process still runs is ended. */
  readonly endOthers: boolean;
};

export async function greet(request: Greet): Promise<Answer> {
  try {
    // First of all: the dead process may have been making the database.
    if (request.endOthers) await askOutside(request, endOthers);
    if (request.isNew) await createDatabase(request);
    const { superuser, app } = request.logins;
    await ask(request, { login: superuser, first: settleRole(app) });
    return await askAsPool(request);
  } catch (error) {
    // After a crash between initialising and here.
    if (sqlState(error) === '3D000') return greet({ ...request, isNew: true });
    return answerFrom(error);
  }
}

/** It may be there: a try before this one may have lost its connection, not its work. */
async function createDatabase(request: Greet): Promise<void> {
  try {
    await askOutside(request, `create database ${databaseName}`);
  } catch (error) {
    if (sqlState(error) !== '42P04') throw error;
  }
}

/** The file with the password may be younger than the role: then it is what counts from now on. */
async function askAsPool(request: Greet): Promise<Answer> {
  const { superuser, app } = request.logins;
  try {
    return await ask(request, { login: app });
  } catch (error) {
    if (sqlState(error) !== wrongPassword) throw error;
    await ask(request, { login: superuser, first: setPassword(app) });
    return ask(request, { login: app });
  }
}

function askOutside(request: Greet, first: string): Promise<Answer> {
  return ask(request, { login: request.logins.superuser, database: 'postgres', first });
}

type Question = { readonly login: Login; readonly database?: string; readonly first?: string };

async function ask({ port }: Greet, { login, database, first }: Question): Promise<Answer> {
  const client = new pg.Client({
    connectionString: urlOf(port, login, database),
    connectionTimeoutMillis: connectMsMax,
    query_timeout: queryMsMax,
    application_name: 'countersign start',
  });
  // Without a listener a connection cut between two queries would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    if (first !== undefined) await client.query(first);
    const { rows } = await client.query<Greeting>(
      `select current_setting('server_version') as version,
              current_setting('cluster_name') as "clusterName"`,
    );
    const [greeting] = rows;
    if (greeting === undefined) throw new Error('a select without a from answered no row');
    return { kind: 'answered', ...greeting };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Each is waited for: what it was about to commit is committed, or never will be. */
const endOthers = `select pg_terminate_backend(pid, 5000) from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()`;

const wrongPassword = '28P01';

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Connection errors and class 57 (starting up, shutting down) pass by themselves. */
function answerFrom(error: unknown): Answer {
  const code = sqlState(error);
  if (code === wrongPassword || code === '28000') return { kind: 'wrong password' };
  if (code === '53100') return { kind: 'disk full' };
  if (code === 'ECONNREFUSED') return { kind: 'not listening' };
  // The system's names for a cut connection; no SQLSTATE is all letters.
  if (code?.startsWith('57P') === true || /^E[A-Z]+$/.test(code ?? '')) return { kind: 'not now' };
  if (!(error instanceof Error)) throw error;
  if (code?.length === 5) return { kind: 'refused', message: error.message };
  if (/terminated unexpectedly|timeout/i.test(error.message)) return { kind: 'not now' };
  throw error;
}
