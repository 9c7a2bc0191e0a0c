/** The place where it is said what a dataset is, and what its rows may hold. */
import { isStorable } from '../../lib/storable.ts';
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
/** Of one row with the names of its columns, as the line of a file. */
export const rowCharsMax = 1024 * 1024;

export function columnsOf(rows: readonly object[]): readonly string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) columns.add(name);
  return [...columns];
}

/** Enough to put a file right by, and not the same fault two hundred thousand times. */
const faultsMax = 1000;

/** A row holds texts, numbers, booleans and nulls; everything else is a fault at its cell. */
export function rowFaults(
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  if (rows.length > rowsPerRequestMax) {
    const message = `must contain at most ${rowsPerRequestMax} rows; import more from a file`;
    faults.push({ path: ['rows'], message, type: 'array.max' });
  }
  const columns = columnsOf(rows);
  if (columns.length > columnsMax) {
    const message = `must have at most ${columnsMax} columns; these have ${columns.length}`;
    faults.push({ path: ['rows'], message, type: 'object.max' });
  }
  const goodNames = new Set<string>();
  for (const [index, row] of rows.entries()) {
    for (const [name, value] of Object.entries(row)) {
      const ofName = goodNames.has(name) ? null : nameFault(name);
      if (ofName === null) goodNames.add(name);
      const fault = ofName ?? valueFault(value);
      if (fault !== null) faults.push({ path: ['rows', index, name], ...fault });
    }
    if (charsOf(row) > rowCharsMax) faults.push({ path: ['rows', index], ...rowTooLarge });
    if (faults.length >= faultsMax) break;
  }
  return faults.slice(0, faultsMax);
}

type Fault = Pick<FieldFault, 'message' | 'type'>;

function nameFault(name: string): Fault | null {
  if (name.trim() === '') return { message: 'must have a column name', type: 'object.unknown' };
  if (name.length > columnNameLengthMax || !isStorable(name)) {
    const message = `must have a column name of at most ${columnNameLengthMax} readable characters`;
    return { message, type: 'object.unknown' };
  }
  return null;
}

function valueFault(value: unknown): Fault | null {
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return null;
    return { message: 'must be a number that can be written down', type: 'number.infinity' };
  }
  if (typeof value !== 'string') {
    return { message: 'must be a string, a number, a boolean or null', type: 'alternatives.types' };
  }
  if (value.length > valueLengthMax) {
    return { message: `must be at most ${valueLengthMax} characters long`, type: 'string.max' };
  }
  if (!isStorable(value)) {
    return { message: 'must not contain NUL or half a character', type: 'string.encoding' };
  }
  return null;
}

/** What an edit would set is judged as a new row is, at `data.<column>`; null takes away. */
export function mergeFaults(
  columns: readonly string[],
  change: Readonly<Record<string, unknown>>,
): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [name, value] of Object.entries(change)) {
    const fault = nameFault(name) ?? valueFault(value);
    if (fault !== null) faults.push({ path: ['data', name], ...fault });
  }
  const set = Object.keys(change).filter((name) => change[name] !== null);
  const count = new Set([...columns, ...set]).size;
  if (count > columnsMax) {
    const message = `must leave at most ${columnsMax} columns in the dataset; there would be ${count}`;
    faults.push({ path: ['data'], message, type: 'object.max' });
  }
  return faults.slice(0, faultsMax);
}

const rowTooLarge: Fault = {
  message: `must have at most ${rowCharsMax} characters in its columns and their names`,
  type: 'object.max',
};

/** Of a row as an edit leaves it. */
export function mergedFaults(data: LeadData): readonly FieldFault[] {
  return charsOf(data) > rowCharsMax ? [{ path: ['data'], ...rowTooLarge }] : [];
}

/** A number or a word counts as its name alone. */
export function charsOf(row: Readonly<Record<string, unknown>>): number {
  let chars = 0;
  for (const [name, value] of Object.entries(row)) {
    chars += name.length + (typeof value === 'string' ? value.length : 0);
  }
  return chars;
}

export function mergedData(data: LeadData, change: LeadData): LeadData {
  return Object.fromEntries(
    Object.entries({ ...data, ...change }).filter(([name, value]) => {
      const isTakenAway = Object.hasOwn(change, name) && value === null;
      return !isTakenAway;
    }),
  );
}
