/** The place where it is known what PostgreSQL cannot hold, though JSON can say it. */

declare global {
  interface String {
    /** Of ES2024; every Node that we run on has it, and it is many times as fast as a pattern. */
    isWellFormed(): boolean;
  }
}

/** No NUL, and no half of a surrogate pair: `jsonb` refuses both, and `text` the first. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** 0001-01-01 and the last millisecond of 9999-12-31: further out an instant has no plain text. */
const instantMin = -62_135_596_800_000;
const instantMax = 253_402_300_799_999;

export function isStorableInstant(epochMs: number): boolean {
  return Number.isSafeInteger(epochMs) && epochMs >= instantMin && epochMs <= instantMax;
}

/** What a column of type `integer` holds. */
export function isStorableInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= 2_147_483_647;
}

/** Deeper than anything people write; further down PostgreSQL and JSON run out of stack. */
export const depthMax = 64;

/** Where in a parsed JSON value such a text stands, as a key or as a value; null where nowhere. */
export function unstorableAt(value: unknown, depth = 0): readonly (string | number)[] | null {
  if (typeof value === 'string') return isStorable(value) ? null : [];
  if (typeof value !== 'object' || value === null) return null;
  if (depth === depthMax) return [];
  const members = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, member] of members) {
    if (typeof key === 'string' && !isStorable(key)) return [];
    const found = unstorableAt(member, depth + 1);
    if (found !== null) return [key, ...found];
  }
  return null;
}
