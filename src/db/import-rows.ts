/**
 * The place where the rows of a file are copied into a dataset: leads in PostgreSQL's binary
 * format, which it reads a quarter faster, the few that are refused as text.
 */
import type { NewLead, RefusedRow } from '../domain/import/judge-rows.ts';
import type { LeadData } from '../domain/lead/lead.ts';
import { uuidBytes } from '../lib/uuid.ts';
import { at } from './columns.ts';
import {
  type CopyBuffer,
  copyHeader,
  copyTrailer,
  fieldsOf,
  rowOf,
  timestampBytes,
} from './copy-buffer.ts';
import type { Copy, CopyIn } from './copy-transaction.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

const leadColumns = [
  'id',
  'account_id',
  'dataset_id',
  'row_index',
  'email',
  'data',
  'created_at',
  'updated_at',
];
const refusedColumns = 'import_id, no, account_id, line, reason, shown';

export type LeadWriterOf = {
  readonly accountId: string;
  readonly datasetId: string;
  /** The sixteen bytes of the next id. */
  readonly idOf: () => Uint8Array;
  readonly now: number;
};

/**
 * Writes leads of one dataset, a few hundred at a time: objects that waited for the database would
 * grow old, and be collected late.
 */
export type LeadWriter = (into: CopyBuffer, leads: readonly NewLead[], firstIndex: number) => void;

export function createLeadWriter(of: LeadWriterOf): LeadWriter {
  const row = rowOf(leadColumns.length);
  const owners = fieldsOf([uuidBytes(of.accountId), uuidBytes(of.datasetId)]);
  const now = timestampBytes(of.now);
  const times = fieldsOf([now, now]);
  return (into, leads, firstIndex) => {
    for (const [index, lead] of leads.entries()) {
      into.fixed(row);
      into.bytes(of.idOf());
      into.fixed(owners);
      into.int(firstIndex + index);
      into.text(lead.email);
      into.text(JSON.stringify(lead.data));
      into.fixed(times);
    }
  };
}

export function writeRefused(of: {
  readonly accountId: string;
  readonly importId: string;
  readonly from: number;
  readonly rows: readonly RefusedRow[];
}): Buffer {
  let text = '';
  for (const [index, { line, reason, shown }] of of.rows.entries()) {
    text += `${of.importId}\t${of.from + index}\t${of.accountId}\t${line}\t${reason}\t`;
    text += `${escaped(shown)}\n`;
  }
  return Buffer.from(text);
}

/** Pieces of it are what a `LeadWriter` has written. */
export function beginLeads(copyIn: CopyIn): Copy {
  const copy = copyIn(`copy lead (${leadColumns.join(', ')}) from stdin (format binary)`);
  // Should it fail, so does whatever follows.
  copy.write(copyHeader).catch(() => undefined);
  return {
    write: copy.write,
    end: async () => {
      await copy.write(copyTrailer);
      await copy.end();
    },
  };
}

export async function copyRefused(copyIn: CopyIn, written: readonly Buffer[]): Promise<void> {
  const copy = copyIn(`copy refused_row (${refusedColumns}) from stdin`);
  for (const piece of written) await copy.write(piece);
  await copy.end();
}

/** COPY, text format: how a backslash, a tab and the ends of lines are written. */
function escaped(text: string): string {
  if (!/[\\\t\n\r]/.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

export type PresentLead = {
  readonly row_index: number;
  readonly email: string | null;
  readonly data: LeadData | null;
};

const presentRows = statement<PresentLead>(
  'list_present_leads',
  `select row_index, email, case when email is null then data end as data from lead
    where account_id = $1 and dataset_id = $2 and row_index > $3 order by row_index limit $4`,
);

/** What tells each lead from the others, in the order of the rows. */
export function listPresentLeads(
  db: Db,
  of: {
    readonly accountId: string;
    readonly datasetId: string;
    readonly after: number;
    readonly limit: number;
  },
): Promise<PresentLead[]> {
  return presentRows(db, of.accountId, of.datasetId, of.after, of.limit);
}

const refusedRows = statement<RefusedRow & { no: number }>(
  'list_refused_rows',
  `select no, line, reason, shown from refused_row
    where account_id = $1 and import_id = $2 and no > $3 order by no limit $4`,
);

export function listRefusedRows(
  db: Db,
  of: {
    readonly accountId: string;
    readonly importId: string;
    readonly after: number;
    readonly limit: number;
  },
): Promise<(RefusedRow & { no: number })[]> {
  return refusedRows(db, of.accountId, of.importId, of.after, of.limit);
}

const lockRow = statement<{ next_row_index: number; columns: string[] }>(
  'lock_dataset_to_fill',
  `select next_row_index, columns from dataset
    where account_id = $1 and id = $2 for no key update`,
);

export async function lockDatasetToFill(
  tx: Db,
  accountId: string,
  datasetId: string,
): Promise<{ next_row_index: number; columns: string[] } | null> {
  const [row] = await lockRow(tx, accountId, datasetId);
  return row ?? null;
}

const fillRow = statement(
  'fill_dataset',
  `update dataset set row_count = row_count + $3, next_row_index = next_row_index + $3,
     columns = $4, updated_at = $5 where account_id = $1 and id = $2`,
);

export async function fillDataset(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly datasetId: string;
    readonly added: number;
    readonly columns: readonly string[];
    readonly now: number;
  },
): Promise<void> {
  await fillRow(tx, of.accountId, of.datasetId, of.added, [...of.columns], at(of.now));
}

const startRow = statement<{ next_row_index: number; row_count: number; columns: string[] }>(
  'find_dataset_to_fill',
  'select next_row_index, row_count, columns from dataset where account_id = $1 and id = $2',
);

export async function findDatasetToFill(
  db: Db,
  accountId: string,
  datasetId: string,
): Promise<{ next_row_index: number; row_count: number; columns: string[] } | null> {
  const [row] = await startRow(db, accountId, datasetId);
  return row ?? null;
}
