/**
 * The place where any JSON value becomes one text, whatever the order of its fields. For hashes
 * that live a while and are compared by one version of us: what lasts has canonical JSON.
 */

export function sortedJson(value: unknown): string {
  return written(value) ?? 'null';
}

/** The same text in parts: a large list or object is not written out at once. */
export function* sortedJsonParts(value: unknown, levels: number): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield sortedJson(value);
    return;
  }
  const isList = Array.isArray(value);
  const keys = isList ? [...value.keys()] : Object.keys(value).sort();
  let before = isList ? '[' : '{';
  for (const key of keys) {
    const member = (value as Readonly<Record<string | number, unknown>>)[key];
    if (!isList && member === undefined) continue;
    yield typeof key === 'number' ? before : `${before}${JSON.stringify(key)}:`;
    yield* sortedJsonParts(member, levels - 1);
    before = ',';
  }
  const isEmpty = before !== ',';
  yield `${isEmpty ? before : ''}${isList ? ']' : '}'}`;
}

/** By hand: `JSON.stringify` with a function for each member takes three times as long. */
function written(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = written((value as Readonly<Record<string, unknown>>)[key]);
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${member}`);
  }
  return `{${members.join(',')}}`;
}
