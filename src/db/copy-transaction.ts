/**
 * The place where rows are copied within a transaction: the copy and every other statement of it
 * go over one connection, which is given back when it has ended.
 */
import { once } from 'node:events';
import type { PostgresPoolClient } from 'kysely';
import { Kysely, PostgresDialect } from 'kysely';
import type { Submittable } from 'pg';
import { from } from 'pg-copy-streams';
import type { Db } from './database.ts';
import { takeClient } from './database.ts';
import type { DB } from './tables.generated.ts';

/** A `copy … from stdin`, and all that it copies. */
export type CopyIn = (statement: string, pieces: readonly Buffer[]) => Promise<void>;

export async function inCopyTransaction<T>(
  db: Db,
  work: (tx: Db, copyIn: CopyIn) => Promise<T>,
): Promise<T> {
  const client = await takeClient(db);
  try {
    const lent = { ...client, release: () => undefined };
    const pool = { connect: () => Promise.resolve(lent), end: () => Promise.resolve() };
    const own = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
    const copyIn: CopyIn = (statement, pieces) => copy(client, statement, pieces);
    return await own.transaction().execute((tx) => work(tx, copyIn));
  } finally {
    client.release();
  }
}

async function copy(
  client: PostgresPoolClient,
  statement: string,
  pieces: readonly Buffer[],
): Promise<void> {
  const submit = client as unknown as { query: (stream: Submittable) => ReturnType<typeof from> };
  const stream = submit.query(from(statement));
  const ended = once(stream, 'finish');
  for (const piece of pieces) stream.write(piece);
  stream.end();
  await ended;
}
