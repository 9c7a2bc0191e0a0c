/**
 * The place where text becomes the rows of a CSV file, piece by piece.
 *
 * It must not matter where the pieces were cut. So a record is read only when all of it is there,
 * with the character after it where that decides; what is not whole waits, and is read anew with
 * the next piece. Lines without a quote, which are nearly all, are split at once.
 *
 * A quote opens a cell only as its first character; elsewhere it is a character as any other. A
 * quote that is never closed costs the line it stands in, not the rest of the file.
 */
import { rowLengthMax } from './import-limits.ts';
import type { RefusalReason } from './refusal.ts';

export type Dialect = {
  readonly delimiter: string;
  /** `\n`, before which a `\r` is left aside, or `\r` alone. */
  readonly newline: '\n' | '\r';
};

export type CsvRow = {
  /** The line of the file in which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: RefusalReason | null;
};

export type CsvReader = {
  readonly push: (text: string) => readonly CsvRow[];
  readonly end: () => readonly CsvRow[];
  /** The line of a row without an end in sight: from there on nothing is read. */
  readonly endlessLine: () => number | null;
};

const none: readonly string[] = [];

export function createCsvReader(dialect: Dialect): CsvReader {
  const { newline } = dialect;
  let rest = '';
  let line = 1;
  let endless: number | null = null;

  function readPlain(text: string, at: number, stop: number): CsvRow | null {
    const end = newline === '\n' && text.charCodeAt(stop - 1) === 13 && stop > at ? stop - 1 : stop;
    const content = text.slice(at, end);
    if (content.trim() === '') return null;
    return { line, cells: content.split(dialect.delimiter), fault: null };
  }

  function read(text: string, isLast: boolean): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length && endless === null) {
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
      const end = text.indexOf(newline, at);
      const stop = end === -1 ? text.length : end;
      if (quote === -1 || quote > stop) {
        if (stop - at > rowLengthMax) endless = line;
        else if (end === -1 && !isLast) break;
        else {
          const row = readPlain(text, at, stop);
          if (row !== null) rows.push(row);
          line++;
          at = stop + 1;
        }
        continue;
      }
      const record = readRecord({ text, at, isLast }, dialect);
      if (record === 'more') break;
      if (record === 'endless') {
        endless = line;
        break;
      }
      rows.push({ line, cells: record.cells, fault: record.fault });
      line += linesIn(text, { from: at, to: record.end, newline });
      at = record.end;
    }
    rest = endless === null ? text.slice(at) : '';
    return rows;
  }

  return {
    push: (text) => (endless === null ? read(rest + text, false) : []),
    end: () => (endless === null ? read(rest, true) : []),
    endlessLine: () => endless,
  };
}

type Place = { readonly text: string; readonly at: number; readonly isLast: boolean };
type CsvRecord = {
  readonly cells: readonly string[];
  readonly fault: RefusalReason | null;
  /** Behind its line end. */
  readonly end: number;
};
type CsvRecorded = CsvRecord | 'more' | 'endless';

/** A record with a quote in it, cell by cell. */
function readRecord(place: Place, dialect: Dialect): CsvRecorded {
  const { text, at, isLast } = place;
  const { delimiter, newline } = dialect;
  const bound = at + rowLengthMax + 1;
  const cells: string[] = [];
  let from = at;
  for (;;) {
    const isQuoted = text.charCodeAt(from) === 34;
    const cell = isQuoted ? readQuoted(place, from, bound) : null;
    if (cell === 'more') return 'more';
    if (cell === 'unclosed') return skipLine(place, at, { newline, fault: 'UNCLOSED_QUOTE' });
    if (cell !== null) {
      cells.push(cell.value);
      from = cell.end;
    } else {
      const stop = plainEnd(text, from, dialect);
      if (stop >= bound) return 'endless';
      if (stop === text.length && !isLast) return 'more';
      const isEnd = text[stop] !== delimiter;
      const end = isEnd && newline === '\n' ? withoutReturn(text, from, stop) : stop;
      cells.push(text.slice(from, end));
      from = stop;
    }
    if (from >= text.length) return isLast ? { cells, fault: null, end: from } : 'more';
    if (text[from] === delimiter) {
      from++;
      continue;
    }
    if (text[from] === newline) return { cells, fault: null, end: from + 1 };
    if (newline === '\n' && text[from] === '\r') {
      if (from + 1 >= text.length) return isLast ? { cells, fault: null, end: from + 1 } : 'more';
      if (text[from + 1] === '\n') return { cells, fault: null, end: from + 2 };
    }
    return skipLine(place, from, { newline, fault: 'MALFORMED_QUOTES' });
  }
}

/** Up to the next delimiter or line end, or the end of what is there. */
function plainEnd(text: string, from: number, { delimiter, newline }: Dialect): number {
  const line = text.indexOf(newline, from);
  const end = line === -1 ? text.length : line;
  const cut = text.indexOf(delimiter, from);
  return cut === -1 || cut > end ? end : cut;
}

function withoutReturn(text: string, from: number, stop: number): number {
  return stop > from && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
}

type Quoted = { readonly value: string; readonly end: number };

function readQuoted(
  { text, isLast }: Place,
  open: number,
  bound: number,
): Quoted | 'more' | 'unclosed' {
  let value = '';
  let from = open + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1 || quote >= bound) {
      return isLast || text.length >= bound ? 'unclosed' : 'more';
    }
    if (quote + 1 >= text.length && !isLast) return 'more';
    value += text.slice(from, quote);
    if (text.charCodeAt(quote + 1) !== 34) return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

/** What is refused ends with its line, so that the next one is read as if nothing had been. */
function skipLine(
  { text, at, isLast }: Place,
  from: number,
  { newline, fault }: { readonly newline: string; readonly fault: RefusalReason },
): CsvRecorded {
  const found = text.indexOf(newline, from);
  const stop = found === -1 ? text.length : found;
  if (stop - at > rowLengthMax) return 'endless';
  if (found === -1 && !isLast) return 'more';
  return { cells: none, fault, end: stop + 1 };
}

function linesIn(
  text: string,
  { from, to, newline }: { readonly from: number; readonly to: number; readonly newline: string },
): number {
  let lines = 0;
  for (let at = text.indexOf(newline, from); at !== -1 && at < to; lines++) {
    at = text.indexOf(newline, at + 1);
  }
  return lines;
}
