/** The place where it is known which texts PostgreSQL cannot hold, though JSON can say them. */

const unstorable = /\0|\p{Surrogate}/u;

/** No NUL, and no half of a surrogate pair: `jsonb` refuses both, and `text` the first. */
export function isStorable(text: string): boolean {
  return !unstorable.test(text);
}

/** Where in a parsed JSON value such a text stands, as a key or as a value; null where nowhere. */
export function unstorableAt(value: unknown): readonly (string | number)[] | null {
  if (typeof value === 'string') return isStorable(value) ? null : [];
  if (typeof value !== 'object' || value === null) return null;
  const members = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, member] of members) {
    if (typeof key === 'string' && !isStorable(key)) return [];
    const found = unstorableAt(member);
    if (found !== null) return [key, ...found];
  }
  return null;
}
