/** Reads and writes the reservations of files on their way in, and counts open files. */
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

export type OpenFiles = { readonly files: number; readonly bytes: number };

const openRows = statement<OpenFiles>(
  'count_open_files',
  `select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes from (
     select bytes from upload where account_id = $1
     union all
     select file_bytes from import where account_id = $1 and status = 'running') as open`,
);

/** Files of an account that are on their way in, or whose import is not over. */
export async function countOpenFiles(db: Db, accountId: string): Promise<OpenFiles> {
  const [row] = await openRows(db, accountId);
  return row ?? { files: 0, bytes: 0 };
}

export type Upload = {
  readonly accountId: string;
  readonly importId: string;
  /** As many as it may come to. */
  readonly bytes: number;
  readonly real: number;
};

const insertRow = statement(
  'insert_upload',
  'insert into upload (import_id, account_id, bytes, seen_at) values ($1, $2, $3, $4)',
);

/** Within the lock of the account, once it was counted. */
export async function insertUpload(tx: Db, upload: Upload): Promise<void> {
  await insertRow(tx, upload.importId, upload.accountId, upload.bytes, at(upload.real));
}

const deleteRow = statement<{ import_id: string }>(
  'delete_upload',
  'delete from upload where account_id = $1 and import_id = $2 returning import_id',
);

/** False where it was swept: what it has stored is gone, or about to be. */
export async function deleteUpload(db: Db, accountId: string, importId: string): Promise<boolean> {
  return (await deleteRow(db, accountId, importId)).length > 0;
}

const silentRows = statement<object>(
  'delete_silent_uploads',
  `delete from upload where import_id = any(array(
     select import_id from upload where seen_at <= $1 limit $2 for update skip locked))
   returning 1`,
);

/** Cross-tenant: reservations of uploads whose process died, or whose client went silent. */
export async function deleteSilentUploads(db: Db, before: number, limit: number): Promise<number> {
  return (await silentRows(db, at(before), limit)).length;
}
