/**
 * The place where a benchmark or a proof runs the product itself, as its own process, and talks
 * to it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** As it is built, by `npm run build`, with the flags of `npm start`. */
const built = [...flagsOfStart(), fileURLToPath(new URL('../dist/main/main.js', import.meta.url))];

export function flagsOfStart(): readonly string[] {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(file) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** As it is written, for tests: nothing has to be built first. */
export const unbuilt = [
  '--import',
  'tsx',
  fileURLToPath(new URL('../src/main/main.ts', import.meta.url)),
];

export const bootstrapKey = `cs_live_${randomBytes(32).toString('base64url')}`;

export type Product = {
  readonly pid: number;
  readonly base: string;
  readonly child: ChildProcess;
  readonly request: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** SIGTERM, awaited. */
  readonly stop: () => Promise<number | null>;
};

const startMsMax = 60_000;

export async function startProduct(
  env: Readonly<Record<string, string>>,
  program: readonly string[] = built,
): Promise<Product> {
  const port = await freePort();
  const child = spawn(process.execPath, program, {
    env: {
      ...process.env,
      COUNTERSIGN_BOOTSTRAP_KEY: bootstrapKey,
      COUNTERSIGN_LOG_LEVEL: 'warn',
      COUNTERSIGN_RATE_LIMIT: '1000000',
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const base = `http://127.0.0.1:${port}`;
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await ready(base, child);
  return {
    pid: child.pid ?? 0,
    base,
    child,
    request: (method, path, body) => request(base, { method, path, body }),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export type Ran = { readonly code: number | null; readonly out: string; readonly error: string };

/** One command of the product, to its end. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program: readonly string[] = built,
): Promise<Ran> {
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

async function ready(base: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + startMsMax;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the product did not become ready (exit code ${child.exitCode})`);
}

async function request(
  base: string,
  { method, path, body }: { method: string; path: string; body: unknown },
): Promise<unknown> {
  const answer = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${bootstrapKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

/**
 * Resident memory of a process and all below it, in MB: plain, and with shared pages counted
 * once.
 */
export function memoryOfTree(root: number): {
  readonly rssMb: number;
  readonly pssMb: number;
  /** Resident, of the process alone. */
  readonly ownMb: number;
} {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOr(`/proc/${name}/stat`);
    const ppid = /^\d+ \(.*\) \S (\d+)/.exec(stat)?.[1];
    if (ppid !== undefined) parents.set(Number(name), Number(ppid));
  }
  let rssKb = 0;
  let pssKb = 0;
  let ownKb = 0;
  for (const pid of parents.keys()) {
    if (!isBelow(pid, root, parents)) continue;
    const rollup = readOr(`/proc/${pid}/smaps_rollup`);
    const residentKb = Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    rssKb += residentKb;
    if (pid === root) ownKb = residentKb;
    pssKb += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  const [rssMb = 0, pssMb = 0, ownMb = 0] = [rssKb, pssKb, ownKb].map((kb) =>
    Math.round(kb / 1024),
  );
  return { rssMb, pssMb, ownMb };
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
    if (at === root) return true;
  }
  return false;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
