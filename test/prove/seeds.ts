/**
 * The place where thousands of seeds are lived through, and it is counted what went wrong where.
 *
 * Each aims at one crash point in one way. Some never come by it: those that are left over are then
 * hunted, by seeds that came by there and else by new ones, until every way has struck at every
 * crash point that can have it.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { crashPoints } from '../simulation/crash-points.ts';
import { pointFaults } from '../simulation/faults.ts';
import type { SeedReport } from '../simulation/run-seed.ts';
import type { Hunted, Pair, Share } from './seed-range.ts';

type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type SeedsResult = {
  readonly seeds: number;
  /** Lived through besides, to hunt for what had not struck. */
  readonly hunts: number;
  readonly failed: readonly SeedReport[];
  readonly steps: number;
  readonly handedOver: number;
  /** Crash point → fault → how often. */
  readonly hits: Counts;
  /** Pairs of a crash point and a fault it can have. */
  readonly pairs: readonly Pair[];
  readonly struckBefore: number;
  readonly missed: readonly Pair[];
  /** Listed and never reached, reached and not listed. */
  readonly unreached: readonly string[];
  readonly unlisted: readonly string[];
  readonly seconds: number;
};

const processes = 2;
const huntsFrom = 1_000_000;

export async function seeds(count: number, first: number): Promise<SeedsResult> {
  const began = Date.now();
  const reports: SeedReport[] = [];
  const shares = Array.from({ length: processes }, (_, n) => ({
    first: first + n,
    count: Math.ceil((count - n) / processes),
    stride: processes,
  }));
  await Promise.all(shares.map((share) => runShare(share, reports)));
  const lived = reports.length;
  const before = hitsOf(reports);
  const left = pairsOf(reports)
    .filter((pair) => timesOf(before, pair) === 0)
    .map((pair): Hunted => ({ ...pair, seeds: seedsBy(reports, pair.label) }));
  await Promise.all(
    Array.from({ length: processes }, (_, n) =>
      runShare(
        {
          first: huntsFrom * (n + 1),
          hunted: left.filter((_pair, index) => index % processes === n),
        },
        reports,
      ),
    ),
  );
  const hits = hitsOf(reports);
  const pairs = pairsOf(reports);
  return {
    seeds: lived,
    hunts: reports.length - lived,
    failed: reports.filter((report) => report.failure !== null),
    steps: reports.reduce((sum, report) => sum + report.steps, 0),
    handedOver: reports.reduce((sum, report) => sum + report.calls, 0),
    hits,
    pairs,
    struckBefore: pairs.length - left.length,
    missed: pairs.filter((pair) => timesOf(hits, pair) === 0),
    unreached: crashPoints.filter((label) => !hits.has(label)),
    unlisted: [...hits.keys()].filter((label) => !crashPoints.includes(label)),
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

/** Of each road that leads there one is as good as another: a few are enough. */
const seedsOfPairMax = 5;

function seedsBy(reports: readonly SeedReport[], label: string): readonly number[] {
  const came = reports.filter(({ hits }) => (hits[label]?.passed ?? 0) > 0);
  return came.slice(0, seedsOfPairMax).map(({ seed }) => seed);
}

function timesOf(counts: Counts, { label, kind }: Pair): number {
  return counts.get(label)?.get(kind) ?? 0;
}

function hitsOf(reports: readonly SeedReport[]): Counts {
  const hits = new Map<string, Map<string, number>>();
  for (const report of reports) {
    for (const [label, kinds] of Object.entries(report.hits)) {
      const of = hits.get(label) ?? new Map<string, number>();
      hits.set(label, of);
      for (const [kind, times] of Object.entries(kinds)) of.set(kind, (of.get(kind) ?? 0) + times);
    }
  }
  return hits;
}

function pairsOf(reports: readonly SeedReport[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { cannot } of reports) {
    for (const [label, not] of Object.entries(cannot)) {
      for (const kind of pointFaults) {
        if (!not.includes(kind)) pairs.set(`${label} ${kind}`, { label, kind });
      }
    }
  }
  return [...pairs.values()];
}

function runShare(share: Share, reports: SeedReport[]): Promise<void> {
  const script = fileURLToPath(new URL('./seed-range.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(share)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const report = JSON.parse(line) as SeedReport;
    reports.push(report);
    if (report.failure !== null) console.log(`seed ${report.seed}: ${report.failure}`);
    if (reports.length % 100 === 0) console.error(`${reports.length} seeds`);
  });
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

/** A row a crash point: how often each fault struck there; a dash where it cannot. */
export function hitsTable({ hits, pairs }: SeedsResult): string {
  const can = new Set(pairs.map(({ label, kind }) => `${label} ${kind}`));
  const rows = [...hits]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, kinds]) => {
      const counts = pointFaults.map((kind) =>
        can.has(`${label} ${kind}`) ? (kinds.get(kind) ?? 0) : '–',
      );
      return `| ${label} | ${(kinds.get('passed') ?? 0) + (kinds.get('calm') ?? 0)} | ${counts.join(' | ')} |`;
    });
  const head = `| crash point | passed | ${pointFaults.join(' | ')} |`;
  return [head, `|---|${'---|'.repeat(pointFaults.length + 1)}`, ...rows].join('\n');
}
