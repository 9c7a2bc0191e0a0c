import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createValueCount } from './count-values.ts';

function countOf(text: string, pieceBytes = text.length): number {
  const bytes = Buffer.from(text);
  const count = createValueCount();
  let total = count(Buffer.alloc(0));
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    total = count(bytes.subarray(from, from + pieceBytes));
  }
  return total;
}

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const members = Object.values(value).map(valuesIn);
  return 1 + members.reduce((sum, one) => sum + one, 0);
}

describe('the values of a JSON text', () => {
  it('are its lists, objects and what stands in them', () => {
    expect(['1', '[1,2]', '{"a":1,"b":[true,null]}', '"[,{"'].map((text) => countOf(text))).toEqual(
      [1, 3, 5, 1],
    );
  });

  it('are never fewer than there are, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), (value, pieceBytes) => {
        const text = JSON.stringify(value);
        const count = countOf(text, pieceBytes);
        expect(count).toBe(countOf(text));
        expect(count).toBeGreaterThanOrEqual(valuesIn(value));
        expect(count).toBeLessThanOrEqual(2 * valuesIn(value));
      }),
    );
  });
});
