/**
 * The place where a backup's bytes are laid out, and read back a piece at a time.
 *
 *   countersign-backup 1            gzip over all of it, whose checksum finds what was cut or bent
 *   {header: who made it, when, from which migrations, which tables and sequences}
 *   a table after the other: chunks of COPY text, each after its length, a length of 0 ends it
 *   {trailer: rows, bytes and SHA-256 of each table}
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Sequence, Table } from './tables.ts';

export type Header = {
  readonly product: string;
  readonly createdAt: string;
  /** PostgreSQL's version, as it says it. */
  readonly server: string;
  readonly migrations: readonly string[];
  readonly tables: readonly Table[];
  readonly sequences: readonly Sequence[];
};

export type TableSum = {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
};

const magic = 'countersign-backup 1\n';
const lengthBytes = 4;
const chunkBytesMax = 1024 * 1024;
const lineBytesMax = 4 * 1024 * 1024;
const newline = 0x0a;

/** What is wrong with the file: cut, bent, or none of ours. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** Counted as it passes: COPY text has one line feed a row, for those inside values are escaped. */
function createSum(name: string) {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    add: (chunk: Buffer): void => {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) rows++;
    },
    end: (): TableSum => ({ name, rows, bytes, sha256: hash.digest('hex') }),
  };
}

export async function* writeArchive(
  header: Header,
  readTable: (table: Table) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  yield Buffer.from(`${magic}${JSON.stringify(header)}\n`);
  const sums: TableSum[] = [];
  for (const table of header.tables) {
    const sum = createSum(table.name);
    for await (const data of readTable(table)) {
      for (let at = 0; at < data.length; at += chunkBytesMax) {
        const chunk = data.subarray(at, at + chunkBytesMax);
        sum.add(chunk);
        yield lengthOf(chunk.length);
        yield chunk;
      }
    }
    yield lengthOf(0);
    sums.push(sum.end());
  }
  yield Buffer.from(`${JSON.stringify(sums)}\n`);
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(bytes);
  return length;
}

export type ArchiveReader = {
  readonly header: Header;
  /** Each in turn, to its end: a file is read once, from its beginning. */
  readonly tables: () => AsyncGenerator<{
    readonly table: Table;
    readonly chunks: AsyncGenerator<Buffer>;
  }>;
  /** After the last table: compares what was read with what was written. */
  readonly finish: () => Promise<readonly TableSum[]>;
  readonly close: () => void;
};

export async function openArchive(file: string): Promise<ArchiveReader> {
  const zipped = createReadStream(file);
  const plain = createGunzip();
  // Its error is thrown where `plain` is read.
  pipeline(zipped, plain, () => undefined);
  const bytes = createByteReader(plain);
  const close = (): void => {
    zipped.destroy();
    plain.destroy();
  };
  try {
    const first = await bytes.line();
    if (`${first}\n` !== magic) throw new ArchiveError('It is not a backup of Countersign.');
    const header = JSON.parse(await bytes.line()) as Header;
    const found: TableSum[] = [];
    return {
      header,
      tables: () => readTables(bytes, header, found),
      finish: () => compare(bytes, found),
      close,
    };
  } catch (error) {
    close();
    throw asArchiveError(error);
  }
}

async function* readTables(bytes: ByteReader, header: Header, found: TableSum[]) {
  for (const table of header.tables) {
    const sum = createSum(table.name);
    yield { table, chunks: readChunks(bytes, sum.add) };
    found.push(sum.end());
  }
}

async function* readChunks(
  bytes: ByteReader,
  add: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const length = (await bytes.take(lengthBytes)).readUInt32BE();
      if (length === 0) return;
      if (length > chunkBytesMax) throw new ArchiveError('A piece of it is longer than any is.');
      const chunk = await bytes.take(length);
      add(chunk);
      yield chunk;
    }
  } catch (error) {
    throw asArchiveError(error);
  }
}

async function compare(bytes: ByteReader, found: readonly TableSum[]) {
  try {
    const written = JSON.parse(await bytes.line()) as readonly TableSum[];
    if (!(await bytes.isAtEnd())) throw new ArchiveError('Something follows its end.');
    for (const [place, sum] of written.entries()) {
      if (JSON.stringify(found[place]) !== JSON.stringify(sum)) {
        throw new ArchiveError(`Its table ${sum.name} is not what was written.`);
      }
    }
    if (written.length !== found.length) throw new ArchiveError('It lacks a table.');
    return written;
  } catch (error) {
    throw asArchiveError(error);
  }
}

/** What zlib and JSON say of a file that was cut or bent means the same to whoever reads it. */
function asArchiveError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) return new ArchiveError('It was cut short, or is damaged.');
  if (error instanceof SyntaxError) return new ArchiveError('It is damaged.');
  return error;
}

type ByteReader = {
  readonly take: (count: number) => Promise<Buffer>;
  readonly line: () => Promise<string>;
  readonly isAtEnd: () => Promise<boolean>;
};

/** Holds a piece or two of the stream at a time, whatever the size of the file. */
function createByteReader(stream: Readable): ByteReader {
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const cut = (end: number): Buffer => {
    const taken = held.subarray(0, end);
    held = held.subarray(end);
    return taken;
  };
  return {
    take: async (count) => {
      while (held.length < count) if (!(await more())) throw new ArchiveError('It was cut short.');
      return cut(count);
    },
    line: async () => {
      for (;;) {
        const end = held.indexOf(newline);
        if (end !== -1) return cut(end + 1).toString('utf8', 0, end);
        if (held.length > lineBytesMax) throw new ArchiveError('It is no backup of ours.');
        if (!(await more())) throw new ArchiveError('It was cut short.');
      }
    },
    isAtEnd: async () => held.length === 0 && !(await more()),
  };
}
