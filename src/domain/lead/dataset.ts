/** The place where it is said what a dataset is, and what its rows may hold. */
import type { FieldFault } from '../failure.ts';
import type { Instant } from '../schedule/instant.ts';
import type { LeadData } from './lead.ts';

export type Dataset = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly rowCount: number;
  /** In the order in which they were first seen. */
  readonly columns: readonly string[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

export type DatasetRow = {
  readonly leadId: string;
  readonly rowIndex: number;
  readonly email: string | null;
  readonly data: LeadData;
};

export const rowsPerRequestMax = 1000;
export const columnsMax = 200;
export const columnNameLengthMax = 255;
export const valueLengthMax = 10_000;

export function columnsOf(rows: readonly object[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
