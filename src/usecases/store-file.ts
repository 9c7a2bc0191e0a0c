/**
 * The place where an uploaded file is stored before anything is done with it: in pieces, as it
 * comes, and with the hash by which the same upload is known again.
 *
 * It is stored in the database, so that any worker can read it, whichever process took it in.
 */
import { createHash } from 'node:crypto';
import { lockAccount } from '../db/accounts.ts';
import { inTransaction } from '../db/database.ts';
import { findDataset } from '../db/datasets.ts';
import { deleteChunks, insertChunk } from '../db/import-chunks.ts';
import {
  countOpenFiles,
  deleteUpload,
  insertUpload,
  type OpenFiles,
  type Upload,
} from '../db/uploads.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import {
  fileBytesMax,
  formBytesMax,
  openImportBytesMax,
  openImportsMax,
  uploadSilentMsMax,
} from '../domain/import/import-limits.ts';
import { foreignKindOf } from '../domain/import/sniff.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';

export type StoredFile = {
  /** The id that its import will have. */
  readonly importId: string;
  readonly chunks: number;
  readonly bytes: number;
  readonly hash: string;
};

export type StoreFileInput = {
  readonly datasetId: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** As it says itself, with the form around it if it comes in one; null: it does not say. */
  readonly length: number | null;
};

/** What is read and copied at once: ten milliseconds of work, between which others have turns. */
const chunkBytes = 256 * 1024;

/**
 * Its bytes are reserved before the first of them is stored, under the lock of its account: many
 * uploads at once cannot go past the limits together.
 */
export function storeFile(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: StoreFileInput): Promise<Result<StoredFile, Failure>> => {
    const { accountId } = caller;
    const length = input.length ?? fileBytesMax;
    if (length > fileBytesMax + formBytesMax) return failed(tooLarge());
    if ((await findDataset(deps.db, accountId, input.datasetId)) === null) {
      return failed(notFound('dataset'));
    }
    const { real } = await deps.clock.read();
    const importId = deps.chance.uuid(real);
    const refused = await reserve(deps, {
      accountId,
      importId,
      bytes: Math.min(length, fileBytesMax),
      real,
    });
    if (refused !== null) return failed(refused);
    try {
      const stored = await storeAll(deps, input.bytes, { accountId, importId });
      if (!stored.ok) await forget(deps, accountId, importId);
      return stored;
    } catch (error) {
      // Whoever sent it has hung up. What this leaves, where the database is gone, is swept.
      await forget(deps, accountId, importId).catch(() => undefined);
      throw error;
    }
  };
}

/** Where it turns out that nothing becomes of it. */
export function discardFile(deps: DbDep) {
  return (caller: Caller, file: StoredFile): Promise<void> =>
    forget(deps, caller.accountId, file.importId);
}

/** The reservation last: the file counts for as long as any chunk of it is stored. */
async function forget({ db }: DbDep, accountId: string, importId: string): Promise<void> {
  await deleteChunks(db, accountId, importId);
  await deleteUpload(db, accountId, importId);
}

function reserve({ db }: DbDep, upload: Upload): Promise<Failure | null> {
  return inTransaction(db, async (tx) => {
    await lockAccount(tx, upload.accountId);
    const open = await countOpenFiles(tx, upload.accountId);
    const refused = limitFailure(open, upload.bytes);
    if (refused === null) await insertUpload(tx, upload);
    return refused;
  });
}

function limitFailure(open: OpenFiles, bytes: number): Failure | null {
  const code = 'LIMIT_REACHED';
  const wait = 'wait until one of them is over';
  if (open.files >= openImportsMax) {
    return { code, message: `This account has ${open.files} imports under way; ${wait}.` };
  }
  if (open.bytes + bytes <= openImportBytesMax) return null;
  const message =
    `The files of this account that are under way may have ${openImportBytesMax} bytes together, ` +
    `and with this one they may come to ${open.bytes + bytes}; ${wait}. A file that is sent ` +
    `without a Content-Length counts as ${fileBytesMax}.`;
  return { code, message };
}

type Storing = { readonly accountId: string; readonly importId: string };

async function storeAll(
  deps: DbDep & ClockDep,
  source: AsyncIterable<Uint8Array>,
  { accountId, importId }: Storing,
): Promise<Result<StoredFile, Failure>> {
  const hash = createHash('sha256');
  let bytes = 0;
  let no = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const store = async (): Promise<boolean> => {
    const piece = Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    const { real } = await deps.clock.read();
    const chunk = { accountId, importId, no, bytes: piece, real };
    no++;
    return insertChunk(deps.db, chunk);
  };
  for await (const piece of source) {
    hash.update(piece);
    bytes += piece.length;
    if (bytes > fileBytesMax) return failed(tooLarge());
    pending.push(piece);
    pendingBytes += piece.length;
    if (pendingBytes < chunkBytes) continue;
    const kind = no === 0 ? foreignKindOf(pending[0] ?? piece) : null;
    if (kind !== null) return failed(foreign(kind));
    if (!(await store())) return failed(givenUp());
  }
  if (bytes === 0) return failed(empty());
  const kind = no === 0 ? foreignKindOf(Buffer.concat(pending)) : null;
  if (kind !== null) return failed(foreign(kind));
  if (pendingBytes > 0 && !(await store())) return failed(givenUp());
  return ok({ importId, chunks: no, bytes, hash: hash.digest('hex') });
}

export function givenUp(): Failure {
  const minutes = uploadSilentMsMax / 60_000;
  const message = `Nothing of the file came for ${minutes} minutes: it was given up; send it again.`;
  return { code: 'FILE_NOT_READABLE', message };
}

export function tooLarge(): Failure {
  const message = `A file may have ${fileBytesMax} bytes; divide it, and import its parts.`;
  return { code: 'FILE_TOO_LARGE', message };
}

export function foreign(kind: string): Failure {
  const message = `The file is ${kind}; save it as CSV or as JSON lines, not packed.`;
  return { code: 'FILE_NOT_SUPPORTED', message };
}

export function empty(): Failure {
  return { code: 'FILE_NOT_READABLE', message: 'The file is empty; send its bytes as the body.' };
}
