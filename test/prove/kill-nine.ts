/**
 * The place where workers and PostgreSQL are killed in the middle of their work, fifty times, and
 * the mail that arrived is held against the ledger: nothing twice, nothing lost, and no more
 * unknown than there were connections open.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Product, startProduct } from '../../bench/product.ts';
import { startEmbedded } from '../../src/db/embedded/start-embedded.ts';
import { type Seeded, seeded } from '../simulation/seeded.ts';
import type { SinkLogLine } from '../support/smtp-sink-log.ts';
import { type SteadyAddress, startProxy } from './proxy.ts';

export type KillNineResult = {
  readonly mails: number;
  readonly kills: { readonly worker: number; readonly backend: number; readonly server: number };
  readonly arrived: number;
  readonly twice: number;
  readonly lost: number;
  readonly withoutRow: number;
  readonly undecided: number;
  readonly unknown: number;
  readonly unknownAfterKill: number;
  readonly dropped: number;
  readonly openAtKills: number;
  readonly seconds: number;
};

const campaigns = 200;
const leadsEach = 25;
const mails = campaigns * leadsEach;
const workers = 3;
/**
 * Engine seconds a second: a campaign's minute is over in 200 ms, so that the run lasts a minute
 * or two.
 */
const rate = 300;
const doneMsMax = 300_000;

