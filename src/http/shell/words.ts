/** The place where the names of our own fields become those of a surface, wherever we refuse. */
import { formatInstantOrNull } from '../../contract/shared/instant.ts';

export function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Below these stand names that a person gave: columns of a row, facts of a sender. */
const free = new Set(['rows', 'senderData', 'sender_data', 'data']);

/** A path in the words of an input type → the same path as the caller wrote it. */
export function toSnakePath(path: readonly (string | number)[]): readonly (string | number)[] {
  const end = path.findIndex((part) => typeof part === 'string' && free.has(part));
  return path.map((part, index) =>
    typeof part === 'number' || (end !== -1 && index > end) ? part : toSnakeCase(part),
  );
}

/** Instants in what is structured become text: they have the names that all our instants have. */
export function withInstants(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withInstants);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      name.endsWith('At') && typeof member === 'number'
        ? formatInstantOrNull(member)
        : withInstants(member),
    ]),
  );
}

/** What is structured in a refusal, renamed throughout. */
export function toSnakeMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSnakeMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [toSnakeCase(name), toSnakeMembers(member)]),
  );
}
