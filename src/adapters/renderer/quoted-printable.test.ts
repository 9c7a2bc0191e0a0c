/** The place where an encoded body is decoded by the book, and its lines are measured. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { encodedBody } from './quoted-printable.ts';

/** RFC 2045, 6.7, read backwards. */
function decoded(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 90 }),
  fc.constantFrom('\n', ' \n', '\t\n', '.', 'From ', '=', 'x'.repeat(80), 'ü'.repeat(40)),
);
const body = fc
  .array(piece, { maxLength: 8 })
  .map((pieces) => pieces.join('').replace(/[\r\p{Cs}]/gu, ''));

describe('a body that needs encoding', () => {
  test('is what it was, in lines that every server lets pass', () => {
    fc.assert(
      fc.property(body, (text) => {
        const { encoding, text: encoded } = encodedBody(`ü${text}`);
        expect(encoding).toBe('quoted-printable');
        for (const line of encoded.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(/[ \t]$|^\.|^From /.test(line)).toBe(false);
        }
        expect(decoded(encoded)).toBe(`ü${text.endsWith('\n') ? text : `${text}\n`}`);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['plain lines', 'Hi,\n\n1 = 1.\n', '7bit'],
  ['a line of 998 characters', 'x'.repeat(998), '7bit'],
  ['a line of 999 characters', 'x'.repeat(999), 'quoted-printable'],
  ['a line that mailbox files quote', 'Hi\nFrom here on', 'quoted-printable'],
  ['a line that SMTP reads as the end', 'Hi\n.\nthere', 'quoted-printable'],
  ['a carriage return of its own', 'a\rb', 'quoted-printable'],
  ['anything but ASCII', 'ü', 'quoted-printable'],
])('%s', (_name, text, encoding) => {
  expect(encodedBody(text).encoding).toBe(encoding);
});
