/** The place where header fields are written: folded, encoded, never more than one at a time. */
import { domainToASCII } from 'node:url';

import { assert } from '../../lib/assert.ts';

// RFC 5322, 2.1.1 for the line; RFC 2047, 2 for the word, of which 12 are `=?UTF-8?B?` and `?=`.
const lineCharsMax = 76;
const wordBytesMax = 45;
const wordBytesMin = 12;
const tokenCharsMax = 900;
/** A lead's name is a cell of any length; a header of that length no server takes. */
const nameCharsMax = 998;
const halfSign = /[\ud800-\udbff]$/;

const control = /[\p{Cc}\u2028\u2029]+/gu;
const printable = /^[\x20-\x7e]*$/;
const fieldName = /^[A-Za-z][A-Za-z0-9-]*$/;
/** RFC 5322, 3.2.3: what a phrase may hold without quotes. */
const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** A whole field with its line end. A control character in a value would begin another header. */
export function subjectField(subject: string): string {
  const text = inOneLine(subject);
  // What looks like an encoded word would be read as one.
  const encode = !printable.test(text) || text.includes('=?') || hasLongToken(text);
  return `Subject: ${encode ? encodedWords(text, 9) : folded(text, 9)}\r\n`;
}

/** Often structured, as List-Unsubscribe is: an address in it stays as it is, however long. */
export function extraField(name: string, value: string): string {
  assert(fieldName.test(name), 'a header has a name of letters, digits and hyphens');
  const text = inOneLine(value);
  const first = name.length + 2;
  assert(!hasLongToken(text), 'no word of a header is longer than a line may be');
  return `${name}: ${printable.test(text) ? folded(text, first) : encodedWords(text, first)}\r\n`;
}

export function addressField(
  name: string,
  mailbox: { readonly address: string; readonly name: string | null },
): string {
  const address = headerAddress(mailbox.address);
  const shown = inOneLine((mailbox.name ?? '').slice(0, nameCharsMax).replace(halfSign, ''));
  if (shown === '') return `${name}: ${address}\r\n`;
  const phrase = phraseOf(shown, name.length + 2);
  const lastLine = phrase.length - phrase.lastIndexOf('\n') - 1 + name.length + 2;
  const gap = lastLine + address.length + 3 > lineCharsMax ? '\r\n ' : ' ';
  return `${name}: ${phrase}${gap}<${address}>\r\n`;
}

/** With its brackets, whether or not it came with them. */
export function messageIdValue(id: string): string {
  const bare = id.replace(/^<|>$/g, '');
  assert(/^[^\s<>]+@[^\s<>]+$/.test(bare), 'a Message-ID is one id@domain');
  return `<${printable.test(bare) ? bare : headerAddress(bare)}>`;
}

/** RFC 5322, 3.3, in UTC; the words are English by the RFC, not by a locale. */
export function dateValue(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}

/** What cannot stand in an address is left out: the mailer refuses such an envelope by itself. */
function headerAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  return `${address.slice(0, at)}@${domain}`.replace(/[^\x21-\x7e]|[<>,;:()]/g, '');
}

function phraseOf(shown: string, firstColumn: number): string {
  const plain = printable.test(shown) && !shown.includes('=?');
  if (!plain || shown.length > lineCharsMax - firstColumn) return encodedWords(shown, firstColumn);
  return atoms.test(shown) ? shown : `"${shown.replace(/["\\]/g, '\\$&')}"`;
}

function inOneLine(value: string): string {
  return value.replace(control, ' ').trim();
}

function hasLongToken(text: string): boolean {
  if (text.length <= tokenCharsMax) return false;
  return text.split(' ').some((token) => token.length > tokenCharsMax);
}

/** Broken before a space that was there anyway, so that unfolding gives back what was written. */
function folded(text: string, firstColumn: number): string {
  if (firstColumn + text.length <= lineCharsMax) return text;
  let line = '';
  let column = firstColumn;
  let lines = '';
  for (const token of text.split(/(?<=[^ ])(?= )/)) {
    if (line !== '' && column + token.length > lineCharsMax) {
      lines += `${line}\r\n`;
      line = '';
      column = 0;
    }
    line += token;
    column += token.length;
  }
  return lines + line;
}

/** Base64 words of whole characters; between two of them the line end and the space vanish. */
function encodedWords(text: string, firstColumn: number): string {
  const words: string[] = [];
  let word = '';
  const besideName = Math.floor((lineCharsMax - firstColumn - 12) / 4) * 3;
  let room = Math.min(wordBytesMax, Math.max(wordBytesMin, besideName));
  for (const sign of text) {
    if (Buffer.byteLength(word) + Buffer.byteLength(sign) > room) {
      words.push(word);
      word = '';
      room = wordBytesMax;
    }
    word += sign;
  }
  words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}
