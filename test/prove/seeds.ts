/**
 * The place where thousands of seeds are lived through, and it is counted what went wrong where.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pointFaults } from '../simulation/faults.ts';
import { knownLabels } from '../simulation/known-labels.ts';
import type { SeedReport } from '../simulation/run-seed.ts';

export type SeedsResult = {
  readonly seeds: number;
  readonly failed: readonly SeedReport[];
  readonly steps: number;
  readonly handedOver: number;
  /** Statement or call → fault → how often. */
  readonly hits: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly unreached: readonly string[];
  readonly seconds: number;
};

const processes = 2;

export async function seeds(count: number, first: number): Promise<SeedsResult> {
  const began = Date.now();
  const reports: SeedReport[] = [];
  const shares = Array.from({ length: processes }, (_, n) => n);
  await Promise.all(
    shares.map((n) =>
      runRange([first + n, Math.ceil((count - n) / processes), processes], (report) => {
        reports.push(report);
        if (report.failure !== null) console.log(`seed ${report.seed}: ${report.failure}`);
        if (reports.length % 100 === 0) console.error(`${reports.length} seeds`);
      }),
    ),
  );
  const hits = new Map<string, Map<string, number>>();
  for (const report of reports) {
    for (const [label, kinds] of Object.entries(report.hits)) {
      const of = hits.get(label) ?? new Map<string, number>();
      hits.set(label, of);
      for (const [kind, times] of Object.entries(kinds)) of.set(kind, (of.get(kind) ?? 0) + times);
    }
  }
  return {
    seeds: reports.length,
    failed: reports.filter((report) => report.failure !== null),
    steps: reports.reduce((sum, report) => sum + report.steps, 0),
    handedOver: reports.reduce((sum, report) => sum + report.calls, 0),
    hits,
    unreached: (await knownLabels()).filter((label) => !hits.has(label)),
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

function runRange(of: readonly number[], onReport: (report: SeedReport) => void): Promise<void> {
  const script = fileURLToPath(new URL('./seed-range.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...of.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => onReport(JSON.parse(line) as SeedReport));
  return new Promise((resolve, reject) => {
    let closed = false;
    lines.on('close', () => (closed = true));
    child.on('exit', (code) => {
      if (code !== 0) return reject(new Error(`a process of seeds ended with ${code}`));
      const settle = () => (closed ? resolve() : setTimeout(settle, 10));
      settle();
    });
  });
}

/** A row a crash point: how often each fault struck there. */
export function hitsTable({ hits }: SeedsResult): string {
  const rows = [...hits]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, kinds]) => {
      const counts = pointFaults.map((kind) => kinds.get(kind) ?? 0);
      return `| ${label} | ${kinds.get('passed') ?? 0} | ${counts.join(' | ')} |`;
    });
  const head = `| crash point | passed | ${pointFaults.join(' | ')} |`;
  return [head, `|---|${'---|'.repeat(pointFaults.length + 1)}`, ...rows].join('\n');
}
