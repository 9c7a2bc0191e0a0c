/**
 * The place where a process is simulated: its connections, its clocks, what it would read of a
 * disk.
 */
import type { PostgresPool } from 'kysely';
import type { Db } from '../../src/db/database.ts';
import { createDatabase } from '../../src/db/database.ts';
import { readClock } from '../../src/db/engine.ts';
import type { Chance, Clock } from '../../src/ports/clock.ts';
import type { Kernel, Process, Result, Task } from './kernel.ts';
import { labelOf } from './labels.ts';
import type { Outcome, Query, Session, Sessions } from './sessions.ts';
import { Violation } from './violation.ts';

export type ProcessDeps = {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  /** Breaks a statement on purpose, to see whether the checks notice. */
  readonly sabotage?: Sabotage;
};

export type Sabotage = (query: Query) => Query;

export function createProcess(
  of: Pick<Process, 'name' | 'kind' | 'wallSkewMs' | 'connectionsMax'> & {
    readonly onDeath?: () => Promise<void>;
  },
): Process {
  return {
    ...of,
    alive: true,
    pausedUntil: Number.NEGATIVE_INFINITY,
    sleptMs: 0,
    sessions: new Set(),
    idle: [],
    connecting: 0,
    waiting: [],
    onDeath: of.onDeath ?? (() => Promise.resolve()),
  };
}

/** A handle of its own for every task, so that each statement is known to be its. */
export function databaseOf(deps: ProcessDeps, task: Task): Db {
  const pool: PostgresPool = {
    connect: async () => createClient(deps, task, await sessionOf(deps, task)) as never,
    end: () => Promise.resolve(),
  };
  return createDatabase(pool).db;
}

/** As a pool does: one that lies idle, a new one, or whichever is given back first. */
async function sessionOf({ kernel, sessions }: ProcessDeps, task: Task): Promise<Session> {
  const { process } = task;
  for (;;) {
    const idle = process.idle.pop();
    if (idle !== undefined) return idle;
    if (process.sessions.size + process.connecting < process.connectionsMax) break;
    await new Promise<void>((resolve) => process.waiting.push(resolve));
  }
  process.connecting += 1;
  const session = await kernel.ask(task, {
    kind: 'connect',
    label: 'connect',
    perform: async () => {
      const taken = await sessions.take();
      process.sessions.add(taken);
      process.connecting -= 1;
      return { ok: true, value: taken };
    },
    spoil: () => {
      process.connecting -= 1;
      process.waiting.shift()?.();
      return Promise.resolve(connectionError('ECONNREFUSED'));
    },
  });
  return session as Session;
}

type Client = {
  readonly query: (query: string | Query, values?: readonly unknown[]) => Promise<unknown>;
  readonly release: () => void;
};

function createClient(deps: ProcessDeps, task: Task, first: Session): Client {
  /** Null once the connection is lost. */
  let session: Session | null = first;
  const query = async (what: string | Query, values: readonly unknown[] = []): Promise<unknown> => {
    const given: Query = typeof what === 'string' ? { text: what, values } : what;
    const asked = deps.sabotage?.(given) ?? given;
    if (session === null) throw connectionError('ECONNRESET');
    const at = session;
    const lose = async (connection?: 'cancelled'): Promise<Error> => {
      session = null;
      task.process.sessions.delete(at);
      task.process.waiting.shift()?.();
      // One that was cancelled is given back when its statement has ended.
      if (connection === undefined) await deps.sessions.give(at);
      return connectionError('ECONNRESET');
    };
    const label = labelOf(given, at);
    const result = await deps.kernel.ask(task, {
      kind: 'sql',
      label,
      session: at,
      perform: async (onDone) => {
        if (asked.text === 'commit' && at.failed) {
          throw new Violation('fail closed', `${task.name} commits after a statement failed`);
        }
        const conclude = (outcome: Outcome): Result =>
          concluded(deps, at, { asked, label, outcome });
        const outcome = await deps.sessions.run(at, asked, (later) => onDone(conclude(later)));
        return typeof outcome === 'string' ? outcome : conclude(outcome);
      },
      spoil: async (way) => (way % 2 === 0 ? lose() : failStatement(deps, at, { asked, way })),
      lose,
    });
    return result;
  };
  const release = (): void => {
    if (session === null || !task.process.alive) return;
    if (session.inTransaction) throw new Error('a connection was given back inside a transaction');
    task.process.idle.push(session);
    task.process.waiting.shift()?.();
    session = null;
  };
  return { query, release };
}

/** What the answer means for the connection; and the one look at a clock that must show ours. */
function concluded(
  { kernel }: ProcessDeps,
  session: Session,
  of: { readonly asked: Query; readonly label: string; readonly outcome: Outcome },
): Result {
  const { asked, label, outcome } = of;
  if (!outcome.ok) {
    session.failed = session.inTransaction;
    return outcome;
  }
  if (asked.text === 'begin') {
    Object.assign(session, { inTransaction: true, failed: false, firstLabel: null });
  } else if (asked.text === 'commit' || asked.text === 'rollback') {
    Object.assign(session, { inTransaction: false, failed: false });
  } else if (session.inTransaction && session.firstLabel === null) {
    session.firstLabel = label;
  }
  if (label === 'read_clock' || label === 'real_now') {
    for (const row of outcome.value.rows) (row as { real: number }).real = kernel.real();
  }
  return outcome;
}

const codes = ['57014', '40001', '53200', '40P01'] as const;

/**
 * The statement fails and the connection stays; inside a transaction PostgreSQL undoes the rest.
 */
async function failStatement(
  { sessions }: ProcessDeps,
  session: Session,
  { asked, way }: { readonly asked: Query; readonly way: number },
): Promise<Error> {
  const code = codes[(way >> 1) % codes.length] ?? '57014';
  if (asked.text === 'commit' || asked.text === 'rollback') {
    await sessions.run(session, { text: 'rollback', values: [] }, () => undefined);
    Object.assign(session, { inTransaction: false, failed: false });
  } else if (session.inTransaction) {
    await sessions.run(session, { text: 'select 1/0', values: [] }, () => undefined);
    session.failed = true;
  }
  return Object.assign(new Error(`the statement failed (${code})`), { code });
}

function connectionError(code: string): Error {
  return Object.assign(new Error(`the connection is gone (${code})`), { code });
}

export function clockOf({ kernel }: ProcessDeps, task: Task, db: Db): Clock {
  const { process } = task;
  const monotonic = (): number => kernel.real() - process.sleptMs;
  const wall = (): number => kernel.real() + process.wallSkewMs;
  return {
    read: async () => {
      const before = { monotonic: monotonic(), wall: wall() };
      const row = await readClock(db);
      const { real, rate } = row;
      const passed = Math.max(0, real - row.anchorReal);
      return { real, engine: Math.floor(row.anchorEngine + passed * rate), rate, ...before };
    },
    monotonic,
    wall,
    sleep: async (ms) => {
      await kernel.ask(task, {
        kind: 'sleep',
        label: 'sleep',
        notBefore: kernel.real() + ms,
        perform: () => Promise.resolve({ ok: true, value: undefined }),
      });
    },
  };
}

/** UUIDv7 by shape: the instant, then a count, so that a run can be read and repeated. */
export function createIds(): Chance {
  let count = 0;
  return {
    uuid: (at) => {
      count += 1;
      const time = Math.floor(at).toString(16).padStart(12, '0');
      const tail = count.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
    },
  };
}
