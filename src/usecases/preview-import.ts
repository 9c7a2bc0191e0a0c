/**
 * The place where a file is judged without being imported: what it would come to, by the functions
 * that import it. Nothing is written.
 */
import { findDataset } from '../db/datasets.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { createAddressSet } from '../domain/import/address-set.ts';
import { createFileReader, type FileReaderOf, type Found } from '../domain/import/file-reader.ts';
import type { FileRow } from '../domain/import/file-row.ts';
import { datasetRowsMax, fileBytesMax, previewRowsMax } from '../domain/import/import-limits.ts';
import {
  createJudge,
  type NewLead,
  type RefusedRow,
  type Tally,
} from '../domain/import/judge-rows.ts';
import type { FileFault } from '../domain/import/refusal.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { AddressListsDep, ChanceDep, ClockDep, DbDep } from './deps.ts';
import { loadPresent, secretOf } from './present-addresses.ts';
import { empty, tooLarge } from './store-file.ts';

export type Preview = {
  readonly datasetId: string;
  readonly found: Found;
  readonly tally: Tally;
  /** The first of each. */
  readonly leads: readonly NewLead[];
  readonly refused: readonly RefusedRow[];
};

export type PreviewImportInput = FileReaderOf & {
  readonly datasetId: string;
  readonly bytes: AsyncIterable<Uint8Array>;
};

export function previewImport(deps: DbDep & ClockDep & ChanceDep & AddressListsDep) {
  return async (caller: Caller, input: PreviewImportInput): Promise<Result<Preview, Failure>> => {
    const { accountId } = caller;
    const dataset = await findDataset(deps.db, accountId, input.datasetId);
    if (dataset === null) return failed(notFound('dataset'));
    const secret = secretOf(deps, (await deps.clock.read()).real);
    const present = await loadPresent(deps.db, secret, { accountId, datasetId: dataset.id });
    const { warningsOf } = await deps.addressLists.open();
    const judge = createJudge({ present, seen: createAddressSet(secret), warningsOf });
    const reader = createFileReader(input);
    const leads: NewLead[] = [];
    const refused: RefusedRow[] = [];
    const take = (rows: readonly FileRow[]): void => {
      const judged = judge.judge(rows);
      leads.push(...judged.leads.slice(0, previewRowsMax - leads.length));
      refused.push(...judged.refused.slice(0, previewRowsMax - refused.length));
    };
    let bytes = 0;
    for await (const piece of input.bytes) {
      bytes += piece.length;
      if (bytes > fileBytesMax) return failed(tooLarge());
      const rows = reader.push(piece);
      if (!rows.ok) return failed(unreadable(rows.failure));
      take(rows.value);
      if (dataset.rowCount + judge.tally().rowsImported > datasetRowsMax) {
        return failed(unreadable(tooManyRows));
      }
    }
    if (bytes === 0) return failed(empty());
    const last = reader.end();
    if (!last.ok) return failed(unreadable(last.failure));
    take(last.value);
    const found = reader.found();
    if (found === null) return failed(empty());
    return ok({ datasetId: dataset.id, found, tally: judge.tally(), leads, refused });
  };
}

export const tooManyRows: FileFault = {
  message: `A dataset has at most ${datasetRowsMax} rows; import the rest into another one.`,
};

function unreadable({ message }: FileFault): Failure {
  return { code: 'FILE_NOT_READABLE', message };
}
