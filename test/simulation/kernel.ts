/**
 * The place where everything that leaves a process waits to be let through, one thing at a time.
 *
 * Each statement, each call of the mailer, each look at the clock and each sleep of each simulated
 * process is an operation here. One is chosen, carried out, answered; then the code behind it runs
 * until it waits again. So a run is the list of its choices, and the seed is all of them.
 */
import type { Fault, Faults } from './faults.ts';
import type { Seeded } from './seeded.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Trace } from './trace.ts';

export type Process = {
  readonly name: string;
  readonly kind: 'worker' | 'desk';
  alive: boolean;
  /** Not let through before this real instant: suspended, swapped out, stopped. */
  pausedUntil: number;
  /** Real milliseconds its monotonic clock has not counted: the machine slept. */
  sleptMs: number;
  readonly wallSkewMs: number;
  /** Checked out, in use or not; they end with the process. */
  readonly sessions: Set<Session>;
  readonly idle: Session[];
  connecting: number;
  readonly connectionsMax: number;
  /** Tasks that want a connection, in the order they asked. */
  readonly waiting: (() => void)[];
  /** Ends what else hangs on the process: the lock that says it lives. */
  onDeath: () => Promise<void>;
};

/** One round of a worker, or one act of a person. */
export type Task = {
  readonly name: string;
  readonly process: Process;
  /** A fault was put into it, so that it may fail. */
  faulted: boolean;
};

export type Result =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: Error };

export type Spec = {
  readonly kind: 'sql' | 'connect' | 'mail' | 'clock' | 'sleep' | 'disk' | 'model';
  /** The crash point. */
  readonly label: string;
  /** Real instant before which it does not end. */
  readonly notBefore?: number;
  readonly session?: Session;
  /** `waiting`: for a lock, and `onDone` comes later. `held`: behind somebody who waits. */
  readonly perform: (onDone: (result: Result) => void) => Promise<Result | 'waiting' | 'held'>;
  /** It failed without effect, in one of its ways. */
  readonly spoil?: (way: number) => Promise<Error>;
  /** It was carried out, but the answer never came: with its connection, where it has one. */
  readonly lose?: (connection?: 'cancelled') => Promise<Error>;
};

export type Op = {
  readonly no: number;
  readonly task: Task;
  readonly spec: Spec;
  notBefore: number;
  state: 'new' | 'blocked' | 'done';
  /** Held until more locks than these have been let go. */
  heldAt: number | null;
  result: Result | null;
  readonly answer: (result: Result) => void;
};

/** Looks at an operation that took effect, before anybody else can. */
export type OnPerformed = (op: Op, result: Result) => void;

export type Kernel = {
  readonly ask: (task: Task, spec: Spec) => Promise<unknown>;
  readonly ready: () => readonly Op[];
  readonly act: (op: Op) => Promise<void>;
  readonly kill: (process: Process) => Promise<void>;
  /** Its connection ends under it, whether it was carried out or not. */
  readonly cutOff: (op: Op) => Promise<void>;
  readonly pending: () => readonly Op[];
  readonly real: () => number;
  readonly leap: (ms: number) => void;
  readonly steps: () => number;
  onPerformed: OnPerformed;
};

export type KernelDeps = {
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly chance: Seeded;
  readonly trace: Trace;
  readonly startReal: number;
};

