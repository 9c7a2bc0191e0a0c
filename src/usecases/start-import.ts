/** The place where a stored file is put in line to become rows of a dataset. */
import { inTransaction } from '../db/database.ts';
import { holdDataset } from '../db/datasets.ts';
import { insertImport } from '../db/imports.ts';
import { notifyDue } from '../db/pace.ts';
import { deleteUpload } from '../db/uploads.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { AskedMapping } from '../domain/import/columns.ts';
import type { Import } from '../domain/import/import.ts';
import { nothingRead } from '../domain/import/import.ts';
import type { FileFormat } from '../domain/import/sniff.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { givenUp, type StoredFile } from './store-file.ts';
import { writeAudit } from './write-audit.ts';

export type StartImportInput = {
  readonly datasetId: string;
  readonly file: StoredFile;
  readonly format: FileFormat | null;
  readonly mapping: AskedMapping | null;
};

export function startImport(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: StartImportInput): Promise<Result<Import, Failure>> => {
    const { accountId } = caller;
    const { file, datasetId } = input;
    const now = await deps.clock.read();
    const made: Import = {
      ...nothingRead,
      id: file.importId,
      accountId,
      datasetId,
      status: 'running',
      format: input.format,
      mapping: input.mapping,
      chunks: file.chunks,
      fileBytes: file.bytes,
      fileHash: file.hash,
      error: null,
      createdBy: caller.actor,
      createdAt: now.engine,
      updatedAt: now.engine,
      finishedAt: null,
    };
    return inTransaction(deps.db, async (tx): Promise<Result<Import, Failure>> => {
      // From here on the dataset is not deleted: whoever would sees the import.
      if (!(await holdDataset(tx, accountId, datasetId))) return failed(notFound('dataset'));
      // From here on the import counts instead; without a reservation its chunks are swept.
      if (!(await deleteUpload(tx, accountId, made.id))) return failed(givenUp());
      await insertImport(tx, made);
      await notifyDue(tx);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'dataset.import',
        kind: 'import',
        id: made.id,
        before: null,
        after: made,
      });
      return ok(made);
    });
  };
}
