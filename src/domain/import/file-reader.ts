/**
 * The place where the bytes of a file become rows under the columns of a dataset, piece by piece:
 * what it holds at one time is its beginning, and then one row that is not whole yet.
 */
import type { Result } from '../../lib/result.ts';
import { failed, ok } from '../../lib/result.ts';
import type { AskedMapping, ColumnMap } from './columns.ts';
import { createCsvRows } from './csv-rows.ts';
import type { FileRow, RowReader } from './file-row.ts';
import { headBytes } from './import-limits.ts';
import { createNdjsonRows } from './ndjson-rows.ts';
import type { FileFault } from './refusal.ts';
import { dialectOf, type FileFormat, foreignKindOf, formatOf } from './sniff.ts';
import { createTextReader, type Encoding, encodingOf, type TextReader } from './text-of-bytes.ts';

export type Found = {
  readonly format: FileFormat;
  readonly encoding: Encoding;
  /** Null where the format has none. */
  readonly delimiter: string | null;
  readonly headers: readonly string[];
  readonly columns: ColumnMap;
};

export type FileReader = {
  readonly push: (bytes: Uint8Array) => Result<readonly FileRow[], FileFault>;
  readonly end: () => Result<readonly FileRow[], FileFault>;
  /** What it turned out to be; null until its beginning was read. */
  readonly found: () => Found | null;
};

export type FileReaderOf = {
  /** Null: as its beginning looks. */
  readonly format: FileFormat | null;
  readonly mapping: AskedMapping | null;
};

type Begun = {
  readonly text: TextReader;
  readonly rows: RowReader;
  readonly format: FileFormat;
  readonly encoding: Encoding;
  readonly delimiter: string | null;
};

export function createFileReader(of: FileReaderOf): FileReader {
  const head: Uint8Array[] = [];
  let headLength = 0;
  let begun: Begun | null = null;

  function begin(): Result<readonly FileRow[], FileFault> {
    const bytes = joined(head, headLength);
    head.length = 0;
    const opened = open(bytes, of);
    if (!opened.ok) return opened;
    begun = opened.value;
    return begun.rows.push(begun.text.push(bytes));
  }

  return {
    push: (bytes) => {
      if (begun !== null) return begun.rows.push(begun.text.push(bytes));
      head.push(bytes);
      headLength += bytes.length;
      return headLength < headBytes ? ok([]) : begin();
    },
    end: () => {
      const before = begun === null ? begin() : ok([]);
      if (!before.ok || begun === null) return before;
      const tail = begun.rows.push(begun.text.end());
      if (!tail.ok) return tail;
      const last = begun.rows.end();
      return last.ok ? ok([...before.value, ...tail.value, ...last.value]) : last;
    },
    found: () => {
      if (begun === null) return null;
      const { rows, format, encoding, delimiter } = begun;
      return { format, encoding, delimiter, headers: rows.headers(), columns: rows.columns() };
    },
  };
}

function open(bytes: Uint8Array, of: FileReaderOf): Result<Begun, FileFault> {
  const kind = foreignKindOf(bytes);
  if (kind !== null) {
    return failed({ message: `The file is ${kind}; save it as CSV or as JSON lines, not packed.` });
  }
  const encoding = encodingOf(bytes);
  const head = createTextReader(encoding).push(bytes.subarray(0, headBytes));
  if (head.includes('\0')) {
    return failed({ message: 'The file holds NUL bytes at its beginning: it is not text.' });
  }
  const format = of.format ?? formatOf(head);
  const text = createTextReader(encoding);
  if (format === 'ndjson') {
    const rows = createNdjsonRows(of.mapping);
    return ok({ text, rows, format, encoding, delimiter: null });
  }
  const dialect = dialectOf(head);
  const rows = createCsvRows(dialect, of.mapping);
  return ok({ text, rows, format, encoding, delimiter: dialect.delimiter });
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
