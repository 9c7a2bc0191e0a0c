/**
 * The place where an installation is backed up while it sends, goes on sending, is lost, and its
 * backup is restored elsewhere: nobody is written to twice, and in the end everybody once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Product, runCommand, startProduct } from '../../bench/product.ts';
import { findEmbedded } from '../../src/db/embedded/find-embedded.ts';
import { heartbeatMs } from '../../src/engine/heartbeat.ts';
import { makeScratchFolder } from '../support/scratch.ts';
import type { SinkLogLine } from '../support/smtp-sink-log.ts';

export type RestoreResult = {
  readonly mails: number;
  readonly atBackup: number;
  /** Sent by the original after the backup: what the backup cannot know. */
  readonly afterBackup: number;
  /** By the copy, while the original lived and until it was accepted. */
  readonly byFencedCopy: number;
  readonly held: number;
  /** By the accepted copy, before a person has said anything about what is held. */
  readonly twiceOnAccept: number;
  readonly resolvedSent: number;
  readonly resolvedNotSent: number;
  readonly arrived: number;
  readonly twice: number;
  readonly never: number;
  /** Without an outcome, and not in the ledger as sent although it arrived. */
  readonly unsettled: number;
  readonly withoutRow: number;
  /** A second copy, accepted as if nothing had been sent: what the holding keeps from happening. */
  readonly twiceWithoutHolding: number;
  readonly seconds: number;
};

export type RestoreOf = {
  readonly campaigns: number;
  readonly leadsEach: number;
  /** Engine seconds a second: a day is over in some seconds, and a second step falls due. */
  readonly rate: number;
  readonly program?: readonly string[];
};

const steps = 2;
const intervalSeconds = 1_800;
const daySeconds = 86_400;
const waitMsMax = 240_000;

type Ground = {
  readonly of: RestoreOf;
  readonly folder: string;
  readonly sink: { readonly port: number; readonly child: ChildProcess; readonly log: string };
  readonly env: (name: string) => Record<string, string>;
  /** The instance of that name; ended with the proof, however that ends. */
  readonly start: (name: string) => Promise<Product>;
};

