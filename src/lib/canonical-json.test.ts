import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Canonical } from './canonical-json.ts';
import { canonicalJson } from './canonical-json.ts';

describe('a value', () => {
  it('becomes one text: sorted keys, no blanks, NFC', () => {
    const value = { b: [1, 'two', null, true, {}], a: { 'u\u0308': 'u\u0308', Z: -1 } };
    expect(canonicalJson(value)).toBe(
      '{"a":{"Z":-1,"\u00fc":"\u00fc"},"b":[1,"two",null,true,{}]}',
    );
  });

  it('without a value under a key does not have the key', () => {
    expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}');
  });

  it('is spelled the same in whichever order its keys were written', () => {
    const text = fc.string({ unit: 'grapheme' });
    const entries = fc.uniqueArray(fc.tuple(text, fc.oneof(text, fc.maxSafeInteger())), {
      selector: ([key]) => key.normalize('NFC'),
    });
    fc.assert(
      fc.property(entries, (pairs) => {
        const one = canonicalJson(Object.fromEntries(pairs));
        expect(canonicalJson(Object.fromEntries(pairs.toReversed()))).toBe(one);
      }),
    );
  });

  it('can be read back: nothing of it is lost', () => {
    const leaf = fc.oneof(
      fc.string().map((one) => one.normalize('NFC')),
      fc.maxSafeInteger().map((one) => one + 0),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec<{ tree: Canonical }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('a number', () => {
  it('that is not whole, or too large to be exact, is a bug and no text', () => {
    for (const number of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => canonicalJson(number)).toThrow('canonical json takes whole numbers');
    }
    expect(canonicalJson(2 ** 53 - 1)).toBe('9007199254740991');
  });
});
