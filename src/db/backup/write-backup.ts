/**
 * The place where all rows of a database are written to one file, as they were at one instant,
 * beside a running instance or alone.
 *
 * The embedded server comes without pg_dump, and another server's must be as new as the server: so
 * we copy ourselves, table by table, under one snapshot. The file gets its name when it is whole,
 * on the disk, and has been read back.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { to } from 'pg-copy-streams';
import { failed, ok, type Result } from '../../lib/result.ts';
import { errnoOf } from '../embedded/embedded-failure.ts';
import { syncFolder } from '../embedded/write-durably.ts';
import type { Header, TableSum } from './archive.ts';
import { openArchive, writeArchive } from './archive.ts';
import { type CopySession, openCopySession } from './copy-session.ts';
import { copyOut, listSequences, listTables, type Table } from './tables.ts';

export type BackupMade = {
  readonly createdAt: string;
  readonly bytes: number;
  readonly tables: readonly TableSum[];
};

export type BackupOf = {
  readonly url: string;
  readonly file: string;
  readonly product: string;
};

export async function writeBackup(of: BackupOf): Promise<Result<BackupMade, string>> {
  const draft = `${of.file}.${randomBytes(4).toString('hex')}.part`;
  try {
    if (await isThere(of.file)) return exists(of.file);
    const createdAt = await writeDraft(of, draft);
    const tables = await verifyArchive(draft);
    const { size: bytes } = await stat(draft);
    // Unlike a rename it takes nobody's file, also where two backups run at once.
    await link(draft, of.file);
    await rm(draft);
    await syncFolder(dirname(of.file));
    return ok({ createdAt, bytes, tables });
  } catch (error) {
    await rm(draft, { force: true });
    return refusal(of.file, error);
  }
}

function exists(file: string): Result<never, string> {
  return failed(`${file} is there already and is not overwritten: give another name, or move it.`);
}

function refusal(file: string, error: unknown): Result<never, string> {
  const errno = errnoOf(error);
  if (errno === 'EEXIST') return exists(file);
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    return failed(
      `The disk that holds ${dirname(file)} is full: free some space, or name another.`,
    );
  }
  if (errno === 'ENOENT' || errno === 'EACCES' || errno === 'EROFS' || errno === 'ENOTDIR') {
    return failed(
      `${dirname(file)} cannot be written (${errno}): make it, or name another folder.`,
    );
  }
  throw error;
}

async function writeDraft(of: BackupOf, draft: string): Promise<string> {
  const session = await openCopySession(of.url);
  try {
    await session.rows('begin transaction isolation level repeatable read read only');
    const header = await readHeader(session, of.product);
    await pipeline(
      Readable.from(writeArchive(header, (table) => readTable(session, table))),
      // The fastest level: it takes five sixths of the size off, and the rest is time.
      createGzip({ level: constants.Z_BEST_SPEED }),
      createWriteStream(draft, { flags: 'wx', mode: 0o600 }),
    );
    await session.rows('commit');
    const handle = await open(draft, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    return header.createdAt;
  } finally {
    await session.close();
  }
}

/** The first statement of the transaction: its snapshot is the instant of the backup. */
async function readHeader(session: CopySession, product: string): Promise<Header> {
  const [row] = await session.rows<{ at: string; server: string }>(
    `select to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       current_setting('server_version') as server`,
  );
  const migrations = await session.rows<{ name: string }>(
    'select name from kysely_migration order by name',
  );
  return {
    product,
    createdAt: row?.at ?? '',
    server: row?.server ?? '',
    migrations: migrations.map(({ name }) => name),
    tables: await listTables(session),
    sequences: await listSequences(session),
  };
}

async function* readTable(session: CopySession, table: Table): AsyncGenerator<Buffer> {
  yield* session.client.query(to(copyOut(table))) as AsyncIterable<Buffer>;
}

/** Reads all of it back: every table is there, and is what its sum says. */
export async function verifyArchive(file: string): Promise<readonly TableSum[]> {
  const archive = await openArchive(file);
  try {
    for await (const { chunks } of archive.tables()) {
      for await (const _ of chunks);
    }
    return await archive.finish();
  } finally {
    archive.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
