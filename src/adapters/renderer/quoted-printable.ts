/** The place where a body becomes lines that every mail server on the way can carry unchanged. */

export type EncodedBody = { readonly encoding: '7bit' | 'quoted-printable'; readonly text: string };

// RFC 5322, 2.1.1 and RFC 2045, 6.7: without, and with, the `=` of a soft line break.
const plainLineCharsMax = 998;
const encodedLineCharsMax = 76;

/** Anything but printable ASCII, tabs and line feeds; a line that mailbox files would mangle. */
const needsEncoding = /[^\t\n\x20-\x7e]|^From |^\.$/m;

/** Line ends are `\n` on the way in and CRLF on the way out; the last line is ended too. */
export function encodedBody(body: string): EncodedBody {
  const ended = body.endsWith('\n') ? body : `${body}\n`;
  if (needsEncoding.test(ended) || hasLongLine(ended)) {
    return { encoding: 'quoted-printable', text: quotedPrintable(ended) };
  }
  return { encoding: '7bit', text: ended.split('\n').join('\r\n') };
}

function hasLongLine(text: string): boolean {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    if (end - from > plainLineCharsMax) return true;
    from = end + 1;
  }
  return false;
}

const feed = 10;
const carriageReturn = 13;
const equals = 61;

function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  // Three for one at worst, and three more for every soft break.
  const out = Buffer.allocUnsafe(Math.ceil(bytes.length * 3 * 1.05) + 8);
  let at = 0;
  let column = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === feed) {
      out[at] = carriageReturn;
      out[at + 1] = feed;
      at += 2;
      column = 0;
      continue;
    }
    const endsLine = bytes[index + 1] === feed;
    let width = widthOf(byte, column, endsLine);
    if (column + width > encodedLineCharsMax - (endsLine ? 0 : 1)) {
      out[at] = equals;
      out[at + 1] = carriageReturn;
      out[at + 2] = feed;
      at += 3;
      column = 0;
      width = widthOf(byte, column, endsLine);
    }
    if (width === 1) out[at] = byte;
    else writeEscaped(out, at, byte);
    at += width;
    column += width;
  }
  return out.toString('latin1', 0, at);
}

/**
 * One where the byte may stand for itself, three where it is written as a code. A space or tab may
 * not end a line. At its start, a dot and the F of "From " are codes too: for servers that forget
 * to unstuff the one, and mailbox files that quote the other.
 */
function widthOf(byte: number, column: number, endsLine: boolean): 1 | 3 {
  if (byte === 32 || byte === 9) return endsLine ? 3 : 1;
  if (byte < 33 || byte > 126 || byte === equals) return 3;
  return column === 0 && (byte === 46 || byte === 70) ? 3 : 1;
}

function writeEscaped(out: Buffer, at: number, byte: number): void {
  out[at] = equals;
  out[at + 1] = hexDigit(byte >> 4);
  out[at + 2] = hexDigit(byte & 15);
}

function hexDigit(nibble: number): number {
  return nibble < 10 ? 48 + nibble : 55 + nibble;
}
