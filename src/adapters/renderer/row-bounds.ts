/**
 * Checks the size of what is known about a lead before it is copied to the render thread: a copy
 * takes the server's own thread, 1 µs a value.
 */
export const rowCharsMax = 400_000;
export const rowValuesMax = 10_000;
/** Copying recurses. */
export const rowLevelsMax = 100;

/** What is wrong, as the end of a sentence that begins with the field; null where nothing is. */
export function rowFault(row: unknown): string | null {
  const open = [{ value: row, level: 1 }];
  let [chars, values] = [0, 0];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, level } = next;
    values += 1;
    if (typeof value === 'string') chars += value.length;
    else if (typeof value === 'object' && value !== null) {
      if (level > rowLevelsMax) return `is given a value nested deeper than ${rowLevelsMax} levels`;
      // Lists and objects alike; what does not fit is not even listed.
      for (const key in value) {
        if (!Array.isArray(value)) chars += key.length;
        open.push({ value: (value as Readonly<Record<string, unknown>>)[key], level: level + 1 });
        if (values + open.length > rowValuesMax) break;
      }
    }
    if (values + open.length > rowValuesMax) {
      return `is given more than ${rowValuesMax} values of one lead`;
    }
    if (chars > rowCharsMax) return `is given more than ${rowCharsMax} characters of one lead`;
  }
  return null;
}
