/** The place where it is said what a file of any format becomes: rows, each in its line. */
import type { Result } from '../../lib/result.ts';
import type { LeadData } from '../lead/lead.ts';
import type { ColumnMap } from './columns.ts';
import { rowLengthMax } from './import-limits.ts';
import type { FileFault, RefusalReason } from './refusal.ts';

export type FileRow = {
  /** The line of the file in which it begins, from 1. */
  readonly line: number;
  /** Null where it is refused as it stands. */
  readonly data: LeadData | null;
  readonly fault: RefusalReason | null;
  /** Where it is refused for one of its fields: what that is called in the file. */
  readonly field?: string | undefined;
};

/** Of one format, over text. */
export type RowReader = {
  readonly push: (text: string) => Result<readonly FileRow[], FileFault>;
  readonly end: () => Result<readonly FileRow[], FileFault>;
  readonly headers: () => readonly string[];
  readonly columns: () => ColumnMap;
};

export function tooLong(line: number): FileFault {
  return {
    message:
      `Line ${line} is longer than ${rowLengthMax} characters: ` +
      'the file has no line ends, or is no list of rows.',
  };
}
