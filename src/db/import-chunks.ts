/** The place where an uploaded file lies in pieces until its import is over. */
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

/**
 * Its commit does not wait for the disk: that of the import, which comes after all of its pieces,
 * does, and what is on the disk then is everything before it. Until then nobody was told anything.
 */
const insertRow = statement(
  'insert_import_chunk',
  `insert into import_chunk (import_id, no, account_id, bytes, stored_at)
   select $1::uuid, $2::integer, $3::uuid, $4::bytea, $5::timestamptz
   from set_config('synchronous_commit', 'off', true)`,
);

export async function insertChunk(
  db: Db,
  of: {
    readonly accountId: string;
    readonly importId: string;
    readonly no: number;
    readonly bytes: Buffer;
    readonly real: number;
  },
): Promise<void> {
  await insertRow(db, of.importId, of.no, of.accountId, of.bytes, at(of.real));
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

const openRows = statement<{ count: number }>(
  'count_open_imports',
  `select count(*) as count from (
     select distinct import_id from import_chunk where account_id = $1) as open`,
);

/** Files of an account that lie here: of imports under way, and of uploads. */
export async function countOpenImports(db: Db, accountId: string): Promise<number> {
  const [row] = await openRows(db, accountId);
  return row?.count ?? 0;
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
     where c.stored_at <= $1 and not exists (
       select from import i where i.id = c.import_id and i.status = 'running')
     limit $2 for update skip locked))
   returning 1`,
);

/** Cross-tenant: what a dead upload, or a worker that died at the very end, has left behind. */
export async function deleteOrphanedChunks(db: Db, before: number, limit: number): Promise<number> {
  return (await orphans(db, at(before), limit)).length;
}
