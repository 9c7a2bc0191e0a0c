/**
 * The place where the import of a million rows over HTTP is timed beside PostgreSQL's own copy of
 * the same file, on the same server, in turns.
 *
 * Ours: the upload, every check, duplicates within the file and against the dataset, leads with
 * their three indexes, visible in one instant. The rival checks nothing: `\copy` of psql into a
 * table with a column for each of the file's, without a key and without an index; and once more
 * into one with a key and an index by address, which whoever means to use the rows would have.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { findEmbedded } from '../src/db/embedded/find-embedded.ts';
import { bootstrapKey, memoryOfTree, type Product, startProduct } from './product.ts';

export type ImportResult = {
  readonly rows: number;
  readonly ours: {
    readonly perSecond: number;
    readonly pssMb: number;
    /** Of the process alone, without its database. */
    readonly ownMb: number;
    readonly restMb: number;
  };
  readonly rival: { readonly perSecond: number; readonly by: string };
  readonly keyedRival: { readonly perSecond: number };
  readonly load: number;
};

const rows = 1_000_000;
const turns = 3;
const header = 'email,first_name,last_name,company,title,city\n';

export async function importFile(): Promise<ImportResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-import-'));
  chmodSync(folder, 0o711);
  const file = path.join(folder, 'leads.csv');
  await writeFile(file, Readable.from(linesOf(rows)));
  chmodSync(file, 0o644);
  const [load = 0] = loadavg();
  const dataDir = path.join(folder, 'data');
  const product = await startProduct({ COUNTERSIGN_DATA_DIR: dataDir });
  try {
    const found = await findEmbedded(dataDir);
    if (found.kind !== 'running') throw new Error('the product has a server of its own');
    const restMb = memoryOfTree(product.pid).pssMb;
    const ours: number[] = [];
    const theirs: number[] = [];
    const keyed: number[] = [];
    let by = '';
    // In turns: what else the machine does falls on both.
    for (let turn = 0; turn < turns; turn++) {
      const copied = await copyByServer({ url: found.url, file, columns: plain });
      by = copied.by;
      theirs.push(copied.seconds);
      keyed.push((await copyByServer({ url: found.url, file, columns: withKey })).seconds);
      ours.push(await importOnce(product, file));
    }
    // The last of several: what earlier ones have left behind counts. Looking at it takes time.
    const watched = await importWatched(product, file);
    return {
      rows,
      ours: {
        perSecond: rateOf(ours),
        ...watched,
        restMb,
      },
      rival: { perSecond: rateOf(theirs), by },
      keyedRival: { perSecond: rateOf(keyed) },
      load,
    };
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rateOf(seconds: readonly number[]): number {
  const sorted = seconds.toSorted((a, b) => a - b);
  return Math.round(rows / (sorted[Math.floor(sorted.length / 2)] ?? 1));
}

function* linesOf(count: number): Generator<string> {
  yield header;
  let text = '';
  for (let n = 0; n < count; n++) {
    text += `lead${n}@company${n % 50_000}.example,First${n % 1_000},Last${n % 5_000},`;
    text += `"Company ${n % 50_000}, Inc.",Head of Sales,Berlin\n`;
    if (text.length < 100_000) continue;
    yield text;
    text = '';
  }
  yield text;
}

type ImportAnswer = {
  readonly import_id: string;
  readonly status: string;
  readonly rows_imported: number;
  readonly error: string | null;
};

async function importWatched(
  product: Product,
  file: string,
): Promise<{ pssMb: number; ownMb: number }> {
  let pssMb = 0;
  let ownMb = 0;
  const watch = setInterval(() => {
    const now = memoryOfTree(product.pid);
    pssMb = Math.max(pssMb, now.pssMb);
    ownMb = Math.max(ownMb, now.ownMb);
  }, 100);
  await importOnce(product, file);
  clearInterval(watch);
  return { pssMb, ownMb };
}

/** Seconds from the first byte of the upload until the import says that it is completed. */
async function importOnce(product: Product, file: string): Promise<number> {
  const made = (await product.request('POST', '/api/v1/datasets', { name: 'A million' })) as {
    dataset_id: string;
  };
  const began = performance.now();
  const answered = await fetch(`${product.base}/api/v1/datasets/${made.dataset_id}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  let state = (await answered.json()) as ImportAnswer;
  while (state.status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    state = (await product.request('GET', `/api/v1/imports/${state.import_id}`)) as ImportAnswer;
  }
  const seconds = (performance.now() - began) / 1000;
  if (state.rows_imported !== rows) throw new Error(`the import ended as ${JSON.stringify(state)}`);
  await product.request('DELETE', `/api/v1/datasets/${made.dataset_id}`);
  return seconds;
}

const names = header.trim().split(',');
const plain = names.map((name) => `${name} text`);
const withKey = ['id bigint generated always as identity primary key', ...plain];

async function copyByServer(of: {
  readonly url: string;
  readonly file: string;
  readonly columns: readonly string[];
}): Promise<{ seconds: number; by: string }> {
  const { url, file, columns } = of;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table plain (${columns.join(', ')})`);
  if (columns === withKey) await client.query('create index on plain (email)');
  const into = `plain (${names.join(', ')})`;
  const began = performance.now();
  const statement = `copy ${into} from stdin with (format csv, header)`;
  const psql = spawnSync('psql', [
    url,
    '-qc',
    `\\copy ${into} from '${file}' with (format csv, header)`,
  ]);
  const hasPsql = psql.error === undefined;
  if (hasPsql && psql.status !== 0) throw new Error(`psql failed: ${psql.stderr.toString()}`);
  if (!hasPsql) await pipeline(createReadStream(file), client.query(from(statement)));
  const seconds = (performance.now() - began) / 1000;
  await client.query('drop table plain');
  await client.end();
  return { seconds, by: hasPsql ? 'psql \\copy' : 'COPY, its client in Node' };
}
