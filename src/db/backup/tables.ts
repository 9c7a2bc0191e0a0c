/** The place where it is found out which tables there are, and in which order to fill them. */
import { escapeIdentifier } from 'pg';
import { assert } from '../../lib/assert.ts';
import type { CopySession } from './copy-session.ts';

export type Table = { readonly name: string; readonly columns: readonly string[] };
export type Sequence = { readonly name: string; readonly value: string; readonly called: boolean };

/**
 * Kysely's own, which says what was migrated, is rebuilt by migrating; the tallies are written by
 * triggers as the leads they count come in.
 */
const kept = "c.relname not like 'kysely\\_migration%' and c.relname <> 'campaign_tally'";

/** Computed columns are computed again. */
const tableRows = `select c.relname as name,
    array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and ${kept}
  group by c.relname order by c.relname`;

const referenceRows = `select distinct c.relname as from, p.relname as to
  from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid
  where f.contype = 'f' and c.oid <> p.oid and c.relnamespace = current_schema()::regnamespace`;

const sequenceRows = `select c.relname as name from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S' order by c.relname`;

/** A table comes after those it refers to, so that they can be filled in this order. */
export async function listTables(session: CopySession): Promise<readonly Table[]> {
  const tables = await session.rows<Table>(tableRows);
  const references = await session.rows<{ from: string; to: string }>(referenceRows);
  return inOrder(tables, references);
}

export function inOrder(
  tables: readonly Table[],
  references: readonly { readonly from: string; readonly to: string }[],
): readonly Table[] {
  const done: Table[] = [];
  let left = tables;
  while (left.length > 0) {
    const waiting = new Set(left.map((table) => table.name));
    const isReady = ({ name }: Table): boolean =>
      references.every(({ from, to }) => from !== name || !waiting.has(to));
    const ready = left.filter(isReady);
    assert(ready.length > 0, `tables refer to each other in a circle: ${[...waiting].join(', ')}`);
    done.push(...ready);
    left = left.filter((table) => !ready.includes(table));
  }
  return done;
}

/**
 * Sequences stand outside of transactions: read after the snapshot they are at most ahead of it,
 * which skips numbers and never gives one twice.
 */
export async function listSequences(session: CopySession): Promise<readonly Sequence[]> {
  const sequences: Sequence[] = [];
  for (const { name } of await session.rows<{ name: string }>(sequenceRows)) {
    const [row] = await session.rows<Omit<Sequence, 'name'>>(
      `select last_value::text as value, is_called as called from ${escapeIdentifier(name)}`,
    );
    if (row !== undefined) sequences.push({ name, ...row });
  }
  return sequences;
}

export function copyOut({ name, columns }: Table): string {
  return `copy ${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')}) to stdout`;
}

export function copyIn({ name, columns }: Table): string {
  return `copy ${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')}) from stdin`;
}

/** The first table with a row in it; null where the database is empty. */
export async function findFilledTable(session: CopySession): Promise<string | null> {
  for (const { name } of await listTables(session)) {
    const [row] = await session.rows<{ filled: boolean }>(
      `select exists (select from ${escapeIdentifier(name)}) as filled`,
    );
    if (row?.filled === true) return name;
  }
  return null;
}
