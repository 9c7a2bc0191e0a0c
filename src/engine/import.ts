/**
 * The place where an uploaded file becomes rows of its dataset: all of them at once, or none.
 *
 * The rows are copied in one transaction. Until it commits nobody sees one of them; whatever ends
 * it before, a fault of the file, a person's word, the death of this process or of the database,
 * leaves nothing, and the next worker begins from the start. How far it is is written beside it,
 * by other statements on another connection, and so is the lease.
 *
 * Its last statement but one takes the import from `running` to `completed` by compare-and-swap on
 * the lease: a worker that was thought dead and is not, or one whose import was cancelled while it
 * copied, fails there and undoes its rows.
 */
import { type CopyIn, inCopyTransaction } from '../db/copy-transaction.ts';
import type { Db } from '../db/database.ts';
import { deleteChunks, findSlice } from '../db/import-chunks.ts';
import { fillDataset, findDatasetToFill, lockDatasetToFill } from '../db/import-rows.ts';
import {
  claimImport,
  endImport,
  type ImportJob,
  type ImportLease,
  moveImport,
  releaseImport,
} from '../db/imports.ts';
import { createAddressSet } from '../domain/import/address-set.ts';
import { createFileReader, type FileReader } from '../domain/import/file-reader.ts';
import type { FileRow } from '../domain/import/file-row.ts';
import { nothingRead } from '../domain/import/import.ts';
import { datasetRowsMax } from '../domain/import/import-limits.ts';
import { createJudge, type Judge, type Tally } from '../domain/import/judge-rows.ts';
import type { FileFault } from '../domain/import/refusal.ts';
import { columnsMax } from '../domain/lead/dataset.ts';
import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { sha256 } from '../lib/sha256.ts';
import { uuidBytes } from '../lib/uuid.ts';
import type { Moment } from '../ports/clock.ts';
import { loadPresent, secretOf } from '../usecases/present-addresses.ts';
import { tooManyRows } from '../usecases/preview-import.ts';
import { createRowCopier } from './copy-rows.ts';
import type { EngineDeps, Round } from './deps.ts';
import { later, leaseMs } from './deps.ts';

/** Times an import is taken up without coming to an end before it has failed. */
const triesMax = 5;
/**
 * What is read, judged and written down before the next: its rows die young, and so does the
 * driver's text of it, which above 128 KB would be kept with what is old.
 */
const sliceBytes = 48 * 1024;
/** Of the file, between two signs of life: a lease lasts a hundred times as long. */
const bytesPerSign = 2 * 1024 * 1024;

export async function importOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  const leaseToken = deps.chance.uuid(now.real);
  const leaseUntil = now.real + leaseMs;
  const job = await claimImport(deps.db, { real: now.real, leaseToken, leaseUntil });
  if (job === null) return { did: 0 };
  const of = { job, lease: { importId: job.id, leaseToken } };
  const ended = await importOrFail(deps, now, of);
  // Its file is of no use any more. Should this be the last that the process does, it is swept.
  if (ended !== 'stopped') await deleteChunks(deps.db, job.accountId, job.id);
  return { did: ended === 'stopped' ? 0 : 1 };
}

type Of = { readonly job: ImportJob; readonly lease: ImportLease };
/** `stopped`: to be taken up again. */
type Ended = 'over' | 'stopped';

/** What fails every time, or takes its process with it every time, must not be tried for ever. */
async function importOrFail(deps: EngineDeps, now: Moment, of: Of): Promise<Ended> {
  const { job, lease } = of;
  const { attempts } = job;
  try {
    if (attempts <= triesMax) return await importAll(deps, now, of);
  } catch (error) {
    if (attempts < triesMax) throw error;
    deps.log.warn(
      { importId: job.id, attempts, error: String(error) },
      'an import failed for good',
    );
  }
  const error = `Importing failed ${triesMax} times; the log says why. Upload the file again.`;
  await endImport(deps.db, { ...lease, now: now.engine, error, tally: nothingRead });
  return 'over';
}

async function importAll(deps: EngineDeps, now: Moment, of: Of): Promise<Ended> {
  try {
    await inCopyTransaction(deps.db, (tx, copyIn) => copyAll(deps, now, { ...of, tx, copyIn }));
    return 'over';
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    const { why, tally } = error;
    if (why === 'lost') return 'stopped';
    if (why === 'stopping') {
      await releaseImport(deps.db, of.lease);
      return 'stopped';
    }
    const { engine } = later(deps, now);
    await endImport(deps.db, { ...of.lease, now: engine, error: why.message, tally });
    return 'over';
  }
}

/** Thrown so that the transaction is undone; caught where it was begun. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
  /** `lost`: the lease is, or the import was cancelled. */
  readonly why: FileFault | 'lost' | 'stopping';
  readonly tally: Tally;

  constructor(why: Abandoned['why'], tally: Tally) {
    super(typeof why === 'string' ? why : why.message);
    this.why = why;
    this.tally = tally;
  }
}

