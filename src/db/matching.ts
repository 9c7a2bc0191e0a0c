/** The place where what a person types into a search box becomes a pattern. */

/** For `ilike`: the text anywhere, its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
