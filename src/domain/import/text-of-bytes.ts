/** The place where the bytes of a file become text, in whatever encoding it turns out to have. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export type TextReader = {
  /** Whatever is whole by now: a character that was cut in two waits for its rest. */
  readonly push: (bytes: Uint8Array) => string;
  readonly end: () => string;
};

/** By the mark at its beginning, else by where its zeros stand. */
export function encodingOf(head: Uint8Array): Encoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const looked = Math.min(head.length, 1024) & ~1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < looked; at += 2) {
    if (head[at] === 0) evenZeros++;
    if (head[at + 1] === 0) oddZeros++;
  }
  // Text of any alphabet has blanks and line ends, and the upper half of those is a zero.
  const pairs = looked / 2;
  if (oddZeros > pairs / 8 && evenZeros === 0) return 'utf-16le';
  if (evenZeros > pairs / 8 && oddZeros === 0) return 'utf-16be';
  return 'utf-8';
}

export function createTextReader(encoding: Encoding): TextReader {
  return encoding === 'utf-8' ? readUtf8() : readUtf16(encoding);
}

function readUtf16(encoding: Encoding): TextReader {
  const decoder = new TextDecoder(encoding);
  return {
    push: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}

/**
 * UTF-8, and every byte that is none as windows-1252, which holds Latin-1: a file in the old
 * encoding, or one pasted together from both, is read as it was meant, and what a beginning of
 * plain ASCII seemed to promise need not be true of the end. An umlaut of Latin-1 before a plain
 * letter is never UTF-8 by accident.
 */
function readUtf8(): TextReader {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let carried = new Uint8Array(0);
  let begun = false;
  const decode = (bytes: Uint8Array): string => {
    let text: string;
    try {
      text = strict.decode(bytes);
    } catch {
      text = decodeMixed(bytes);
    }
    if (begun || text === '') return text;
    begun = true;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  };
  return {
    push: (bytes) => {
      const all = carried.length === 0 ? bytes : concat(carried, bytes);
      const whole = wholeLength(all);
      carried = all.slice(whole);
      return decode(all.subarray(0, whole));
    },
    end: () => decode(carried),
  };
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Where a sequence that may go on in the next piece begins; else the end. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const at = bytes.length - back;
    const needed = sequenceLength(bytes[at] ?? 0);
    if (needed > 1) return needed > back && isPrefix(bytes.subarray(at)) ? at : bytes.length;
    if (needed === 1) return bytes.length;
  }
  return bytes.length;
}

/** 1 for ASCII, 2 to 4 for the first byte of a sequence, 0 for what goes on or is neither. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

/** The Unicode Standard, table 3-7: which second bytes may follow which first. */
function isPrefix(bytes: Uint8Array): boolean {
  const [first = 0, second] = bytes;
  if (second === undefined) return true;
  if (second < 0x80 || second > 0xbf) return false;
  if (first === 0xe0 && second < 0xa0) return false;
  if (first === 0xed && second > 0x9f) return false;
  if (first === 0xf0 && second < 0x90) return false;
  if (first === 0xf4 && second > 0x8f) return false;
  const third = bytes[2];
  return third === undefined || (third >= 0x80 && third <= 0xbf);
}

function decodeMixed(bytes: Uint8Array): string {
  const strict = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  // What is not UTF-8 is gathered and what is, so that both are decoded in long pieces.
  let from = 0;
  let isWestern = false;
  const flush = (to: number): void => {
    const piece = bytes.subarray(from, to);
    text += isWestern ? westernText(piece) : strict.decode(piece);
    from = to;
  };
  for (let at = 0; at < bytes.length; ) {
    const length = validLength(bytes, at);
    if ((length === 0) !== isWestern) {
      flush(at);
      isWestern = length === 0;
    }
    at += Math.max(1, length);
  }
  flush(bytes.length);
  return text;
}

/** Of the sequence that begins here; 0 where none does. */
function validLength(bytes: Uint8Array, at: number): number {
  const length = sequenceLength(bytes[at] ?? 0);
  if (length <= 1) return length;
  if (at + length > bytes.length) return 0;
  if (!isPrefix(bytes.subarray(at, at + Math.min(length, 3)))) return 0;
  const last = bytes[at + length - 1] ?? 0;
  return last >= 0x80 && last <= 0xbf ? length : 0;
}

/** Node 20 decodes windows-1252 as Latin-1, which has controls where this has signs. */
const westernSigns = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function westernText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const isSign = byte >= 0x80 && byte <= 0x9f;
    text += isSign ? (westernSigns[byte - 0x80] ?? '') : String.fromCharCode(byte);
  }
  return text;
}
