/**
 * The place where a seed's world is put together: the database, the mail, the people, the
 * workers.
 */
import { createWindowTable } from '../../src/domain/schedule/window.ts';
import type { Round } from '../../src/engine/deps.ts';
import { verbs } from '../../src/engine/verbs.ts';
import type { Desk } from './desk.ts';
import { createDesk } from './desk.ts';
import type { Faults } from './faults.ts';
import { createFaults } from './faults.ts';
import type { Kernel, Op, Result, Task } from './kernel.ts';
import { createKernel } from './kernel.ts';
import type { MailWorld } from './mail-world.ts';
import { createMailWorld } from './mail-world.ts';
import { createPlainRenderer } from './plain-renderer.ts';
import type { Plan } from './plan.ts';
import type { Sabotage } from './process.ts';
import { createIds } from './process.ts';
import type { Seeded } from './seeded.ts';
import { seeded } from './seeded.ts';
import type { Sessions } from './sessions.ts';
import type { Trace } from './trace.ts';
import { createTrace } from './trace.ts';
import { Violation } from './violation.ts';
import type { Watch } from './watch.ts';
import { createWatch } from './watch.ts';
import type { Folder, Worker, WorkerDeps } from './worker.ts';
import { createWorker } from './worker.ts';

/** The engine's clock as the database has it; read again whenever somebody may have set it. */
export type Time = { anchorReal: number; anchorEngine: number; rate: number };

export type Stage = {
  readonly plan: Plan;
  readonly sessions: Sessions;
  readonly kernel: Kernel;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly mail: MailWorld;
  readonly watch: Watch;
  readonly desk: Desk;
  readonly chance: Seeded;
  readonly time: Time;
  readonly workers: Worker[];
  readonly workerDeps: WorkerDeps;
  readonly engine: () => number;
  /** What the last round of a verb came to, and how long to leave it alone after an idle one. */
  readonly rests: Map<string, Rest>;
  readonly counts: Map<string, number>;
  clockTouched: boolean;
  /** As it was last seen. */
  fenced: boolean;
  /** Operations of everybody but the sweepers. */
  moves: number;
  workersMade: number;
  /** When the next worker is started in the place of one that is gone. */
  respawnAt: number | null;
  failure: Error | null;
};

export type Rest = { until: number; ms: number; idleRounds: number };

/** A round of `dispatch` in each of its lanes may have all its connections on the wire. */
const dispatchLanes = verbs.find((verb) => verb.name === 'dispatch')?.lanes ?? 1;

export type StageOptions = {
  readonly tailMax?: number | undefined;
  readonly sabotage?: Sabotage | undefined;
};

export function createStage(sessions: Sessions, plan: Plan, options: StageOptions): Stage {
  const { seed, startReal } = plan;
  const trace = createTrace(options.tailMax);
  const faults = createFaults(plan.faults, seeded(seed, 'faults'));
  const chance = seeded(seed, 'life');
  const kernel = createKernel({
    sessions,
    faults,
    chance: seeded(seed, 'kernel'),
    trace,
    startReal,
  });
  const time: Time = { anchorReal: startReal, anchorEngine: plan.startEngine, rate: plan.rate };
  const engine = (): number =>
    Math.floor(time.anchorEngine + (kernel.real() - time.anchorReal) * time.rate);
  const renderer = createPlainRenderer();
  const ids = createIds();
  const folder: Folder = { claim: null };
  const isCalm = (): boolean => faults.isCalm();
  const watch: Watch = createWatch({
    sessions,
    plan,
    calls: () => mail.calls,
    onTheWireMax: plan.settings.connectionsMax * dispatchLanes,
  });
  const mail = createMailWorld({
    kernel,
    chance: seeded(seed, 'mail'),
    plan: plan.mail,
    engine,
    onCall: watch.onCall,
  });
  const onError = (task: Task, error: Error): void => noteError(stage, task, error);
  const { sabotage = (query) => query } = options;
  const base = { kernel, sessions, sabotage, mail, ids, chance, renderer, isCalm, onError };
  const desk = createDesk({ ...base, plan, onStart: watch.onStart, onAnswer: watch.onAnswer });
  const workerDeps: WorkerDeps = {
    ...base,
    windows: createWindowTable(),
    settings: plan.settings,
    rate: plan.rate,
    folder,
    onRound: (worker, verb, end) =>
      concludeRound(stage, {
        worker,
        verb,
        end,
      }),
  };
  const stage: Stage = {
    plan,
    sessions,
    kernel,
    faults,
    trace,
    mail,
    watch,
    desk,
    chance,
    time,
    engine,
    workerDeps,
    ...{
      workers: [],
      rests: new Map(),
      counts: new Map(),
      clockTouched: false,
      fenced: false,
      moves: 0,
    },
    ...{
      workersMade: 0,
      respawnAt: null,
      failure: null,
    },
  };
  kernel.onPerformed = (op, result) => notice(stage, op, result);
  return stage;
}

export function addWorker(stage: Stage): void {
  stage.workersMade += 1;
  stage.workers.push(createWorker(stage.workerDeps, stage.workersMade));
}

export function tally(stage: Stage, what: string): void {
  stage.counts.set(what, (stage.counts.get(what) ?? 0) + 1);
}

function notice(stage: Stage, op: Op, result: Result): void {
  const { label } = op.spec;
  if (!op.task.name.endsWith('.sweep')) stage.moves += 1;
  if (label === 'put_on_wire' && result.ok) {
    const { rows } = result.value as { rows: readonly { id: string }[] };
    if (rows.length > 0)
      stage.watch.onWire(
        rows.map((row) => row.id),
        op.task.name,
      );
  }
  if (label === 'commit: find_system_identifier' || label === 'commit: lock_engine') {
    stage.clockTouched = true;
  }
}

const idleMs = 20;
const restMsMax = 60_000;

function concludeRound(
  stage: Stage,
  {
    worker,
    verb,
    end,
  }: { readonly worker: Worker; readonly verb: string; readonly end: Round | Error },
): void {
  const rest = stage.rests.get(verb) ?? { until: 0, ms: idleMs, idleRounds: 0 };
  stage.rests.set(verb, rest);
  if (verb === 'beat') {
    // A sweeper has declared it dead: as in the loop, it begins anew under another name.
    if (!(end instanceof Error) && end.did === 0) worker.leaving = true;
    return;
  }
  if (verb === 'boot' && end instanceof Error) worker.leaving = true;
  if (end instanceof Error) {
    rest.until = stage.kernel.real() + 1_000;
  } else if (end.did > 0) {
    Object.assign(rest, { until: 0, ms: idleMs });
    // Whatever somebody has done may be what the others were waiting for.
    for (const other of stage.rests.values()) other.idleRounds = 0;
  } else {
    rest.idleRounds += 1;
    rest.until = stage.kernel.real() + rest.ms;
    rest.ms = Math.min(restMsMax, rest.ms * 2);
  }
}

/** Rounds fail by what was done to them, never by themselves. */
function noteError(stage: Stage, task: Task, error: Error): void {
  stage.trace.note(`  ${task.name} failed: ${error.message}`);
  tally(stage, 'rounds failed');
  if (task.faulted || stage.failure !== null) return;
  stage.failure = new Violation('no fault', `${task.name} failed by itself: ${error.stack}`);
}
