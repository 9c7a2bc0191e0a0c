/**
 * The place where a request of the product is measured beside the least that could answer it: a
 * bare Fastify with one indexed select. Same database, same load, each server a process of its own.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { startTestServer } from '../test/support/test-server.ts';
import { bootstrapKey, freePort, startProduct } from './product.ts';

export type IdentityResult = {
  readonly ours: Load;
  readonly rival: Load;
  /** Of the machine when it began: other work slows both. */
  readonly loadAtStart: number;
};

type Load = { readonly perSecond: number; readonly p99Ms: number };

/** Short turns: what else the machine does then slows both alike. */
const rounds = 10;
const seconds = 2;
const warmSeconds = 3;
const connections = 20;

export async function identity(): Promise<IdentityResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-identity-'));
  const database = await startTestServer({ durable: true });
  const product = await startProduct({
    DATABASE_URL: database.url,
    COUNTERSIGN_DATA_DIR: folder,
    COUNTERSIGN_ROLE: 'serve',
  });
  const rival = await startRival(database.url);
  const loadAtStart = loadavg()[0] ?? 0;
  const ours: Load[] = [];
  const theirs: Load[] = [];
  try {
    for (const { base } of [rival, product]) await press(base, warmSeconds);
    for (let round = 0; round < rounds; round++) {
      theirs.push(await press(rival.base, seconds));
      ours.push(await press(product.base, seconds));
    }
  } finally {
    rival.stop();
    await product.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return { ours: median(ours), rival: median(theirs), loadAtStart };
}

async function press(base: string, duration: number): Promise<Load> {
  const load = { url: `${base}/api/v1/auth/me`, connections, headers: headers(), duration };
  const { requests, latency, non2xx, errors } = await autocannon(load);
  if (non2xx + errors > 0) throw new Error(`${non2xx} refused and ${errors} failed at ${base}`);
  return { perSecond: Math.round(requests.average), p99Ms: latency.p99 };
}

function headers(): Record<string, string> {
  return { authorization: `Bearer ${bootstrapKey}` };
}

function median(loads: readonly Load[]): Load {
  const sorted = [...loads].sort((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

async function startRival(url: string) {
  const port = await freePort();
  const script = fileURLToPath(new URL('rival-fastify.ts', import.meta.url));
  const child = fork(script, [url, String(port)]);
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the rival did not start')));
  });
  return { base: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') };
}
