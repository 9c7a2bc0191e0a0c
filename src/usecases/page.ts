/** The place where a list is given out in pages: a cursor says after which row to go on. */
import type { Failure } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import { isStorableInstant, isStorableInteger } from '../lib/storable.ts';
import { isUuid } from '../lib/uuid.ts';

export type PageInput = {
  /** `nextCursor` of the page before; null for the first. */
  readonly cursor: string | null;
  readonly limit: number;
};

export type Page<T> = {
  readonly items: readonly T[];
  /** Null: this was the last page. */
  readonly nextCursor: string | null;
};

/** Of one page, as it lies in the database: what is read, checked and written at once. */
export const pageBytesMax = 2 * 1024 * 1024;

/**
 * How many items a page has: as many as were asked for, or as few as fit. `sizes` are those of the
 * rows it would have, in their order. One that is larger than a page is a page by itself, so that
 * whoever goes on by cursors always gets on.
 */
export function limitWithin(sizes: readonly number[], limit: number): number {
  let bytes = 0;
  for (const [index, size] of sizes.slice(0, limit).entries()) {
    bytes += size;
    if (bytes > pageBytesMax && index > 0) return index;
  }
  return limit;
}

export type TimeKey = { readonly createdAt: number; readonly id: string };

/** `rows` were asked for one more than fit: the last one only says that there are more. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number | null,
  keyOf: (row: T) => readonly (string | number)[],
): Page<T> {
  if (limit === null || rows.length <= limit) return { items: rows, nextCursor: null };
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last === undefined ? null : writeCursor(keyOf(last)) };
}

export function timeKeyOf(row: TimeKey): readonly (string | number)[] {
  return [row.createdAt, row.id];
}

export function readTimeCursor(cursor: string | null): Result<TimeKey | null, Failure> {
  if (cursor === null) return ok(null);
  const [createdAt, id] = partsOf(cursor);
  return isInstant(createdAt) && isId(id) ? ok({ createdAt, id }) : unreadable();
}

export function readPlaceCursor(
  cursor: string | null,
): Result<{ readonly at: number; readonly rank: number; readonly id: string } | null, Failure> {
  if (cursor === null) return ok(null);
  const [at, rank, id] = partsOf(cursor);
  return isInstant(at) && isIndex(rank) && isId(id) ? ok({ at, rank, id }) : unreadable();
}

export function readIndexCursor(cursor: string | null): Result<number | null, Failure> {
  if (cursor === null) return ok(null);
  const [index] = partsOf(cursor);
  return isIndex(index) ? ok(index) : unreadable();
}

export function readIdCursor(cursor: string | null): Result<string | null, Failure> {
  if (cursor === null) return ok(null);
  const [id] = partsOf(cursor);
  return isId(id) ? ok(id) : unreadable();
}

/**
 * Of a search that looks at so many rows and no further: where the last that was looked at is not
 * the last there is (`lookedUpTo`), the next page goes on behind it, however few were found.
 */
export function searchedPage<T>(page: Page<T>, lookedUpTo: number | null): Page<T> {
  if (page.nextCursor !== null || lookedUpTo === null) return page;
  return { items: page.items, nextCursor: writeCursor([lookedUpTo]) };
}

function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && isStorableInteger(value);
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && isStorableInstant(value);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && isUuid(value);
}

function unreadable(): Result<never, Failure> {
  const message = 'must be a next_cursor this list gave out';
  return failed(invalid([{ path: ['cursor'], message, type: 'string.cursor' }]));
}
