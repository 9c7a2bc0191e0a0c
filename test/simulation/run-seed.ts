/** The place where one seed is lived through: a storm, a calm, and what is left to clear. */
import { createDatabase } from '../../src/db/database.ts';
import { checkBooks } from './books.ts';
import type { Aim, PointFault } from './faults.ts';
import type { Life } from './life.ts';
import { launchesOf, live } from './life.ts';
import { checkLimits } from './limits.ts';
import { checkOutcomes } from './outcomes.ts';
import { checkPaces } from './paces.ts';
import { type Plan, planOf } from './plan.ts';
import { insertWorld } from './rows.ts';
import type { Sessions } from './sessions.ts';
import type { Stage, StageOptions } from './stage.ts';
import { addWorker, createStage } from './stage.ts';

/** What runs share: the server's sessions, and a clean database. */
export type Ground = {
  readonly sessions: Sessions;
  readonly reset: () => Promise<void>;
};

export type SeedReport = {
  readonly seed: number;
  readonly failure: string | null;
  readonly promise: string | null;
  readonly hash: string;
  readonly steps: number;
  /** Engine instant, ISO. */
  readonly at: string;
  readonly tail: readonly string[];
  /** Crash point → fault → how often; `passed` is none, `calm` none because faults had stopped. */
  readonly hits: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Crash point → faults it cannot have: a sleep has no answer to lose. */
  readonly cannot: Readonly<Record<string, readonly PointFault[]>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly accepted: number;
};

/** `aim`: besides what the seed itself aims at, so that it comes by where it came by before. */
export type RunOptions = StageOptions & { readonly days?: number; readonly aim?: Aim };

const dayMs = 86_400_000;

export async function runSeed(
  ground: Ground,
  seed: number,
  of: RunOptions = {},
): Promise<SeedReport> {
  const { sessions } = ground;
  await ground.reset();
  const plan = withAim(planOf(seed, of.days), of.aim);
  await insertWorld(sessions, plan);
  const stage = createStage(sessions, plan, of);
  let failure: Error | null = null;
  try {
    await liveThrough(stage);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  await end(stage);
  return reportOf(stage, failure);
}

function withAim(plan: Plan, aim: Aim | undefined): Plan {
  if (aim === undefined) return plan;
  // First: where both aim at one point, the seed's own has struck in another run.
  return { ...plan, faults: { ...plan.faults, aims: [aim, ...plan.faults.aims] } };
}

async function liveThrough(stage: Stage): Promise<void> {
  const { plan } = stage;
  const life: Life = {
    stage,
    monitor: monitorOf(stage.sessions),
    launches: launchesOf(stage),
    phase: 'storm',
    until: plan.startEngine,
    last: null,
    sweptAt: -1,
    tried: new Map(),
  };
  for (let worker = 0; worker < plan.workers; worker++) addWorker(stage);
  for (let day = 0; day < plan.days; day++) {
    life.until += dayMs;
    await live(life);
    await checkDay(stage);
  }
  stage.faults.calm();
  stage.mail.calm();
  stage.trace.note('-- calm --');
  for (const { process } of stage.workers) process.pausedUntil = Number.NEGATIVE_INFINITY;
  stage.desk.process().pausedUntil = Number.NEGATIVE_INFINITY;
  life.phase = 'calm';
  await live(life);
  await checkRest(stage, false);
  stage.trace.note('-- clearing --');
  life.phase = 'clearing';
  await live(life);
  await checkRest(stage, true);
}

async function checkDay({ sessions, plan, mail }: Stage): Promise<void> {
  await checkLimits(sessions, plan, mail.calls);
  await checkBooks(sessions, mail.calls);
}

async function checkRest(stage: Stage, strict: boolean): Promise<void> {
  await checkDay(stage);
  await checkOutcomes(stage.sessions, stage.plan, strict);
  await checkPaces(stage.sessions, stage.engine());
}

/** By the engine's own functions, but past the scheduler. */
function monitorOf(sessions: Sessions): Life['monitor'] {
  return createDatabase({
    connect: () =>
      Promise.resolve({
        query: async (query: { name: string; text: string; values: unknown[] }) => ({
          rows: await sessions.ask(query.name, query.text, query.values),
        }),
        release: () => undefined,
      } as never),
    end: () => Promise.resolve(),
  }).db;
}

/** Everybody goes, whatever they were in the middle of: the next seed finds an empty stage. */
async function end(stage: Stage): Promise<void> {
  for (const { process } of stage.workers) if (process.alive) await stage.kernel.kill(process);
  const desk = stage.desk.process();
  if (desk.alive) await stage.kernel.kill(desk);
}

function reportOf(stage: Stage, failure: Error | null): SeedReport {
  const { trace, faults, mail, kernel } = stage;
  return {
    seed: stage.plan.seed,
    failure: failure === null ? null : String(failure.stack),
    promise: failure === null ? null : ((failure as { promise?: string }).promise ?? failure.name),
    hash: trace.hash(),
    steps: kernel.steps(),
    at: new Date(stage.engine()).toISOString(),
    tail: trace.tail(),
    hits: Object.fromEntries(
      [...faults.hits()].map(([label, kinds]) => [label, Object.fromEntries(kinds)]),
    ),
    cannot: Object.fromEntries(faults.cannot()),
    counts: Object.fromEntries(stage.counts),
    calls: mail.calls.length,
    accepted: mail.calls.filter((call) => call.accepted).length,
  };
}