export async function killNine(kills: number, seed: number): Promise<KillNineResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-kill-'));
  chmodSync(folder, 0o711);
  const stage = await setStage(folder, seed);
  try {
    const began = Date.now();
    const done = await murder(stage, { kills, seed });
    await untilQuiet(stage);
    await stage.end();
    const seconds = Math.round((Date.now() - began) / 1000);
    return { ...(await reckon(stage)), ...done, seconds };
  } finally {
    await stage.end();
    await stage.server.current.stop();
    stage.proxy.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Server = {
  readonly port: number;
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
};
type Stage = {
  readonly sinkPort: number;
  readonly sinkLog: string;
  readonly proxy: SteadyAddress;
  readonly url: string;
  readonly server: { current: Server };
  readonly restartServer: () => Promise<void>;
  readonly workers: ChildProcess[];
  readonly end: () => Promise<void>;
};

async function setStage(folder: string, seed: number): Promise<Stage> {
  const start = async (): Promise<Server> => {
    const started = await startEmbedded({ dataDir: path.join(folder, 'pg'), log: () => undefined });
    if (!started.ok) throw new Error(started.failure.message);
    return started.value;
  };
  const server = { current: await start() };
  const proxy = await startProxy(server.current.port);
  const url = server.current.url.replace(`:${server.current.port}/`, `:${proxy.port}/`);
  const sinkLog = path.join(folder, 'arrived.log');
  const sink = await startSink(sinkLog, seed);
  const env = {
    DATABASE_URL: url,
    COUNTERSIGN_SECRET_KEY: randomBytes(32).toString('base64'),
    COUNTERSIGN_TIME_START: '2026-03-02T08:30:00.000Z',
    COUNTERSIGN_LOG_LEVEL: 'error',
  };
  const front = await startProduct({
    ...env,
    COUNTERSIGN_DATA_DIR: path.join(folder, 'front'),
    COUNTERSIGN_ROLE: 'all',
  });
  await prepare(front, sink.port);
  await front.stop();
  const entry = fileURLToPath(new URL('../../dist/main/main.js', import.meta.url));
  const startWorker = (n: number): ChildProcess =>
    spawn(process.execPath, [entry], {
      env: {
        ...process.env,
        ...env,
        COUNTERSIGN_DATA_DIR: path.join(folder, `worker-${n}`),
        COUNTERSIGN_ROLE: 'work',
        COUNTERSIGN_TIME_RATE: String(rate),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  const running: ChildProcess[] = [];
  let ended = false;
  // As a supervisor would: a worker that ends by itself begins again.
  const supervise = (n: number): void => {
    const child = startWorker(n);
    running[n] = child;
    child.once('exit', () => {
      if (!ended) setTimeout(() => !ended && supervise(n), 100);
    });
  };
  for (let n = 0; n < workers; n++) supervise(n);
  return {
    sinkPort: sink.port,
    sinkLog,
    proxy,
    url,
    server,
    restartServer: async () => {
      await server.current.stop();
      server.current = await start();
      proxy.pointAt(server.current.port);
    },
    workers: running,
    end: async () => {
      if (ended) return;
      ended = true;
      for (const worker of running) worker.kill('SIGTERM');
      await Promise.all(running.map(gone));
      sink.child.kill('SIGTERM');
      await gone(sink.child);
    },
  };
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function startSink(log: string, seed: number) {
  const script = fileURLToPath(new URL('../support/smtp-sink.ts', import.meta.url));
  const options = ['--log', log, '--seed', String(seed), '--drop-after-data', '0.002'];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  return { child, port };
}

async function prepare(front: Product, port: number): Promise<void> {
  const post = async (url: string, body?: unknown) =>
    (await front.request('POST', `/api/v1${url}`, body)) as Record<string, string>;
  const smtp = { host: '127.0.0.1', port, security: 'none' };
  const alias = await post('/aliases', {
    address: 'sender@ours.example',
    display_name: 'Ada',
    smtp,
    daily_cap: 100_000,
  });
  await post(`/aliases/${alias.alias_id}/verify`);
  const template = await post('/templates', {
    name: 'T',
    subject: 'To {{ name }}',
    body: 'Hello {{ name }}',
  });
  for (let n = 0; n < campaigns; n++) {
    const rows = Array.from({ length: leadsEach }, (_, m) => ({
      email: `l${m}@c${n}.example`,
      name: `L${m}`,
    }));
    const dataset = await post('/datasets', { name: `D${n}`, rows });
    const variants = [{ label: 'A', type: 'TEMPLATE', template_id: template.template_id }];
    const campaign = await post('/campaigns', {
      name: `C${n}`,
      dataset_id: dataset.dataset_id,
      alias_ids: [alias.alias_id],
      steps: [{ step: 1, variants }],
      daily_limit: 10_000,
      min_interval_seconds: 60,
      sending_window_start: '09:00:00',
      sending_window_end: '23:59:59',
    });
    await post(`/campaigns/${campaign.campaign_id}/launch`);
  }
}

/** Each kill falls after a share of the mail has arrived, so that all fifty fall into work. */
async function murder(stage: Stage, of: { readonly kills: number; readonly seed: number }) {
  const chance = seeded(of.seed, 'kills');
  const kills = { worker: 0, backend: 0, server: 0 };
  let openAtKills = 0;
  for (let n = 0; n < of.kills; n++) {
    const share = ((n + 1) * mails * 0.9) / (of.kills + 1);
    while (arrived(stage).length < share) await pause(15);
    await pause(chance.below(40));
    if (n % 10 === 9) {
      process.kill(stage.server.current.pid, 'SIGKILL');
      await pause(200);
      await stage.restartServer();
      kills.server++;
    } else if (n % 5 === 4) {
      killBackend(stage.server.current.pid, chance);
      kills.backend++;
    } else {
      const which = chance.below(workers);
      const victim = stage.workers[which];
      if (victim?.pid === undefined) continue;
      // Stopped first: what is counted is what is open when it dies.
      victim.kill('SIGSTOP');
      openAtKills += connectionsTo(victim.pid, stage.sinkPort);
      victim.kill('SIGKILL');
      await gone(victim);
      kills.worker++;
    }
  }
  return { kills, openAtKills };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** PostgreSQL answers a killed backend by ending all the others and recovering. */
function killBackend(postmaster: number, chance: Seeded): void {
  const children = readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const status = readOr(`/proc/${pid}/stat`);
    const parent = Number(/^\d+ \(.*\) \S (\d+)/.exec(status)?.[1]);
    return parent === postmaster && /127\.0\.0\.1/.test(readOr(`/proc/${pid}/cmdline`));
  });
  if (children.length > 0) process.kill(Number(chance.pick(children)), 'SIGKILL');
}

/** Connections of one process to the sink, as the kernel lists them. */
function connectionsTo(pid: number, port: number): number {
  const inodes = new Set<string>();
  for (const line of readOr('/proc/net/tcp').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const remote = Number.parseInt(fields[2]?.split(':')[1] ?? '', 16);
    if (remote === port && fields[9] !== undefined) inodes.add(fields[9]);
  }
  try {
    const held = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    return held.filter((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '')).length;
  } catch {
    return 0;
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function arrived(stage: Stage): readonly SinkLogLine[] {
  return readOr(stage.sinkLog)
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as SinkLogLine);
}

type Live = { readonly live: number; readonly flying: number };

async function untilQuiet(stage: Stage): Promise<void> {
  const until = Date.now() + doneMsMax;
  while (Date.now() < until) {
    const [row] = await ask<Live>(
      stage,
      `select (select count(*)::int from enrolment where status in ('pending', 'active')) as live,
         (select count(*)::int from send where state in ('claimed', 'on_wire')) as flying`,
    ).catch(() => []);
    if (row?.live === 0 && row.flying === 0) return;
    await pause(500);
  }
}

async function ask<Row>(stage: Stage, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stage.server.current.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

type LedgerRow = {
  readonly message_id: string | null;
  readonly state: string;
  readonly email: string;
  readonly reason: string | null;
};

async function reckon(stage: Stage) {
  const mail = arrived(stage);
  const rows = await ask<LedgerRow>(
    stage,
    'select s.message_id, s.state, s.reason, e.email from send s join enrolment e on e.id = s.enrolment_id',
  );
  const [undecided] = await ask<{ count: number }>(
    stage,
    "select count(*)::int as count from enrolment where status in ('pending', 'active')",
  );
  const byLead = new Map<string, number>();
  for (const { to } of mail) byLead.set(to, (byLead.get(to) ?? 0) + 1);
  const arrivedIds = new Set(mail.map((line) => line.messageId));
  const possible = new Map(rows.map((row) => [row.message_id, row]));
  const unknown = rows.filter((row) => row.state === 'unknown');
  const dropped = new Set(
    mail.filter((line) => line.told === 'none').map((line) => line.messageId),
  );
  return {
    mails,
    arrived: mail.length,
    twice: [...byLead.values()].filter((count) => count > 1).length,
    // Said to be sent, and it never came.
    lost: rows.filter((row) => row.state === 'accepted' && !arrivedIds.has(row.message_id ?? ''))
      .length,
    // It came, and the ledger does not own up to it.
    withoutRow: mail.filter(({ messageId }) => {
      const state = possible.get(messageId)?.state;
      return state !== 'accepted' && state !== 'unknown';
    }).length,
    undecided: undecided?.count ?? -1,
    unknown: unknown.length,
    unknownAfterKill: unknown.filter((row) => !dropped.has(row.message_id ?? '')).length,
    dropped: dropped.size,
  };
}
