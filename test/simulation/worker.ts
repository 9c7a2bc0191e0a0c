/** The place where a worker of the engine is played: its start, its rounds, its heart, its end. */

import type { WindowTable } from '../../src/domain/schedule/window.ts';
import type { EngineDeps, EngineSettings, Leases, Round } from '../../src/engine/deps.ts';
import { heartbeatOnce } from '../../src/engine/heartbeat.ts';
import { openEngine, registerWorker, retireWorker } from '../../src/engine/start.ts';
import type { Verb } from '../../src/engine/verbs.ts';
import type { Chance } from '../../src/ports/clock.ts';
import type { Renderer } from '../../src/ports/renderer.ts';
import { noLists } from '../support/no-lists.ts';
import type { Kernel, Process, Task } from './kernel.ts';
import type { MailWorld } from './mail-world.ts';
import { plainLinks } from './plain-renderer.ts';
import { createPlayedWriter } from './played-writer.ts';
import type { Sabotage } from './process.ts';
import { clockOf, createProcess, databaseOf } from './process.ts';
import type { Seeded } from './seeded.ts';
import type { Session, Sessions } from './sessions.ts';

export type Worker = {
  readonly process: Process;
  id: string;
  engineEpoch: number;
  readonly leases: Leases;
  readonly tasks: Set<Task>;
  readonly running: Map<string, number>;
  lastBeat: number;
  /** Registered; it may begin rounds. */
  ready: boolean;
  /** Rounds under way go on, no other begins. */
  leaving: boolean;
  lockSession: Session | null;
};

/** Synced to the data folder, which outlives every process. */
export type Folder = { claim: number | null };

export type WorkerDeps = {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly sabotage: Sabotage;
  readonly mail: MailWorld;
  readonly ids: Chance;
  readonly chance: Seeded;
  readonly renderer: Renderer;
  readonly windows: WindowTable;
  readonly settings: EngineSettings;
  readonly rate: number;
  readonly folder: Folder;
  readonly isCalm: () => boolean;
  readonly onRound: (worker: Worker, verb: string, end: Round | Error) => void;
  readonly onError: (task: Task, error: Error) => void;
};

export function createWorker(deps: WorkerDeps, no: number): Worker {
  const process = createProcess({
    name: `w${no}`,
    kind: 'worker',
    connectionsMax: deps.chance.between(2, 8),
    wallSkewMs: deps.chance.pick([0, 0, -40_000, 3_600_000, 1_500]),
    onDeath: () => dropLock(deps, worker),
  });
  const worker: Worker = {
    process,
    id: '',
    engineEpoch: 0,
    leases: new Map(),
    tasks: new Set(),
    running: new Map(),
    ...{
      lastBeat: deps.kernel.real(),
      ready: false,
      leaving: false,
      lockSession: null,
    },
  };
  begin(deps, { worker, name: 'boot' }, (task) => boot(deps, worker, task));
  return worker;
}

/** The session that says it lives is gone: unlocked, as PostgreSQL does with a lost one. */
export async function dropLock({ sessions }: WorkerDeps, worker: Worker): Promise<void> {
  const { lockSession } = worker;
  if (lockSession === null) return;
  worker.lockSession = null;
  await sessions.give(lockSession);
}

/** A sweeper may be asking for the same lock just now: then it is waited for. */
async function lockWorker(
  { kernel, sessions }: WorkerDeps,
  task: Task,
  lockKey: number,
): Promise<Session> {
  const session = (await kernel.ask(task, {
    kind: 'connect',
    label: 'connect_worker',
    perform: async () => {
      const taken = await sessions.take();
      taken.locking = true;
      task.process.sessions.add(taken);
      return { ok: true, value: taken };
    },
    spoil: () => Promise.resolve(new Error('the session could not be opened')),
  })) as Session;
  const query = { text: 'select pg_advisory_lock($1)', values: [lockKey] };
  await kernel.ask(task, {
    kind: 'sql',
    label: 'lock_worker',
    session,
    perform: (onDone) => sessions.run(session, query, onDone),
  });
  // No pool's session: it ends with the worker, or before it.
  task.process.sessions.delete(session);
  return session;
}

