import { describe, expect, it } from 'vitest';
import { depthMax, isStorable, unstorableAt } from './storable.ts';

describe('what PostgreSQL cannot hold', () => {
  it('is a NUL and a lone surrogate, not a pair', () => {
    expect(['a\0b', '\ud83d', '\ude00\ud83d'].map(isStorable)).toEqual([false, false, false]);
    expect(['', '\u0001', '😀', 'é'].map(isStorable)).toEqual([true, true, true, true]);
  });

  it('is found in keys and values, at any depth', () => {
    expect(unstorableAt({ a: [1, null, { b: 'x\0' }] })).toEqual(['a', 2, 'b']);
    expect(unstorableAt({ a: { 'b\0': 1 } })).toEqual(['a']);
    expect(unstorableAt({ a: ['fine', 1.5, true, null] })).toBeNull();
  });

  it('is whatever is nested too deep to be written', () => {
    expect(unstorableAt(nested(depthMax))).toBeNull();
    expect(unstorableAt(nested(depthMax + 1))).toHaveLength(depthMax);
    expect(unstorableAt(nested(100_000))).toHaveLength(depthMax);
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}
