/** The place where column types become ours: instants are epoch milliseconds on the way out. */
import type { ColumnType } from 'kysely';

/** Read as epoch milliseconds (`Infinity` for 'infinity'), written through `at`. */
export type InstantColumn = ColumnType<number, string, string>;

/** An instant as PostgreSQL reads it. */
export function at(instant: number): string {
  if (instant === Number.POSITIVE_INFINITY) return 'infinity';
  return new Date(instant).toISOString();
}

export function atOrNull(instant: number | null): string | null {
  return instant === null ? null : at(instant);
}

/**
 * Parsed on the way out; written as text, so that an array is not mistaken for a PostgreSQL
 * array.
 */
export type JsonColumn = ColumnType<unknown, string, string>;
