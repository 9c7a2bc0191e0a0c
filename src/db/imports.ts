/** The place where imports are written down: what was asked, how far it is, who works on it. */
import type { Selectable } from 'kysely';
import type { AskedMapping } from '../domain/import/columns.ts';
import type { Import, ImportStatus } from '../domain/import/import.ts';
import type { Tally } from '../domain/import/judge-rows.ts';
import type { FileFormat } from '../domain/import/sniff.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';
import type { Import as ImportTable } from './tables.generated.ts';

export async function insertImport(tx: Db, made: Import): Promise<void> {
  await tx
    .insertInto('import')
    .values({
      id: made.id,
      account_id: made.accountId,
      dataset_id: made.datasetId,
      status: made.status,
      format: made.format,
      mapping: made.mapping === null ? null : JSON.stringify(made.mapping),
      chunks: made.chunks,
      file_bytes: made.fileBytes,
      file_hash: Buffer.from(made.fileHash, 'hex'),
      warnings: JSON.stringify(made.warnings),
      created_by: made.createdBy,
      created_at: at(made.createdAt),
      updated_at: at(made.updatedAt),
    })
    .execute();
}

export async function findImport(db: Db, accountId: string, id: string): Promise<Import | null> {
  const row = await db
    .selectFrom('import')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : rowToImport(row);
}

const runningOf = statement<{ id: string }>(
  'find_running_import',
  `select id from import where account_id = $1 and dataset_id = $2 and status = 'running' limit 1`,
);

export async function hasRunningImport(
  db: Db,
  accountId: string,
  datasetId: string,
): Promise<boolean> {
  return (await runningOf(db, accountId, datasetId)).length > 0;
}

const claimJob = statement<Selectable<ImportTable>>(
  'claim_import',
  `update import i set lease_token = $2, lease_until = $3, lease_attempts = lease_attempts + 1
    where i.id = (select c.id from import c where c.status = 'running'
        and (c.lease_until is null or c.lease_until <= $1)
        and not exists (select from import o where o.dataset_id = c.dataset_id
          and o.status = 'running' and (o.created_at, o.id) < (c.created_at, c.id))
      order by c.created_at, c.id limit 1 for update skip locked)
    returning i.*`,
);

export type ImportJob = Import & {
  /** Times it was claimed, this one included. */
  readonly attempts: number;
};

/**
 * Cross-tenant: the import that has waited longest, or whose worker went away; of one dataset the
 * first alone, since each goes on where the one before has ended.
 */
export async function claimImport(
  db: Db,
  of: { readonly real: number; readonly leaseToken: string; readonly leaseUntil: number },
): Promise<ImportJob | null> {
  const [row] = await claimJob(db, at(of.real), of.leaseToken, at(of.leaseUntil));
  return row === undefined ? null : { ...rowToImport(row), attempts: row.lease_attempts };
}

export type ImportLease = { readonly importId: string; readonly leaseToken: string };

const moveRow = statement<{ id: string }>(
  'move_import',
  `update import set lease_until = $3, updated_at = $4, rows_read = $5, rows_imported = $6,
     rows_refused = $7, duplicates = $8, warnings = $9
   where id = $1 and lease_token = $2 and status = 'running' returning id`,
);

/** False where the lease is gone, or the import was cancelled. */
export async function moveImport(
  db: Db,
  of: ImportLease & {
    readonly leaseUntil: number;
    readonly now: number;
    readonly tally: Tally;
  },
): Promise<boolean> {
  const { importId, leaseToken, leaseUntil, now, tally } = of;
  const counts = [tally.rowsRead, tally.rowsImported, tally.rowsRefused, tally.duplicates];
  const told = JSON.stringify(tally.warnings);
  const rows = await moveRow(db, importId, leaseToken, at(leaseUntil), at(now), ...counts, told);
  return rows.length > 0;
}

const endRow = statement<{ id: string }>(
  'end_import',
  `update import set status = $3, error = $4, updated_at = $5, finished_at = $5, lease_until = null,
     lease_token = null, rows_read = $6, rows_imported = $7, rows_refused = $8, duplicates = $9,
     warnings = $10
   where id = $1 and lease_token = $2 and status = 'running' returning id`,
);

/** The last word of whoever holds the lease. False where it is gone, or somebody has cancelled. */
export async function endImport(
  tx: Db,
  of: ImportLease & { readonly now: number; readonly error: string | null; readonly tally: Tally },
): Promise<boolean> {
  const { importId, leaseToken, now, error, tally } = of;
  const status: ImportStatus = error === null ? 'completed' : 'failed';
  const counts = [tally.rowsRead, tally.rowsImported, tally.rowsRefused, tally.duplicates];
  const told = JSON.stringify(tally.warnings);
  const rows = await endRow(tx, importId, leaseToken, status, error, at(now), ...counts, told);
  return rows.length > 0;
}

const releaseRow = statement(
  'release_import',
  `update import set lease_until = null, lease_token = null, lease_attempts = lease_attempts - 1
    where id = $1 and lease_token = $2 and status = 'running'`,
);

/** By a worker that stops in good order: the next one begins at once. */
export async function releaseImport(db: Db, of: ImportLease): Promise<void> {
  await releaseRow(db, of.importId, of.leaseToken);
}

const cancelRow = statement<{ id: string }>(
  'cancel_import',
  `update import set status = 'cancelled', updated_at = $3, finished_at = $3, lease_until = null,
     lease_token = null
   where account_id = $1 and id = $2 and status = 'running' returning id`,
);

/** False where it was over already. */
export async function cancelImport(
  tx: Db,
  of: { readonly accountId: string; readonly importId: string; readonly now: number },
): Promise<boolean> {
  return (await cancelRow(tx, of.accountId, of.importId, at(of.now))).length > 0;
}

function rowToImport(row: Selectable<ImportTable>): Import {
  return {
    id: row.id,
    accountId: row.account_id,
    datasetId: row.dataset_id,
    status: row.status as ImportStatus,
    format: row.format as FileFormat | null,
    mapping: row.mapping as AskedMapping | null,
    chunks: row.chunks,
    fileBytes: Number(row.file_bytes),
    fileHash: row.file_hash.toString('hex'),
    rowsRead: row.rows_read,
    rowsImported: row.rows_imported,
    rowsRefused: row.rows_refused,
    duplicates: row.duplicates,
    warnings: row.warnings as Tally['warnings'],
    error: row.error,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at,
  };
}