export async function proveRestore(of: RestoreOf): Promise<RestoreResult> {
  const began = Date.now();
  const folder = await makeScratchFolder('countersign-restore-');
  const log = path.join(folder, 'arrived.log');
  const sink = { ...(await startSink(log)), log };
  const secret = randomBytes(32).toString('base64');
  const env = (name: string) => ({
    COUNTERSIGN_DATA_DIR: path.join(folder, name),
    COUNTERSIGN_SECRET_KEY: secret,
    COUNTERSIGN_TIME_RATE: String(of.rate),
    COUNTERSIGN_TIME_START: '2026-03-02T00:30:00.000Z',
    COUNTERSIGN_LOG_LEVEL: 'error',
  });
  const started: Product[] = [];
  const start = async (name: string): Promise<Product> => {
    const product = await startProduct(env(name), of.program);
    started.push(product);
    return product;
  };
  const ground = { of, folder, sink, env, start };
  try {
    const found = await play(ground);
    return { ...found, seconds: Math.round((Date.now() - began) / 1000) };
  } finally {
    for (const product of started) await product.stop();
    sink.child.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(ground: Ground): Promise<Omit<RestoreResult, 'seconds'>> {
  const { of } = ground;
  const backup = path.join(ground.folder, 'a.backup');
  const mails = of.campaigns * of.leadsEach * steps;
  const stepMs = (of.leadsEach * intervalSeconds * 1000) / of.rate;
  const dayMs = (daySeconds * 1000) / of.rate;
  const original = await ground.start('original');
  const campaigns = await prepare(ground, original);
  await until('the first mails', async () => arrived(ground).length > 0);
  const began = Date.now();
  await pause(stepMs / 2);
  await command(ground, 'original', ['backup', backup]);
  // A copy begins while the original lives: the fence is what keeps it silent.
  await command(ground, 'copy', ['restore', backup]);
  const copy = await ground.start('copy');
  // Until the second step of half of the leads has gone out, from the original alone.
  await pause(Math.max(0, began + dayMs + stepMs / 2 - Date.now()));
  await original.stop();
  const atEnd = arrived(ground);
  const first = await ledgerOf(ground, 'original');
  await pause(2_000);
  const byFencedCopy = arrived(ground).length - atEnd.length;
  const atBackup = (await ledgerOf(ground, 'copy')).filter((row) => wasSent(row)).length;

  // It runs on: what it has learnt of by its next heartbeat, it does without a restart.
  const { held } = JSON.parse(await command(ground, 'copy', ['fence', 'accept', '--json']));
  await pause(heartbeatMs + dayMs / 2);
  const truth = truthOf(ground, first);
  const twiceOnAccept = twiceIn(ground, [first, await ledgerOf(ground, 'copy')]);
  const resolved = await resolveAll(copy, campaigns, truth);
  await until('the last outcome', async () => (await live(ground, 'copy')) === 0);
  await copy.stop();
  const last = await ledgerOf(ground, 'copy');
  const counts = countsOf(ground, [first, last]);
  const result = {
    mails,
    atBackup,
    afterBackup: atEnd.length - atBackup,
    byFencedCopy,
    held: Number(held),
    twiceOnAccept,
    ...resolved,
    arrived: arrived(ground).length,
    twice: [...counts.values()].filter((count) => count > 1).length,
    never: mails - counts.size,
    unsettled: last.filter((row) => !wasSent(row) && counts.has(row.what)).length,
    withoutRow: [...counts.keys()].filter((what) => !last.some((row) => row.what === what)).length,
  };
  return { ...result, twiceWithoutHolding: await carelessCopy(ground, backup, first) };
}

/** What a restore would do if nobody held anything: the proof has to be able to fail. */
async function carelessCopy(
  ground: Ground,
  backup: string,
  first: readonly Row[],
): Promise<number> {
  const before = arrived(ground).length;
  await command(ground, 'careless', ['restore', backup]);
  await command(ground, 'careless', ['fence', 'accept', '--nothing-was-sent']);
  const careless = await ground.start('careless');
  await until('a mail of the careless copy', async () => arrived(ground).length > before);
  await pause(2_000);
  await careless.stop();
  const rows = await ledgerOf(ground, 'careless');
  const known = new Set(first.map((row) => row.messageId));
  const again = rows.filter((row) => wasSent(row) && !known.has(row.messageId));
  const out = new Set(first.filter(wasSent).map((row) => row.what));
  return again.filter((row) => out.has(row.what)).length;
}

async function command(ground: Ground, name: string, args: readonly string[]): Promise<string> {
  const { code, out, error } = await runCommand(args, ground.env(name), ground.of.program);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${error}${out}`);
  return out;
}

async function startSink(log: string) {
  const script = fileURLToPath(new URL('../support/smtp-sink.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--log', log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  return { child, port };
}

async function prepare({ of, sink }: Ground, product: Product): Promise<readonly string[]> {
  const post = async (url: string, body?: unknown) =>
    (await product.request('POST', `/api/v1${url}`, body)) as Record<string, string>;
  const smtp = { host: '127.0.0.1', port: sink.port, security: 'none' };
  const alias = await post('/aliases', {
    address: 'sender@ours.example',
    display_name: 'Ada',
    smtp,
    daily_cap: 100_000,
  });
  await post(`/aliases/${alias.alias_id}/verify`);
  const words = { name: 'T', subject: 'To {{ name }}', body: 'Hello {{ name }}' };
  const template = await post('/templates', words);
  const variants = [{ label: 'A', type: 'TEMPLATE', template_id: template.template_id }];
  const made: string[] = [];
  for (let n = 0; n < of.campaigns; n++) {
    const rows = Array.from({ length: of.leadsEach }, (_, m) => ({
      email: `l${m}@c${n}.example`,
      name: `L${m}`,
    }));
    const dataset = await post('/datasets', { name: `D${n}`, rows });
    const campaign = await post('/campaigns', {
      name: `C${n}`,
      dataset_id: dataset.dataset_id,
      alias_ids: [alias.alias_id],
      steps: [
        { step: 1, variants },
        { step: 2, delay_days: 1, variants },
      ],
      daily_limit: 10_000,
      min_interval_seconds: intervalSeconds,
      sending_window_start: '00:00:00',
      sending_window_end: '23:59:59',
      send_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    });
    made.push(campaign.campaign_id ?? '');
  }
  for (const id of made) await post(`/campaigns/${id}/launch`);
  return made;
}

type Page = {
  readonly items: readonly {
    send_id: string;
    campaign_lead_id: string;
    step: number;
    state: string;
  }[];
  readonly next_cursor: string | null;
};

/** A person looks at each, knows from the mail server's log what happened, and says so. */
async function resolveAll(
  copy: Product,
  campaigns: readonly string[],
  truth: ReadonlySet<string>,
): Promise<{ readonly resolvedSent: number; readonly resolvedNotSent: number }> {
  const said = { resolvedSent: 0, resolvedNotSent: 0 };
  for (let found = -1; found !== 0; ) {
    found = 0;
    for (const id of campaigns) {
      const base = `/api/v1/campaigns/${id}/sends`;
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = cursor === '' ? '?limit=100' : `?limit=100&cursor=${cursor}`;
        const page = (await copy.request('GET', `${base}${query}`)) as Page;
        for (const send of page.items.filter(({ state }) => state === 'unknown')) {
          found++;
          const outcome = truth.has(`${send.campaign_lead_id} ${send.step}`) ? 'sent' : 'not_sent';
          await copy.request('POST', `${base}/${send.send_id}/resolve`, { outcome });
          if (outcome === 'sent') said.resolvedSent++;
          else said.resolvedNotSent++;
        }
        cursor = page.next_cursor;
      }
    }
  }
  return said;
}

type Row = { readonly messageId: string | null; readonly what: string; readonly state: string };

const wasSent = ({ state }: Row): boolean => state === 'accepted';

/** By lead and step, which are the same rows in the original and in each copy. */
async function ledgerOf(ground: Ground, name: string): Promise<readonly Row[]> {
  return ask<Row>(
    ground,
    name,
    `select message_id as "messageId", enrolment_id || ' ' || step as what, state from send
      where state not in ('cancelled', 'deferred')`,
  );
}

async function live(ground: Ground, name: string): Promise<number> {
  const text = `select (select count(*)::int from enrolment where status in ('pending', 'active'))
    + (select count(*)::int from send where state in ('claimed', 'on_wire')) as count`;
  const [row] = await ask<{ count: number }>(ground, name, text);
  return row?.count ?? -1;
}

/** In a database that runs, or that is started for the question. */
async function ask<T>(ground: Ground, name: string, text: string): Promise<T[]> {
  const dataDir = path.join(ground.folder, name);
  const { startEmbedded } = await import('../../src/db/embedded/start-embedded.ts');
  const found = await findEmbedded(dataDir);
  const started =
    found.kind === 'running' ? null : await startEmbedded({ dataDir, log: () => undefined });
  if (started?.ok === false) throw new Error(started.failure.message);
  const url = found.kind === 'running' ? found.url : (started?.value.url ?? '');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
    await started?.value.stop();
  }
}

function arrived({ sink }: Ground): readonly SinkLogLine[] {
  let text = '';
  try {
    text = readFileSync(sink.log, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as SinkLogLine);
}

/** Lead and step of all that arrived, by the ledger of whoever sent it. */
function countsOf(ground: Ground, ledgers: readonly (readonly Row[])[]): Map<string, number> {
  const whatById = new Map(ledgers.flat().map((row) => [row.messageId, row.what]));
  const counts = new Map<string, number>();
  for (const { messageId } of arrived(ground)) {
    const what = whatById.get(messageId) ?? `nobody's ${messageId}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}

function truthOf(ground: Ground, ledger: readonly Row[]): ReadonlySet<string> {
  return new Set(countsOf(ground, [ledger]).keys());
}

function twiceIn(ground: Ground, ledgers: readonly (readonly Row[])[]): number {
  return [...countsOf(ground, ledgers).values()].filter((count) => count > 1).length;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + waitMsMax;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited too long for ${what}`);
    await pause(200);
  }
}
