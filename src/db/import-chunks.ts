/** The place where an uploaded file lies in pieces until its import is over. */
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

/**
 * Its commit does not wait for the disk: that of the import, which comes after all of its pieces,
 * does, and what is on the disk then is everything before it. Until then nobody was told anything.
 *
 * Its upload is marked as seen in the same statement, and without one there is no piece: what was
 * swept takes nothing more.
 */
const insertRow = statement<object>(
  'insert_import_chunk',
  `with held as (
     update upload set seen_at = $5::timestamptz
     where import_id = $1::uuid and account_id = $3::uuid returning import_id)
   insert into import_chunk (import_id, no, account_id, bytes, stored_at)
   select $1::uuid, $2::integer, $3::uuid, $4::bytea, $5::timestamptz
   from held, set_config('synchronous_commit', 'off', true)
   returning 1`,
);

export type Chunk = {
  readonly accountId: string;
  readonly importId: string;
  readonly no: number;
  readonly bytes: Buffer;
  readonly real: number;
};

/** False where its upload was swept. */
export async function insertChunk(db: Db, chunk: Chunk): Promise<boolean> {
  const { importId, no, accountId, bytes, real } = chunk;
  return (await insertRow(db, importId, no, accountId, bytes, at(real))).length > 0;
}

const sliceRow = statement<{ bytes: Buffer }>(
  'find_import_slice',
  `select substring(bytes from $4 for $5) as bytes from import_chunk
    where account_id = $1 and import_id = $2 and no = $3`,
);

export type SliceOf = {
  readonly accountId: string;
  readonly importId: string;
  readonly no: number;
  /** From 0. */
  readonly from: number;
  readonly bytesMax: number;
};

/**
 * A part of a chunk, shorter than asked for at its end; null where there is no such chunk. What is
 * stored as it is PostgreSQL reads from the middle without reading the rest.
 */
export async function findSlice(db: Db, of: SliceOf): Promise<Buffer | null> {
  const { accountId, importId, no, from, bytesMax } = of;
  const [row] = await sliceRow(db, accountId, importId, no, from + 1, bytesMax);
  return row?.bytes ?? null;
}

const deleteRows = statement(
  'delete_import_chunks',
  'delete from import_chunk where account_id = $1 and import_id = $2',
);

export async function deleteChunks(db: Db, accountId: string, importId: string): Promise<void> {
  await deleteRows(db, accountId, importId);
}

const orphans = statement<object>(
  'delete_orphaned_chunks',
  `delete from import_chunk where ctid = any(array(
     select c.ctid from import_chunk c
     where not exists (select from import i where i.id = c.import_id and i.status = 'running')
       and not exists (select from upload u where u.import_id = c.import_id)
     limit $1 for update skip locked))
   returning 1`,
);

/**
 * Cross-tenant: what a dead upload, or a worker that died at the very end, has left behind. An
 * upload becomes an import in one transaction, so that its chunks belong to one of them always.
 */
export async function deleteOrphanedChunks(db: Db, limit: number): Promise<number> {
  return (await orphans(db, limit)).length;
}
