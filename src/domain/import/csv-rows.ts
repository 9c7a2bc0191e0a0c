/** The place where the records of a CSV file come under the columns that its header names. */
import type { Result } from '../../lib/result.ts';
import { failed, ok } from '../../lib/result.ts';
import { valueLengthMax } from '../lead/dataset.ts';
import { knownColumn, type LeadData } from '../lead/lead.ts';
import { type AskedMapping, type ColumnMap, mapHeaders } from './columns.ts';
import { type CsvReader, type CsvRow, createCsvReader, type Dialect } from './csv-reader.ts';
import { type FileRow, type RowReader, tooLong } from './file-row.ts';
import type { FileFault, RefusalReason } from './refusal.ts';

export function createCsvRows(dialect: Dialect, mapping: AskedMapping | null): RowReader {
  const reader = createCsvReader(dialect);
  let headers: readonly string[] = [];
  let columns: ColumnMap | null = null;
  let hasNul = false;

  function readHeader({ cells, fault }: CsvRow): FileFault | null {
    if (fault !== null) {
      return { message: 'The first line, which names the columns, has quotes that do not match.' };
    }
    headers = cells.map((cell) => cell.trim());
    const mapped = mapHeaders(headers, mapping);
    if (!mapped.ok) return mapped.failure;
    columns = mapped.value;
    if (columns.some((column) => column !== null && isNaming(column))) return null;
    const wanted = 'No column is an e-mail address or a LinkedIn URL';
    return { message: `${wanted}; say in the mapping which one is.` };
  }

  function take(records: readonly CsvRow[]): Result<readonly FileRow[], FileFault> {
    const rows: FileRow[] = [];
    for (const record of records) {
      if (columns === null) {
        const fault = readHeader(record);
        if (fault !== null) return failed(fault);
      } else {
        const row = rowOf(record, columns, hasNul);
        if (row !== null) rows.push(row);
      }
    }
    return endless(reader) ?? ok(rows);
  }

  return {
    push: (text) => {
      hasNul ||= text.includes('\0');
      return take(reader.push(text));
    },
    end: () => {
      const rows = take(reader.end());
      if (!rows.ok || columns !== null) return rows;
      return failed({ message: 'The file is empty: there is not even a header.' });
    },
    headers: () => headers,
    columns: () => columns ?? [],
  };
}

function endless(reader: CsvReader): Result<never, FileFault> | null {
  const line = reader.endlessLine();
  return line === null ? null : failed(tooLong(line));
}

/** By such a column a row is somebody. */
function isNaming(column: string): boolean {
  const known = knownColumn(column);
  return known === 'email' || known === 'linkedin_url';
}

/** Null where there is nothing in it: spreadsheets leave such rows behind. */
function rowOf(
  { line, cells, fault }: CsvRow,
  columns: ColumnMap,
  hasNul: boolean,
): FileRow | null {
  const refused = fault ?? refusalOf(cells, columns, hasNul);
  if (refused !== null) return { line, data: null, fault: refused };
  const data: Record<string, string> = {};
  let isEmpty = true;
  for (let at = 0; at < cells.length; at++) {
    const cell = (cells[at] ?? '').trim();
    if (cell === '') continue;
    isEmpty = false;
    const column = columns[at];
    if (column !== null && column !== undefined) data[column] = cell;
  }
  return isEmpty ? null : { line, data: data satisfies LeadData, fault: null };
}

function refusalOf(
  cells: readonly string[],
  columns: ColumnMap,
  hasNul: boolean,
): RefusalReason | null {
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? '';
    if (cell.length > valueLengthMax) return 'CELL_TOO_LONG';
    if (at >= columns.length && cell.trim() !== '') return 'TOO_MANY_CELLS';
    if (hasNul && cell.includes('\0')) return 'NOT_TEXT';
  }
  return null;
}
