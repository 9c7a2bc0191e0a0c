import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextReader, encodingOf } from './text-of-bytes.ts';

function decode(pieces: readonly Uint8Array[]): string {
  const encoding = encodingOf(pieces[0] ?? new Uint8Array());
  const reader = createTextReader(encoding);
  return pieces.map((piece) => reader.push(piece)).join('') + reader.end();
}

const utf16 = (text: string, isBig = false): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('the bytes of a file', () => {
  const text = 'email,name\nada@example.com,Zoë Müller\n';

  it('are read as UTF-8 with and without a mark, and as UTF-16 of both orders', () => {
    expect(decode([Buffer.from(text)])).toBe(text);
    expect(decode([Buffer.from(`\ufeff${text}`)])).toBe(text);
    expect(decode([utf16(`\ufeff${text}`)])).toBe(text);
    expect(decode([utf16(`\ufeff${text}`, true)])).toBe(text);
    expect(decode([utf16(text)])).toBe(text);
    expect(decode([utf16(text, true)])).toBe(text);
  });

  it('are read as windows-1252 where they are no UTF-8, however late that turns out', () => {
    expect(decode([latin(text)])).toBe(text);
    expect(decode([Buffer.from([0x80, 0x20, 0x93, 0x61, 0x94])])).toBe('€ “a”');
    const late = Buffer.concat([Buffer.alloc(200_000, 'a'), latin('Müller')]);
    expect(decode([late]).endsWith('aMüller')).toBe(true);
    const pasted = Buffer.concat([Buffer.from('Müller €\n'), latin('Zoë\n'), Buffer.from('漢字')]);
    expect(decode([pasted])).toBe('Müller €\nZoë\n漢字');
  });

  it('are text wherever they are cut', () => {
    const some = fc.constantFrom('a', 'é', '€', '😀', '漢', '\n', '\ufeff');
    const parts = fc.array(
      fc.oneof(
        some.map((char) => Buffer.from(char)),
        fc.constantFrom(0xe4, 0xf0, 0x80, 0xc3, 0xe2, 0xed).map((byte) => Buffer.from([byte])),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(parts, (made) => {
        const bytes = Buffer.concat([Buffer.from('x'), ...made]);
        const single = [...bytes].map((byte) => Buffer.from([byte]));
        expect(decode(single)).toBe(decode([bytes]));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(50), (written, cut) => {
        const bytes = Buffer.from(`x${written}`);
        expect(decode([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(`x${written}`);
      }),
    );
  });
});
