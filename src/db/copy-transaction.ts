/**
 * The place where rows are copied within a transaction: the copy and every other statement of it
 * go over one connection, which is given back when it has ended.
 */
import { once } from 'node:events';
import type { PostgresPoolClient } from 'kysely';
import { Kysely, PostgresDialect } from 'kysely';
import type { Submittable } from 'pg';
import { from } from 'pg-copy-streams';
import { assert } from '../lib/assert.ts';
import type { Db } from './database.ts';
import { takeClient } from './database.ts';
import type { DB } from './tables.generated.ts';

/** A `copy … from stdin` under way: until it has ended, no other statement may be given. */
export type Copy = {
  /** Once it has resolved, the piece may be written over. */
  readonly write: (piece: Buffer) => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Begins one. */
export type CopyIn = (statement: string) => Copy;

/** A copy that `work` has left open when it fails is broken off, and undone with the rest. */
export async function inCopyTransaction<T>(
  db: Db,
  work: (tx: Db, copyIn: CopyIn) => Promise<T>,
): Promise<T> {
  const client = await takeClient(db);
  try {
    const lent = { ...client, release: () => undefined };
    const pool = { connect: () => Promise.resolve(lent), end: () => Promise.resolve() };
    const own = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
    const copies = createCopies(client);
    return await own.transaction().execute(async (tx) => {
      try {
        return await work(tx, copies.begin);
      } catch (error) {
        await copies.breakOff();
        throw error;
      }
    });
  } finally {
    client.release();
  }
}

type CopyStream = ReturnType<typeof from>;

function createCopies(client: PostgresPoolClient) {
  let open: CopyStream | null = null;
  return {
    begin: (statement: string): Copy => {
      assert(open === null, 'one copy ends before the next begins');
      const stream = submit(client, statement);
      open = stream;
      const failed = once(stream, 'error').then(([error]) => {
        open = null;
        throw error;
      });
      failed.catch(() => undefined);
      return {
        write: (piece) => Promise.race([failed, written(stream, piece)]),
        end: async () => {
          const finished = once(stream, 'finish');
          finished.catch(() => undefined);
          stream.end();
          await Promise.race([failed, finished]);
          open = null;
        },
      };
    },
    /** PostgreSQL is told to forget it; the connection takes nothing else until it answers. */
    breakOff: async (): Promise<void> => {
      if (open === null) return;
      const stream = open;
      stream.on('error', () => undefined);
      const closed = new Promise((resolve) => stream.once('close', resolve));
      stream.destroy();
      await closed;
    },
  };
}

function submit(client: PostgresPoolClient, statement: string): CopyStream {
  const { query } = client as unknown as { query: (stream: Submittable) => CopyStream };
  return query(from(statement));
}

/**
 * A stream says that a piece is written when the socket has room for more. Of a large piece that
 * means that nothing of it is left; a small one may still wait there, so a copy of it does.
 */
const smallBytes = 64 * 1024;

function written(stream: CopyStream, piece: Buffer): Promise<void> {
  const kept = piece.length < smallBytes ? Buffer.from(piece) : piece;
  return new Promise((resolve, reject) => {
    stream.write(kept, (error) => (error ? reject(error) : resolve()));
  });
}