export function createKernel(deps: KernelDeps): Kernel {
  const { sessions, faults, chance, trace } = deps;
  let ops: Op[] = [];
  let real = deps.startReal;
  let count = 0;
  let steps = 0;

  function ask(task: Task, spec: Spec): Promise<unknown> {
    return new Promise((resolve, reject) => {
      ops.push({
        no: count++,
        task,
        spec,
        notBefore: spec.notBefore ?? Number.NEGATIVE_INFINITY,
        state: 'new',
        heldAt: null,
        result: null,
        answer: (result) => (result.ok ? resolve(result.value) : reject(result.error)),
      });
    });
  }

  function isReady(op: Op): boolean {
    const { process } = op.task;
    if (op.heldAt !== null && op.heldAt >= 0 && op.heldAt === sessions.lettingsGo()) return false;
    return op.state !== 'blocked' && process.pausedUntil <= real && op.notBefore <= real;
  }

  async function act(op: Op): Promise<void> {
    steps += 1;
    // Never twice the same instant: what is ordered by time has an order.
    real += 1 + chance.below(3);
    const fault = op.state === 'new' && op.heldAt === null ? faults.at(op) : null;
    note(op, fault);
    if (fault !== null && fault.kind !== 'late') op.task.faulted = true;
    if (fault?.kind === 'crash_before') return kill(op.task.process);
    if (fault?.kind === 'error' && op.spec.spoil !== undefined) {
      const error = await op.spec.spoil(fault.way);
      await sessions.settle();
      return answer(op, { ok: false, error });
    }
    const result = op.state === 'done' ? op.result : await perform(op);
    if (result === 'waiting' && op.state === 'new') op.state = 'blocked';
    if (result === 'held') op.heldAt = sessions.lettingsGo();
    if (fault?.kind === 'crash_after') return kill(op.task.process);
    if (typeof result === 'string' || result === null) return;
    await conclude(op, result, fault);
  }

  async function perform(op: Op): Promise<Result | 'waiting' | 'held'> {
    const result = await op.spec.perform((later) => {
      op.state = 'done';
      op.result = later;
      trace.note(`  ${op.task.name} ${op.spec.label} had its lock`);
      self.onPerformed(op, later);
    });
    if (typeof result !== 'string') self.onPerformed(op, result);
    if (op.spec.kind === 'sql') await sessions.settle();
    return result;
  }

  async function conclude(op: Op, result: Result, fault: Fault | null): Promise<void> {
    if (fault?.kind === 'lost' && op.spec.lose !== undefined) {
      const error = await op.spec.lose();
      await sessions.settle();
      return answer(op, { ok: false, error });
    }
    if (fault?.kind === 'late') {
      op.state = 'done';
      op.result = result;
      op.notBefore = real + fault.ms;
      return;
    }
    answer(op, result);
  }

  function answer(op: Op, result: Result): void {
    ops = ops.filter((other) => other !== op);
    op.answer(result);
  }

  async function kill(process: Process): Promise<void> {
    process.alive = false;
    trace.note(`${process.name} dies at ${real}`);
    const blocked = ops.filter((op) => op.task.process === process && op.state === 'blocked');
    ops = ops.filter((op) => op.task.process !== process);
    for (const { spec } of blocked) {
      if (spec.session === undefined) continue;
      // PostgreSQL notices a lost client when it has something to tell it: the statement may run
      // on.
      await sessions.abandon(spec.session, chance.happens(0.5) ? 'run_on' : 'cancel');
      process.sessions.delete(spec.session);
    }
    for (const session of process.sessions) await sessions.abandon(session, 'cancel');
    process.sessions.clear();
    process.idle.length = 0;
    await process.onDeath();
    await sessions.settle();
  }

  async function cutOff(op: Op): Promise<void> {
    const { session, lose } = op.spec;
    if (session === undefined || lose === undefined || !ops.includes(op)) return;
    op.task.faulted = true;
    const isBlocked = op.state === 'blocked';
    if (isBlocked) await sessions.abandon(session, 'cancel');
    const error = await lose(isBlocked ? 'cancelled' : undefined);
    answer(op, { ok: false, error });
    await sessions.settle();
  }

  function note(op: Op, fault: Fault | null): void {
    const why = fault === null ? '' : `  <-- ${fault.kind}`;
    const late = op.state === 'done' ? ' (answer)' : '';
    trace.note(`${real} ${op.task.name} ${op.spec.label}${late}${why}`);
  }

  const self: Kernel = {
    ask,
    act,
    kill,
    cutOff,
    ready: () => ops.filter(isReady),
    pending: () => ops,
    real: () => real,
    leap: (ms) => {
      real += ms;
    },
    steps: () => steps,
    onPerformed: () => undefined,
  };
  return self;
}

/** Until all code that can run has run; nothing of ours waits for anything but an operation. */
export function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
