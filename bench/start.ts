/**
 * The place where it is measured how long a start takes, on an empty folder and on one that is
 * there, and what the process holds when it has nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryOfTree, startProduct } from './product.ts';

export type StartResult = {
  readonly ours: Started;
  readonly rival: Started;
  readonly load: number;
};

type Started = {
  /** To the first 200 of /readyz, initdb and migrations included. */
  readonly coldMs: number;
  readonly warmMs: number;
  readonly rssMb: number;
  readonly pssMb: number;
};

const runs = 5;
const restMs = 4_000;

export async function start(): Promise<StartResult> {
  const [load = 0] = loadavg();
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-start-'));
  chmodSync(folder, 0o711);
  try {
    // The rival compiled as we are: reading TypeScript is no part of its start.
    const rival = compile();
    const ours = { cold: [], warm: [], memory: [] };
    const theirs = { cold: [], warm: [], memory: [] };
    // In turns: what else the machine does falls on both.
    for (let run = 0; run < runs; run++) {
      await measure(path.join(folder, `ours-${run}`), ours);
      await measure(path.join(folder, `theirs-${run}`), theirs, [rival]);
    }
    return { ours: toStarted(ours), rival: toStarted(theirs), load };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Samples = {
  readonly cold: number[];
  readonly warm: number[];
  readonly memory: { readonly rssMb: number; readonly pssMb: number }[];
};

async function measure(
  dataDir: string,
  samples: Samples,
  program?: readonly string[],
): Promise<void> {
  for (const times of [samples.cold, samples.warm]) {
    const began = performance.now();
    const product = await startProduct({ COUNTERSIGN_DATA_DIR: dataDir }, program);
    times.push(performance.now() - began);
    if (times === samples.warm) {
      await new Promise((wake) => setTimeout(wake, restMs));
      samples.memory.push(memoryOfTree(product.pid));
    }
    await product.stop();
  }
}

function toStarted({ cold, warm, memory }: Samples): Started {
  return {
    coldMs: median(cold),
    warmMs: median(warm),
    rssMb: median(memory.map(({ rssMb }) => rssMb)),
    pssMb: median(memory.map(({ pssMb }) => pssMb)),
  };
}

function median(times: readonly number[]): number {
  return Math.round([...times].sort((a, b) => a - b)[times.length >> 1] ?? 0);
}

/** Beside our own dist, whose modules it imports: the folder of packages is found from there. */
function compile(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const out = path.join(root, 'dist', '.bench');
  const options = ['--noEmit', 'false', '--rootDir', '.', '--outDir', out, '--noCheck'];
  const shared = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--rewriteRelativeImportExtensions',
  ];
  const files = ['bench/rival-hello.ts'];
  const args = [compiler, ...files, ...options, ...shared, '--ignoreConfig'];
  const ran = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stdout);
  return path.join(out, 'bench/rival-hello.js');
}