async function boot(deps: WorkerDeps, worker: Worker, task: Task): Promise<Round> {
  const { ids, rate, folder } = deps;
  const db = databaseOf(deps, task);
  const of = { host: worker.process.name, pid: 1 };
  const start = { ...of, folderClaim: folder.claim, timeRate: rate, timeStart: null };
  const opened = await openEngine({ db, chance: ids }, start);
  if (!opened.ok) throw new Error(opened.failure);
  const { epoch: engineEpoch } = opened.value;
  const { workerId, lockKey } = await registerWorker({ db, chance: ids }, { ...of, engineEpoch });
  worker.lockSession = await lockWorker(deps, task, lockKey);
  Object.assign(worker, { id: workerId, engineEpoch, ready: true });
  return { did: 1 };
}

/** Failing is an end like another, but for a process that is gone: nothing is heard of it. */
function begin(
  deps: WorkerDeps,
  { worker, name }: { readonly worker: Worker; readonly name: string },
  run: (task: Task) => Promise<Round>,
): void {
  const { process } = worker;
  const task: Task = { name: `${process.name}.${name}`, process, faulted: false };
  worker.tasks.add(task);
  worker.running.set(name, (worker.running.get(name) ?? 0) + 1);
  const end = (result: Round | Error): void => {
    worker.tasks.delete(task);
    worker.running.set(name, (worker.running.get(name) ?? 1) - 1);
    if (result instanceof Error) deps.onError(task, result);
    deps.onRound(worker, name, result);
  };
  run(task).then(end, end);
}

export function startRound(deps: WorkerDeps, worker: Worker, verb: Verb): void {
  begin(deps, { worker, name: verb.name }, async (task) => {
    const engine = engineDepsOf(deps, worker, task);
    return verb.runOnce(engine, await engine.clock.read());
  });
}

export function startBeat(deps: WorkerDeps, worker: Worker): void {
  worker.lastBeat = deps.kernel.real();
  begin(deps, { worker, name: 'beat' }, async (task) => {
    const engine = engineDepsOf(deps, worker, task);
    const beat = await heartbeatOnce(engine, await engine.clock.read());
    return { did: beat === 'dead' ? 0 : 1 };
  });
}

/** A clean end, when nothing is under way any more. */
export function startRetiring(deps: WorkerDeps, worker: Worker): void {
  begin(deps, { worker, name: 'retire' }, async (task) => {
    await deps.kernel.ask(task, {
      kind: 'connect',
      label: 'unlock_worker',
      perform: async () => {
        await dropLock(deps, worker);
        return { ok: true, value: undefined };
      },
    });
    await retireWorker(databaseOf(deps, task), worker.id);
    return { did: 1 };
  });
}

export function isFree(worker: Worker, verb: Verb): boolean {
  return (worker.running.get(verb.name) ?? 0) < verb.lanes;
}

function engineDepsOf(deps: WorkerDeps, worker: Worker, task: Task): EngineDeps {
  const { kernel, ids, mail, renderer, windows, settings, folder } = deps;
  const db = databaseOf(deps, task);
  return {
    db,
    clock: clockOf(deps, task, db),
    chance: ids,
    mailer: mail.mailerOf(task),
    links: plainLinks,
    renderer,
    writer: createPlayedWriter(deps, task),
    vault: { seal: (text) => Buffer.from(text), open: (sealed) => sealed.toString() },
    addressLists: noLists,
    post: null,
    windows,
    log: { info: () => undefined, warn: () => undefined },
    worker: {
      id: worker.id,
      engineEpoch: worker.engineEpoch,
      leases: worker.leases,
      rememberClaim: async (claimNo) => {
        await kernel.ask(task, {
          kind: 'disk',
          label: 'disk.remember_claim',
          perform: () => {
            folder.claim = Math.max(folder.claim ?? 0, claimNo);
            return Promise.resolve({ ok: true, value: undefined });
          },
          spoil: () => Promise.resolve(new Error('no space left on the disk')),
        });
      },
    },
    settings,
  };
}
