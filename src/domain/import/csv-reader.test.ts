import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, createCsvReader, type Dialect } from './csv-reader.ts';
import { rowLengthMax } from './import-limits.ts';

const usual: Dialect = { delimiter: ',', newline: '\n' };

function readIn(pieces: readonly string[], dialect = usual) {
  const reader = createCsvReader(dialect);
  const rows = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
  return { rows, endless: reader.endlessLine() };
}

function cellsOf(text: string, dialect?: Dialect) {
  return readIn([text], dialect).rows.map(({ cells, fault }) => fault ?? cells);
}

describe('a CSV file', () => {
  it('has a row a line, a cell between two delimiters, and no row where a line is blank', () => {
    expect(cellsOf('a,b\n1,\n\n  \r\n,2\r\n3,4')).toEqual([
      ['a', 'b'],
      ['1', ''],
      ['', '2'],
      ['3', '4'],
    ]);
  });

  it('has delimiters, quotes and line ends within quotes', () => {
    expect(cellsOf('"a,b","say ""x""","two\r\nlines",""\nx,"",y\n')).toEqual([
      ['a,b', 'say "x"', 'two\r\nlines', ''],
      ['x', '', 'y'],
    ]);
  });

  it('has quotes as characters where a cell does not begin with one', () => {
    expect(cellsOf('5" pipe,a"b"\n')).toEqual([['5" pipe', 'a"b"']]);
  });

  it('says in which line each row begins, also behind cells of many lines', () => {
    const { rows } = readIn(['a\n"b\n\nb",c\n\nd\n"e"x\nf\n']);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 6, 7, 8]);
  });

  it('loses one line, and no more, where text follows a closing quote', () => {
    expect(cellsOf('a,b\n"x"y,1\n"z",2\n')).toEqual([['a', 'b'], 'MALFORMED_QUOTES', ['z', '2']]);
  });

  it('loses one line, and no more, where a quote is never closed', () => {
    expect(cellsOf('a,b\n"x,1\ny,2\nz,3')).toEqual([
      ['a', 'b'],
      'UNCLOSED_QUOTE',
      ['y', '2'],
      ['z', '3'],
    ]);
    const long = `a,b\n"x,1\n${'y,2\n'.repeat(rowLengthMax / 4 + 1)}`;
    const { rows } = readIn([long]);
    expect(rows.filter(({ fault }) => fault !== null)).toEqual([
      { line: 2, cells: [], fault: 'UNCLOSED_QUOTE' },
    ]);
    expect(rows).toHaveLength(rowLengthMax / 4 + 3);
  });

  it('is read no further than to a line that does not end, and holds no more of it', () => {
    const piece = 'x'.repeat(64 * 1024);
    const many = Array.from({ length: 40 }, () => piece);
    expect(readIn(['a\nb\n', ...many])).toEqual({
      rows: [
        { line: 1, cells: ['a'], fault: null },
        { line: 2, cells: ['b'], fault: null },
      ],
      endless: 3,
    });
    expect(readIn([`a\n"b",${'c'.repeat(rowLengthMax)}\nd`]).endless).toBe(2);
    expect(readIn([`${'c'.repeat(rowLengthMax)}\nd`]).endless).toBeNull();
    expect(readIn([`${'c'.repeat(rowLengthMax + 1)}\nd`]).endless).toBe(1);
  });
});

/** Little else than what has a meaning, so that every corner is met. */
const raw = fc
  .array(fc.constantFrom('"', '"', ',', ';', '\n', '\r', '\r\n', 'a', 'b ', 'é', '""', '\t'), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));
const dialects = fc.record<Dialect>({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r'),
});

function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const places = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length];
  const sorted = places.sort((a, b) => a - b);
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}

describe('wherever it is cut into pieces', () => {
  it('is read the same', () => {
    fc.assert(
      fc.property(
        raw,
        dialects,
        fc.array(fc.nat(200), { maxLength: 12 }),
        (text, dialect, cuts) => {
          expect(readIn(cutAt(text, cuts), dialect)).toEqual(readIn([text], dialect));
        },
      ),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(raw, dialects, (text, dialect) => {
        expect(readIn(text.split(''), dialect)).toEqual(readIn([text], dialect));
      }),
      { numRuns: 500 },
    );
  });

  it('gives back what was written', () => {
    const cell = fc.array(fc.constantFrom('"', ',', '\n', '\r\n', 'a', ' ', 'ß'), { maxLength: 6 });
    const cells = fc.array(
      cell.map((parts) => parts.join('')),
      { minLength: 1, maxLength: 5 },
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 8 }), fc.array(fc.nat(300)), (rows, cuts) => {
        const text = rows.map((row) => `${row.map(quote).join(',')}\n`).join('');
        const read: readonly CsvRow[] = readIn(cutAt(text, cuts)).rows;
        expect(read.map((row) => row.cells)).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('is read as another reader reads it, where that reads it at all', () => {
    const plain = fc.constantFrom('a', 'b c', '', '"q"', '"a,b"', '"two\nlines"', '"say ""x"""');
    const lines = fc.array(fc.array(plain, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map((row) => row.join(',') + end).join('');
        const other = parse(text, { relax_column_count: true, skip_empty_lines: true });
        expect(readIn([text]).rows.map(({ cells }) => cells)).toEqual(other);
      }),
      { numRuns: 500 },
    );
  });
});
