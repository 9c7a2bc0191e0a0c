/**
 * The place where an uploaded file is stored before anything is done with it: in pieces, as it
 * comes, and with the hash by which the same upload is known again.
 *
 * It is stored in the database, so that any worker can read it, whichever process took it in.
 */
import { createHash } from 'node:crypto';
import { findDataset } from '../db/datasets.ts';
import { countOpenImports, deleteChunks, insertChunk } from '../db/import-chunks.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import { fileBytesMax, openImportsMax } from '../domain/import/import-limits.ts';
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
};

/** What is read and copied at once: ten milliseconds of work, between which others have turns. */
const chunkBytes = 256 * 1024;

export function storeFile(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: StoreFileInput): Promise<Result<StoredFile, Failure>> => {
    const { accountId } = caller;
    const refused = await mayStore(deps, accountId, input.datasetId);
    if (refused !== null) return failed(refused);
    const { real } = await deps.clock.read();
    const importId = deps.chance.uuid(real);
    try {
      const stored = await storeAll(deps, input.bytes, { accountId, importId, real });
      if (!stored.ok) await deleteChunks(deps.db, accountId, importId);
      return stored;
    } catch (error) {
      // Whoever sent it has hung up. What this leaves, where the database is gone, is swept.
      await deleteChunks(deps.db, accountId, importId).catch(() => undefined);
      throw error;
    }
  };
}

/** Where it turns out that nothing becomes of it. */
export function discardFile(deps: DbDep) {
  return async (caller: Caller, file: StoredFile): Promise<void> => {
    await deleteChunks(deps.db, caller.accountId, file.importId);
  };
}

async function mayStore(
  deps: DbDep,
  accountId: string,
  datasetId: string,
): Promise<Failure | null> {
  if ((await findDataset(deps.db, accountId, datasetId)) === null) return notFound('dataset');
  const open = await countOpenImports(deps.db, accountId);
  if (open < openImportsMax) return null;
  const message = `This account has ${open} imports under way; wait until one of them is over.`;
  return { code: 'LIMIT_REACHED', message };
}

type Storing = { readonly accountId: string; readonly importId: string; readonly real: number };

async function storeAll(
  deps: DbDep,
  source: AsyncIterable<Uint8Array>,
  { accountId, importId, real }: Storing,
): Promise<Result<StoredFile, Failure>> {
  const hash = createHash('sha256');
  let bytes = 0;
  let no = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const store = async (): Promise<void> => {
    const piece = Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    await insertChunk(deps.db, { accountId, importId, no, bytes: piece, real });
    no++;
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
    await store();
  }
  if (bytes === 0) return failed(empty());
  const kind = no === 0 ? foreignKindOf(Buffer.concat(pending)) : null;
  if (kind !== null) return failed(foreign(kind));
  if (pendingBytes > 0) await store();
  return ok({ importId, chunks: no, bytes, hash: hash.digest('hex') });
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
