/** The place where a file of JSON lines becomes rows: one object a line, its values plain. */
import type { Result } from '../../lib/result.ts';
import { failed, ok } from '../../lib/result.ts';
import { isStorable } from '../../lib/storable.ts';
import { isInexact } from '../../lib/unkept.ts';
import { columnsMax, valueLengthMax } from '../lead/dataset.ts';
import type { LeadData } from '../lead/lead.ts';
import { type AskedMapping, isColumnName, recognised } from './columns.ts';
import { type FileRow, type RowReader, tooLong } from './file-row.ts';
import { rowLengthMax } from './import-limits.ts';
import type { FileFault, RefusalReason } from './refusal.ts';

type Columns = {
  /** Null: left out. Undefined: no column may be called so. */
  readonly of: (key: string) => string | null | undefined;
  readonly byKey: ReadonlyMap<string, string | null>;
};

export function createNdjsonRows(mapping: AskedMapping | null): RowReader {
  const columns = createColumns(mapping);
  let rest = '';
  let line = 0;

  function read(text: string, isLast: boolean): Result<readonly FileRow[], FileFault> {
    const rows: FileRow[] = [];
    let at = 0;
    for (;;) {
      const end = text.indexOf('\n', at);
      const stop = end === -1 ? text.length : end;
      if (stop - at > rowLengthMax) return failed(tooLong(line + 1));
      if (end === -1 && (!isLast || at >= text.length)) break;
      line++;
      const content = text.slice(at, stop).trim();
      if (content !== '') rows.push({ line, ...rowOf(content, columns) });
      if (columns.byKey.size > columnsMax) {
        const message = `By line ${line} the objects have more than ${columnsMax} different keys.`;
        return failed({ message });
      }
      at = stop + 1;
    }
    rest = text.slice(at);
    return ok(rows);
  }

  return {
    push: (text) => read(rest + text, false),
    end: () => read(rest, true),
    headers: () => [...columns.byKey.keys()],
    columns: () => [...columns.byKey.values()],
  };
}

function createColumns(mapping: AskedMapping | null): Columns {
  const byKey = new Map<string, string | null>();
  const taken = new Set(Object.values(mapping ?? {}).flatMap((column) => column ?? []));
  const asked = new Map(Object.entries(mapping ?? {}));
  return {
    byKey,
    of: (key) => {
      const known = byKey.get(key);
      if (known !== undefined) return known;
      if (!isColumnName(key)) return undefined;
      const wanted = asked.get(key);
      const usual = recognised(key);
      const own = usual !== null && !taken.has(usual) ? usual : key.trim();
      const column = wanted === undefined ? own : wanted;
      if (column !== null) taken.add(column);
      byKey.set(key, column);
      return column;
    },
  };
}

type Read = Pick<FileRow, 'data' | 'fault' | 'field'>;

function rowOf(content: string, columns: Columns): Read {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return refuse('NOT_JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('NOT_AN_OBJECT');
  }
  // Written out, the text has none: only an escape can smuggle in what the database cannot hold.
  const isSuspect = content.includes('\\u') || content.includes('\0');
  const data: Record<string, string | number | boolean> = {};
  for (const [key, member] of Object.entries(value as Record<string, unknown>)) {
    const column = columns.of(key);
    if (column === undefined) return refuse('MALFORMED_COLUMN', key);
    const fault = faultOf(member, isSuspect);
    if (fault !== null) return refuse(fault, key);
    if (column === null || member === null) continue;
    // Just judged: a text, a number or a boolean.
    const plain = typeof member === 'string' ? member.trim() : (member as number | boolean);
    if (plain !== '') data[column] = plain;
  }
  return { data: data satisfies LeadData, fault: null };
}

function faultOf(value: unknown, isSuspect: boolean): RefusalReason | null {
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'MALFORMED_VALUE';
    return isInexact(value) ? 'INEXACT_NUMBER' : null;
  }
  if (typeof value !== 'string') return 'MALFORMED_VALUE';
  if (value.length > valueLengthMax) return 'CELL_TOO_LONG';
  return isSuspect && !isStorable(value) ? 'NOT_TEXT' : null;
}

function refuse(fault: RefusalReason, field?: string): Read {
  return { data: null, fault, field };
}
