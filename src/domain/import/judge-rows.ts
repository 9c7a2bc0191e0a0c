/**
 * The place where it is decided which rows of a file become leads.
 *
 * Refused is what cannot be one: no address that could be one and no LinkedIn URL either, or an
 * address that is there already. An address of a role, of a free or a disposable provider is a
 * lead as any other; that it is one is counted and told, and whoever imports decides.
 */
import { isStorable } from '../../lib/storable.ts';
import { normaliseAddress } from '../lead/address.ts';
import { type KnownColumn, knownColumn, type LeadData } from '../lead/lead.ts';
import type { AddressSet } from './address-set.ts';
import type { FileRow } from './file-row.ts';
import { shownLengthMax } from './import-limits.ts';
import { isDuplicate, type RefusalReason, type Warning, warnings } from './refusal.ts';

export type NewLead = { readonly email: string | null; readonly data: LeadData };

export type RefusedRow = {
  readonly line: number;
  readonly reason: RefusalReason;
  /**
   * What stood where the address should be, or the name of the field that is at fault, cut short;
   * empty where there was nothing.
   */
  readonly shown: string;
};

export type Tally = {
  readonly rowsRead: number;
  readonly rowsImported: number;
  readonly rowsRefused: number;
  readonly duplicates: number;
  readonly warnings: Readonly<Record<Warning, number>>;
};

export type JudgeOf = {
  /** The addresses of the dataset; nothing is added. */
  readonly present: AddressSet;
  readonly seen: AddressSet;
  readonly warningsOf: (address: string) => readonly Warning[];
};

export type Judged = {
  readonly leads: readonly NewLead[];
  readonly refused: readonly RefusedRow[];
};

export type Judge = {
  readonly judge: (rows: readonly FileRow[]) => Judged;
  readonly tally: () => Tally;
};

export function createJudge(of: JudgeOf): Judge {
  const told = Object.fromEntries(warnings.map((name) => [name, 0])) as Record<Warning, number>;
  const columnsOf = createKnownColumns();
  let imported = 0;
  let refused = 0;
  let duplicates = 0;

  function judgeOne(data: LeadData): NewLead | RefusalReason {
    const written = columnsOf(data, 'email');
    const email = written === null ? null : normaliseAddress(written);
    if (written !== null && email === null) return 'MALFORMED_ADDRESS';
    const key = email ?? profileKey(columnsOf(data, 'linkedin_url'));
    if (key === null) return 'NO_ADDRESS';
    if (of.present.has(key)) return 'DUPLICATE_IN_DATASET';
    if (!of.seen.add(key)) return 'DUPLICATE_IN_FILE';
    if (email !== null) for (const warning of of.warningsOf(email)) told[warning]++;
    return { email, data };
  }

  return {
    judge: (rows) => {
      const leads: NewLead[] = [];
      const refusals: RefusedRow[] = [];
      for (const { line, data, fault, field } of rows) {
        const judged = data === null ? (fault ?? 'NOT_TEXT') : judgeOne(data);
        if (typeof judged !== 'string') {
          leads.push(judged);
          imported++;
          continue;
        }
        const shown = data === null ? plainField(field) : (columnsOf(data, 'email') ?? '');
        refusals.push({ line, reason: judged, shown: shown.slice(0, shownLengthMax) });
        if (isDuplicate(judged)) duplicates++;
        else refused++;
      }
      return { leads, refused: refusals };
    },
    tally: () => ({
      rowsRead: imported + refused + duplicates,
      rowsImported: imported,
      rowsRefused: refused,
      duplicates,
      warnings: { ...told },
    }),
  };
}

/** No table holds all that JSON can call a field. */
function plainField(field: string | undefined): string {
  return field !== undefined && isStorable(field) ? field : '';
}

/** Two spellings of one profile are one person. */
function profileKey(url: string | null): string | null {
  if (url === null) return null;
  const bare = url.toLowerCase().replace(/^https?:\/\/(?:www\.)?/, '');
  // By hand: an expression for the end of a text is tried at every place that looks like it, and a
  // cell of a megabyte of slashes takes an hour.
  let end = bare.length;
  while (end > 0 && '/?#'.includes(bare.charAt(end - 1))) end -= 1;
  return bare.slice(0, end);
}

/** By which a lead that is there already is told from others: as a row of a file is. */
export function createLeadKey(): (email: string | null, data: LeadData | null) => string | null {
  const columnsOf = createKnownColumns();
  return (email, data) =>
    email ?? (data === null ? null : profileKey(columnsOf(data, 'linkedin_url')));
}

/**
 * What `knownValues` would find, without looking at every name of every row again: the column of
 * that very name, else the first that is called something like it.
 */
function createKnownColumns() {
  const kinds = new Map<string, KnownColumn | null>();
  return (data: LeadData, wanted: KnownColumn): string | null => {
    const exact = data[wanted];
    if (exact !== undefined && exact !== null && exact !== '') return String(exact).trim();
    for (const name in data) {
      let kind = kinds.get(name);
      if (kind === undefined) {
        kind = knownColumn(name);
        kinds.set(name, kind);
      }
      const value = data[name];
      if (kind === wanted && value !== undefined && value !== null && value !== '') {
        return String(value).trim();
      }
    }
    return null;
  };
}
