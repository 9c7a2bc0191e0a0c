/**
 * The place where we talk to PostgreSQL: the pool, the transaction, and statements that are
 * prepared by name.
 */

import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { assert } from '../lib/assert.ts';
import type { DB } from './tables.generated.ts';

/** A pool or an open transaction: a statement does not care which. */
export type Db = Kysely<DB>;

export type Database = {
  readonly db: Db;
  readonly close: () => Promise<void>;
};

const int8 = 20;
const timestamptz = 1184;

/** int8 comes as text by default, and a timestamp as a Date: both become numbers, once, here. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === int8) return Number;
      if (oid === timestamptz) return timestampToInstant;
    }
    return pg.types.getTypeParser(oid, format as 'text') as unknown;
  },
} as pg.CustomTypesConfig;

function timestampToInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  // '2026-11-20 06:28:00.123+00' is ISO but for the blank and the short offset.
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11)}:00`);
}

export type PoolSettings = {
  readonly url: string;
  readonly connectionsMax: number;
  readonly onIdleError: (error: Error) => void;
};

/** One physical pool; the session's zone is fixed so that offsets are always `+00`. */
export function createPool(settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.connectionsMax,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    options:
      '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
    types,
  });
  // Without a listener a dropped idle connection would end the process.
  pool.on('error', settings.onIdleError);
  // The pool listens only while a connection is idle. One that is lost in the hands of a
  // transaction,
  // between two statements, is told by the next statement; without this it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The simulator hands in a pool of its own, to stand between the code and every statement. */
export function createDatabase(pool: PostgresPool): Database {
  const named = withPreparedNames(pool);
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: named }) });
  poolByDb.set(db, named);
  return { db, close: () => db.destroy() };
}

/** By the database itself, not by a transaction on it, which has a connection of its own. */
const poolByDb = new WeakMap<Db, PostgresPool>();

/** A connection by itself: whoever took it releases it. Not of a transaction, which has its own. */
export async function takeClient(db: Db): Promise<PostgresPoolClient> {
  const pool = poolByDb.get(db);
  assert(pool !== undefined, 'a connection is taken from a pool, not from a transaction');
  return pool.connect();
}

const nameByText = new Map<string, string>();

/**
 * A statement of the road: prepared once a connection, so that PostgreSQL plans it once.
 * Its name is also its name in the simulator and in the log of slow statements.
 */
export function statement<Row>(name: string, text: string) {
  nameByText.set(text, name);
  return async (db: Db, ...parameters: readonly unknown[]): Promise<Row[]> => {
    const pool = poolByDb.get(db);
    if (pool !== undefined) return queryDirectly<Row>(pool, text, parameters);
    const result = await db.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
    return result.rows;
  };
}

/** There is nothing to compile: past the builder a statement costs a third less of our own time. */
async function queryDirectly<Row>(
  pool: PostgresPool,
  text: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const client = await pool.connect();
  try {
    return (await client.query<Row>(text, parameters)).rows;
  } finally {
    client.release();
  }
}

/** Kysely passes text and values only; the name is put back where the text is one of ours. */
function withPreparedNames(pool: PostgresPool): PostgresPool {
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    const query = (text: unknown, values?: readonly unknown[]) => {
      const name = typeof text === 'string' ? nameByText.get(text) : undefined;
      if (name === undefined) return client.query(text as string, values as unknown[]);
      return client.query({ name, text, values } as unknown as string, undefined as never);
    };
    return { query, release: () => client.release() } as unknown as PostgresPoolClient;
  };
  return { connect, end: () => pool.end() };
}

const triesMax = 5;
/**
 * 40001 serialisation failure, 40P01 deadlock: PostgreSQL has undone everything and asks for
 * another go.
 */
const retryableCodes = new Set(['40001', '40P01']);

/**
 * Runs `work` in one transaction, again if PostgreSQL asks for it: `work` must have no effect but
 * in SQL. Within an open one it simply runs: what PostgreSQL has undone only the outermost can
 * begin again.
 */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (tries >= triesMax || !retryableCodes.has(codeOf(error))) throw error;
    }
  }
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