type Copying = Of & { readonly tx: Db; readonly copyIn: CopyIn };

async function copyAll(deps: EngineDeps, now: Moment, of: Copying): Promise<void> {
  const { job } = of;
  const { accountId, datasetId } = job;
  const dataset = await findDatasetToFill(deps.db, accountId, datasetId);
  // Whoever deletes a dataset is refused while an import of it runs.
  assert(dataset !== null, 'the dataset of a running import is there');
  const secret = secretOf(deps, now.real);
  const present = await loadPresent(deps.db, secret, { accountId, datasetId });
  const { warningsOf } = await deps.addressLists.open();
  const judge = createJudge({ present, seen: createAddressSet(secret), warningsOf });
  const reader = createFileReader(job);
  const idOf = countedIds(deps.chance.uuid(now.engine));
  const from = dataset.next_row_index;
  const into = { accountId, datasetId, importId: job.id, from, idOf, now: now.engine };
  const copier = createRowCopier(of.copyIn, into);
  const roomFor = datasetRowsMax - dataset.row_count;
  const take = (rows: Result<readonly FileRow[], FileFault>): void => {
    if (!rows.ok) throw new Abandoned(rows.failure, judge.tally());
    const judged = judge.judge(rows.value);
    if (judge.tally().rowsImported > roomFor) throw new Abandoned(tooManyRows, judge.tally());
    copier.add(judged);
  };
  let unsigned = bytesPerSign;
  for await (const bytes of slicesOf(deps, job)) {
    if (unsigned >= bytesPerSign) {
      await giveSign(deps, now, { ...of, judge });
      unsigned = 0;
    }
    unsigned += sliceBytes;
    // Cancelled meanwhile, and swept.
    if (bytes === null) throw new Abandoned('lost', judge.tally());
    take(reader.push(bytes));
    await copier.advance();
  }
  take(reader.end());
  await copier.end();
  await finish(deps, now, { ...of, reader, judge, from });
}

/** While one is worked on, the next is on its way. */
async function* slicesOf(deps: EngineDeps, job: ImportJob): AsyncGenerator<Buffer | null> {
  const { accountId, id: importId } = job;
  const read = (no: number, from: number): Promise<Buffer | null> => {
    const slice = findSlice(deps.db, { accountId, importId, no, from, bytesMax: sliceBytes });
    // Told where it is awaited, if it ever is.
    slice.catch(() => undefined);
    return slice;
  };
  let no = 0;
  let from = 0;
  for (let next = read(no, from); ; ) {
    const bytes = await next;
    if (bytes !== null && bytes.length === sliceBytes) from += sliceBytes;
    else {
      no++;
      from = 0;
    }
    const isLast = bytes === null || no === job.chunks;
    if (!isLast) next = read(no, from);
    yield bytes;
    if (isLast) return;
  }
}

async function giveSign(
  deps: EngineDeps,
  now: Moment,
  { lease, judge }: Of & { readonly judge: Judge },
): Promise<void> {
  const tally = judge.tally();
  if (deps.isStopping?.() === true) throw new Abandoned('stopping', tally);
  const { engine, real } = later(deps, now);
  const moved = await moveImport(deps.db, {
    ...lease,
    leaseUntil: real + leaseMs,
    now: engine,
    tally,
  });
  if (!moved) throw new Abandoned('lost', tally);
}

/**
 * From one that chance gave, counted up from a place in it that its hash says: a random number for
 * each of a million rows takes longer than all that is done with them here. The bytes are valid
 * until the next is asked for.
 */
function countedIds(first: string): () => Uint8Array {
  const id = uuidBytes(first);
  const counted = 6;
  let tail = sha256(first).readUIntBE(0, counted);
  return () => {
    tail = (tail + 1) % 2 ** 48;
    id.writeUIntBE(tail, id.length - counted, counted);
    return id;
  };
}

async function finish(
  deps: EngineDeps,
  now: Moment,
  of: Copying & { readonly reader: FileReader; readonly judge: Judge; readonly from: number },
): Promise<void> {
  const { tx, job, lease, reader, judge } = of;
  const { accountId, datasetId } = job;
  const tally = judge.tally();
  const locked = await lockDatasetToFill(tx, accountId, datasetId);
  assert(locked?.next_row_index === of.from, 'nobody else adds rows while an import does');
  const found = (reader.found()?.columns ?? []).flatMap((column) => column ?? []);
  const columns = [...new Set([...locked.columns, ...found])];
  if (columns.length > columnsMax) throw new Abandoned(tooManyColumns(columns.length), tally);
  const { engine } = later(deps, now);
  await fillDataset(tx, { accountId, datasetId, added: tally.rowsImported, columns, now: engine });
  if (!(await endImport(tx, { ...lease, now: engine, error: null, tally }))) {
    throw new Abandoned('lost', tally);
  }
}

function tooManyColumns(count: number): FileFault {
  const message =
    `With those of the file the dataset would have ${count} columns, and at most ${columnsMax} ` +
    'fit; leave some out in the mapping.';
  return { message };
}
