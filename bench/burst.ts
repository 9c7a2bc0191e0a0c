/**
 * The place where a burst through the whole road is timed beside the bare nodemailer pool.
 *
 * Ours: the product itself, embedded PostgreSQL with synchronous commits, campaigns made over the
 * API, every check, a ledger row a mail. The rival keeps nothing and checks nothing: it composes
 * the same text and HTML and sends. Both to the same sink process, with as many connections.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { defaultSettings } from '../src/engine/deps.ts';
import { memoryOfTree, type Product, startProduct } from './product.ts';
import { bodyText, subjectText } from './words.ts';

export type Turn = {
  readonly ours: { readonly perSecond: number; readonly rssMb: number; readonly pssMb: number };
  readonly rival: { readonly perSecond: number };
};
export type BurstResult = { readonly mails: number; readonly turns: readonly Turn[] };

/** One after the other: a machine that is slow for a minute is slow for one turn of both. */
const turnsMax = 3;

const campaigns = 2_000;
const leadsEach = 25;
/** Engine seconds a second: an interval of a minute is over in 60 ms. */
const rate = 1_000;
/** A Monday, ten minutes before the window opens: time to set everything up. */
const timeStart = '2026-03-02T08:45:00.000Z';

export async function burst(): Promise<BurstResult> {
  const turns: Turn[] = [];
  while (turns.length < turnsMax) turns.push(await turn());
  return { mails: campaigns * leadsEach, turns };
}

async function turn(): Promise<Turn> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-burst-'));
  chmodSync(folder, 0o711);
  try {
    return { ours: await runOurs(path.join(folder, 'data')), rival: await runRival() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOurs(dataDir: string): Promise<Turn['ours']> {
  const sink = await startSink();
  const env = { COUNTERSIGN_DATA_DIR: dataDir, COUNTERSIGN_TIME_START: timeStart };
  const setup = await startProduct(env);
  await prepare(setup, sink.port);
  await setup.stop();
  const product = await startProduct({ ...env, COUNTERSIGN_TIME_RATE: String(rate) });
  let memory = { rssMb: 0, pssMb: 0 };
  const watch = setInterval(() => {
    const now = memoryOfTree(product.pid);
    if (now.pssMb > memory.pssMb) memory = now;
  }, 500);
  const perSecond = await sink.rateOf(campaigns * leadsEach);
  clearInterval(watch);
  await product.stop();
  sink.stop();
  return { perSecond, ...memory };
}

async function prepare(product: Product, port: number): Promise<void> {
  const post = async (url: string, body: unknown) =>
    (await product.request('POST', `/api/v1${url}`, body)) as Record<string, string>;
  const smtp = { host: '127.0.0.1', port, security: 'none' };
  const aliases: string[] = [];
  for (let n = 0; n < 20; n++) {
    const address = `sender${n}@ours.example`;
    const alias = await post('/aliases', {
      address,
      display_name: 'Ada Sender',
      smtp,
      daily_cap: 100_000,
    });
    await post(`/aliases/${alias.alias_id}/verify`, undefined);
    aliases.push(String(alias.alias_id));
  }
  const template = await post('/templates', {
    name: 'Burst',
    subject: subjectText('{{ first_name }}'),
    body: bodyText('{{ first_name }}', '{{ company }}'),
  });
  const one = async (n: number) => {
    const rows = Array.from({ length: leadsEach }, (_, m) => ({
      email: `lead${m}@c${n}.example`,
      first_name: `Lead${m}`,
      company: `Company ${n}`,
    }));
    const dataset = await post('/datasets', { name: `Leads ${n}`, rows });
    const campaign = await post('/campaigns', {
      name: `Burst ${n}`,
      dataset_id: dataset.dataset_id,
      alias_ids: [aliases[n % aliases.length]],
      steps: [
        {
          step: 1,
          variants: [{ label: 'A', type: 'TEMPLATE', template_id: template.template_id }],
        },
      ],
      daily_limit: 10_000,
      min_interval_seconds: 60,
      sending_window_start: '09:00:00',
      sending_window_end: '23:59:59',
      send_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    });
    await post(`/campaigns/${campaign.campaign_id}/launch`, undefined);
    return String(campaign.campaign_id);
  };
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < campaigns; n = next++) await one(n);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  await allEnrolled(product);
}

async function allEnrolled(product: Product): Promise<void> {
  for (;;) {
    const path_ = '/api/v1/campaigns?status=launching&limit=1';
    const page = (await product.request('GET', path_)) as { items: unknown[] };
    if (page.items.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function runRival(): Promise<Turn['rival']> {
  const sink = await startSink();
  const script = fileURLToPath(new URL('./rival-nodemailer.ts', import.meta.url));
  const { connectionsMax } = defaultSettings;
  const of = [String(sink.port), String(campaigns * leadsEach), String(connectionsMax)];
  const rival = spawn(process.execPath, ['--import', 'tsx', script, ...of], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const perSecond = await sink.rateOf(campaigns * leadsEach);
  rival.kill();
  sink.stop();
  return { perSecond };
}

type SinkProcess = {
  readonly port: number;
  /** Mails a second from the first to the last of so many. */
  readonly rateOf: (mails: number) => Promise<number>;
  readonly stop: () => void;
};

async function startSink(): Promise<SinkProcess> {
  const script = fileURLToPath(new URL('./counting-sink.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const arrived = { count: 0, firstAt: 0, lastAt: 0 };
  let wake = () => {};
  const port = await new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      const said = JSON.parse(line) as {
        port?: number;
        count?: number;
        firstAt?: number;
        lastAt?: number;
      };
      if (said.port !== undefined) resolve(said.port);
      Object.assign(arrived, said);
      wake();
    });
  });
  return {
    port,
    rateOf: async (mails) => {
      while (arrived.count < mails) await new Promise<void>((resolve) => (wake = resolve));
      return Math.round(mails / ((arrived.lastAt - arrived.firstAt) / 1000));
    },
    stop: () => child.kill(),
  };
}
