/** The place where what a person types into a search box becomes a pattern. */
import { type RawBuilder, sql } from 'kysely';

/** For `ilike`: the text anywhere, its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * Whether a value of a row's data has it. The row as it is written is looked at first: a row that
 * has it nowhere is most rows, and to take one apart takes ten times as long.
 */
export function dataContains(column: string, text: string): RawBuilder<boolean> {
  const data = sql.ref(column);
  const asWritten = containing(JSON.stringify(text).slice(1, -1));
  return sql<boolean>`(${data}::text ilike ${asWritten} and exists (
    select from json_each_text(${data}) where value ilike ${containing(text)}))`;
}
