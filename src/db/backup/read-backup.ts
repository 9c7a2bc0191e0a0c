/**
 * The place where a backup becomes a database again: an empty one, checked first, and fenced in the
 * same transaction as its rows, so that there is no instant at which the copy could send.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import { failed, ok, type Result } from '../../lib/result.ts';
import { createDatabase, createPool, type Db } from '../database.ts';
import { errnoOf } from '../embedded/embedded-failure.ts';
import { listApplied, listKnown, migrate, migrateTo } from '../migrate.ts';
import { ArchiveError, type ArchiveReader, type Header, openArchive } from './archive.ts';
import { type CopySession, openCopySession } from './copy-session.ts';
import { copyIn, findFilledTable, listTables } from './tables.ts';
import { verifyArchive } from './write-backup.ts';

export type Restored = {
  readonly createdAt: string;
  readonly product: string;
  readonly rows: number;
  /** Applied after the rows, where the backup was of an older version. */
  readonly migrated: readonly string[];
};

export type RestoreOf = { readonly url: string; readonly file: string };

export async function readBackup(of: RestoreOf): Promise<Result<Restored, string>> {
  try {
    // All of it, before anything is written: a file that was cut short restores nothing.
    const sums = await verifyArchive(of.file);
    const archive = await openArchive(of.file);
    try {
      const rows = sums.reduce((sum, table) => sum + table.rows, 0);
      return await readInto(of, archive, rows);
    } finally {
      archive.close();
    }
  } catch (error) {
    return refusal(of.file, error);
  }
}

function refusal(file: string, error: unknown): Result<never, string> {
  if (error instanceof ArchiveError) {
    return failed(`${file} cannot be restored. ${error.message} Take another backup.`);
  }
  const errno = errnoOf(error);
  if (errno === 'ENOENT' || errno === 'EACCES' || errno === 'EISDIR') {
    return failed(`${file} cannot be read (${errno}): name a file that backup wrote.`);
  }
  throw error;
}

async function readInto(
  of: RestoreOf,
  archive: ArchiveReader,
  rows: number,
): Promise<Result<Restored, string>> {
  const pool = createPool({ url: of.url, connectionsMax: 1, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  const session = await openCopySession(of.url);
  try {
    const { header } = archive;
    const prepared = await prepare(session, db, header);
    if (!prepared.ok) return prepared;
    await session.rows('begin');
    await fill(session, archive);
    await fence(session, header.createdAt);
    await session.rows('commit');
    const { createdAt, product } = header;
    return ok({ createdAt, product, rows, migrated: await migrate(db) });
  } finally {
    await session.close();
    await close();
  }
}

/** An empty database with the tables of the backup's own version. */
async function prepare(
  session: CopySession,
  db: Db,
  header: Header,
): Promise<Result<null, string>> {
  const filled = await findFilledTable(session);
  if (filled !== null) {
    return failed(
      `The database is not empty (table ${filled}), and a restore mixes with nothing: set ` +
        'COUNTERSIGN_DATA_DIR to a new folder, or DATABASE_URL to a new database.',
    );
  }
  const known = await listKnown();
  const unknown = header.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return failed(
      `The backup is of a newer version (${header.product}, with ${unknown.join(', ')}): install ` +
        'that version, or a later one, and restore with it.',
    );
  }
  const applied = await listApplied(db);
  if (applied.some((name) => !header.migrations.includes(name))) {
    return failed(
      `The empty database is of a newer version than the backup (${header.product}): make a new ` +
        'one, and restore before anything else is started on it.',
    );
  }
  await migrateTo(db, header.migrations.at(-1) ?? null);
  const there = await listTables(session);
  for (const { name, columns } of header.tables) {
    const found = there.find((table) => table.name === name);
    if (found === undefined || columns.some((column) => !found.columns.includes(column))) {
      return failed(
        `The backup has a table ${name} that its version does not make: it is not ours.`,
      );
    }
  }
  return ok(null);
}

async function fill(session: CopySession, archive: ArchiveReader): Promise<void> {
  for await (const { table, chunks } of archive.tables()) {
    await pipeline(Readable.from(chunks), session.client.query(from(copyIn(table))));
  }
  // Throws where the file has changed since it was verified; nothing is committed then.
  for (const { name, rows } of await archive.finish()) {
    const [found] = await session.rows<{ count: string }>(
      `select count(*)::text as count from ${session.client.escapeIdentifier(name)}`,
    );
    if (found?.count !== String(rows))
      throw new ArchiveError(`Table ${name} did not take its rows.`);
  }
  for (const { name, value, called } of archive.header.sequences) {
    const of = [session.client.escapeIdentifier(name), value, called];
    await session.rows('select setval($1::regclass, $2::bigint, $3)', of);
  }
}

/**
 * Workers of the backup are not here: what they had claimed is swept at once. The fence falls at
 * the engine's own instant; a fence that stood in the backup is this one from now on.
 */
async function fence(session: CopySession, createdAt: string): Promise<void> {
  await session.rows(
    `update engine set fence_reason = $1, fenced_at = date_trunc('milliseconds',
       anchor_engine + (clock_timestamp() - anchor_real) * rate)`,
    [
      `This database was restored from a backup of ${createdAt}: ` +
        'the original may have sent since, and nothing here knows what.',
    ],
  );
  await session.rows(`update worker set ended_at = clock_timestamp() where ended_at is null`);
  await session.rows(
    `update claim set lease_until = least(lease_until, clock_timestamp()) where closed_at is null`,
  );
}
