/**
 * The place where a value becomes one text and always the same one: sorted keys, NFC, whole
 * numbers.
 */
import { assert } from './assert.ts';

export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [key: string]: Canonical | undefined };

/** A key whose value is undefined is left out, as in JSON. */
export function canonicalJson(value: Canonical): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    // A float has more than one spelling over the years and platforms; nothing of ours needs one.
    assert(Number.isSafeInteger(value), `canonical json takes whole numbers, not ${value}`);
    return String(value);
  }
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .flatMap(([key, member]) =>
      member === undefined ? [] : [[key.normalize('NFC'), member] as const],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly Canonical[] {
  return Array.isArray(value);
}
