/** The place where we first speak to a server: is it ours, and has it our database? */

import pg from 'pg';
import { superuser } from './cluster.ts';

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
export function urlOf(port: number, password: string, database = databaseName): string {
  const user = `${superuser}:${encodeURIComponent(password)}`;
  return `postgres://${user}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

export type Greet = {
  readonly port: number;
  readonly password: string;
  /** The cluster has no database of ours yet. */
  readonly isNew: boolean;
  /** After a crash of its owner: what the dead process still runs is ended. */
  readonly endOthers: boolean;
};

export async function greet(request: Greet): Promise<Answer> {
  try {
    // First of all: the dead process may have been making the database.
    if (request.endOthers) await ask(request, 'postgres', endOthers);
    if (request.isNew) await createDatabase(request);
    return await ask(request, databaseName);
  } catch (error) {
    // After a crash between initialising and here.
    if (sqlState(error) === '3D000') return greet({ ...request, isNew: true });
    return answerFrom(error);
  }
}

/** It may be there: a try before this one may have lost its connection, not its work. */
async function createDatabase(request: Greet): Promise<void> {
  try {
    await ask(request, 'postgres', `create database ${databaseName}`);
  } catch (error) {
    if (sqlState(error) !== '42P04') throw error;
  }
}

async function ask(request: Greet, database: string, first?: string): Promise<Answer> {
  const client = new pg.Client({
    connectionString: urlOf(request.port, request.password, database),
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

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Connection errors and class 57 (starting up, shutting down) pass by themselves. */
function answerFrom(error: unknown): Answer {
  const code = sqlState(error);
  if (code === '28P01' || code === '28000') return { kind: 'wrong password' };
  if (code === '53100') return { kind: 'disk full' };
  if (code === 'ECONNREFUSED') return { kind: 'not listening' };
  // The system's names for a cut connection; no SQLSTATE is all letters.
  if (code?.startsWith('57P') === true || /^E[A-Z]+$/.test(code ?? '')) return { kind: 'not now' };
  if (!(error instanceof Error)) throw error;
  if (code?.length === 5) return { kind: 'refused', message: error.message };
  if (/terminated unexpectedly|timeout/i.test(error.message)) return { kind: 'not now' };
  throw error;
}
