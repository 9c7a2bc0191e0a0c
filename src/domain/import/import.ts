/** The place where it is said what an import is: a file on its way into a dataset. */
import type { Instant } from '../schedule/instant.ts';
import type { AskedMapping } from './columns.ts';
import type { Tally } from './judge-rows.ts';
import { warnings } from './refusal.ts';
import type { FileFormat } from './sniff.ts';

export const importStatuses = ['running', 'completed', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof importStatuses)[number];

export type Import = Tally & {
  readonly id: string;
  readonly accountId: string;
  readonly datasetId: string;
  readonly status: ImportStatus;
  readonly format: FileFormat | null;
  readonly mapping: AskedMapping | null;
  /** Pieces of the file, as it was stored. */
  readonly chunks: number;
  readonly fileBytes: number;
  readonly fileHash: string;
  /** A sentence, where it has failed. */
  readonly error: string | null;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly finishedAt: Instant | null;
};

export const nothingRead: Tally = {
  rowsRead: 0,
  rowsImported: 0,
  rowsRefused: 0,
  duplicates: 0,
  warnings: Object.fromEntries(warnings.map((name) => [name, 0])) as Tally['warnings'],
};
