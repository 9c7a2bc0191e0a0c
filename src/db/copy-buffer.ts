/**
 * The place where rows are written as `copy … (format binary)` reads them: PostgreSQL then parses
 * neither numbers nor instants, and nothing has to be escaped.
 *
 * One buffer is filled again and again. What was written may be read until `clear` is called.
 */

export type CopyBuffer = {
  readonly clear: () => void;
  /** Fields that are the same in every row, by `fieldsOf`, or the count that begins a row. */
  readonly fixed: (bytes: Uint8Array) => void;
  /** A field of so few bytes, by its own length: a uuid. */
  readonly bytes: (value: Uint8Array) => void;
  readonly int: (value: number) => void;
  readonly text: (value: string | null) => void;
  readonly length: () => number;
  /** What was written since it was cleared. */
  readonly written: () => Buffer;
};

/** What a copy begins with: a signature, no flags, no extension (PostgreSQL's manual, COPY). */
export const copyHeader = Buffer.concat([
  Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
  Buffer.alloc(8),
]);
/** What it ends with. */
export const copyTrailer = Buffer.from([0xff, 0xff]);
/** UTF-8 takes at most three bytes for a unit of UTF-16. */
const bytesOfUnit = 3;

export function createCopyBuffer(firstBytes: number): CopyBuffer {
  let all = Buffer.allocUnsafeSlow(firstBytes);
  let length = 0;

  function makeRoom(more: number): void {
    if (length + more <= all.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(all.length * 2, length + more));
    all.copy(bigger, 0, 0, length);
    all = bigger;
  }

  function put(bytes: Uint8Array): void {
    makeRoom(bytes.length);
    all.set(bytes, length);
    length += bytes.length;
  }

  function putText(value: string): void {
    makeRoom(4 + value.length * bytesOfUnit);
    const written = all.write(value, length + 4);
    all.writeInt32BE(written, length);
    length += 4 + written;
  }

  function putInt(value: number): void {
    makeRoom(4);
    length = all.writeInt32BE(value, length);
  }

  return {
    clear: () => {
      length = 0;
    },
    fixed: put,
    bytes: (value) => {
      putInt(value.length);
      put(value);
    },
    int: (value) => {
      putInt(4);
      putInt(value);
    },
    text: (value) => (value === null ? putInt(-1) : putText(value)),
    length: () => length,
    written: () => all.subarray(0, length),
  };
}

/** How many fields each row has; it begins with that. */
export function rowOf(fields: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(fields);
  return bytes;
}

/** Whole fields, to be put before or behind what differs. */
export function fieldsOf(values: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(value.length);
      return [size, value];
    }),
  );
}

/** Where PostgreSQL's own time begins. */
const epochMs = Date.UTC(2000, 0, 1);

export function timestampBytes(instant: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(instant - epochMs) * 1000n);
  return bytes;
}
