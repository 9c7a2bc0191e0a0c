/** Finds what JSON can say and we could not keep as it came: odd text, names and numbers. */
import { depthMax, isStorable } from './storable.ts';

export type Unkept = {
  readonly at: readonly (string | number)[];
  /**
   * `text`: NUL, or half of a surrogate pair. `depth`: more levels than `depthMax`. `infinite`: a
   * number beyond all numbers, such as 1e400. `inexact`: a whole number that has been rounded.
   * `name`: the name that an object keeps for itself, and under which things would be lost.
   */
  readonly why: 'text' | 'depth' | 'infinite' | 'inexact' | 'name';
};

/** An object has a setter of this name: what is assigned under it becomes no member. */
export const reservedName = '__proto__';

/** The first of them in a parsed JSON value, or in the members of a query; null where none is. */
export function unkeptIn(value: unknown, depth = 0): Unkept | null {
  if (typeof value === 'string') return isStorable(value) ? null : { at: [], why: 'text' };
  if (typeof value === 'number') return unkeptNumber(value);
  if (typeof value !== 'object' || value === null) return null;
  if (depth === depthMax) return { at: [], why: 'depth' };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = unkeptIn(value[index], depth + 1);
      if (found !== null) return below(index, found);
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    if (key === reservedName) return { at: [key], why: 'name' };
    if (!isStorable(key)) return { at: [], why: 'text' };
    const found = unkeptIn((value as Readonly<Record<string, unknown>>)[key], depth + 1);
    if (found !== null) return below(key, found);
  }
  return null;
}

function below(key: string | number, { at, why }: Unkept): Unkept {
  return { at: [key, ...at], why };
}

function unkeptNumber(value: number): Unkept | null {
  if (!Number.isFinite(value)) return { at: [], why: 'infinite' };
  return isInexact(value) ? { at: [], why: 'inexact' } : null;
}

/**
 * Whether it is a whole number beyond 2^53, of which two neighbours are read as one. Whoever wrote
 * it cannot be told from whoever wrote its neighbour.
 */
export function isInexact(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}
