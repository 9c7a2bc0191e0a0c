/**
 * The place where simulated processes talk to the real PostgreSQL, one statement at a time.
 *
 * A statement that waits for a lock is told apart from one that is slow by asking PostgreSQL
 * itself.
 * Waiting is a state only we can end, so a run stays the same however fast the machine is. A
 * deadlock is found by us and not by a timer, for the same reason.
 *
 * A crash gives its sessions back rolled back, which is what PostgreSQL does to a lost connection,
 * and keeps what was prepared: starting over took most of a run's time.
 */
import type pg from 'pg';

export type Query = { readonly text: string; readonly values: readonly unknown[] } & {
  readonly name?: string;
};

export type Outcome =
  | { readonly ok: true; readonly value: pg.QueryResult }
  | { readonly ok: false; readonly error: Error };

export type Session = {
  readonly client: pg.ClientBase;
  readonly pid: number;
  inTransaction: boolean;
  /** A statement of this transaction has failed: PostgreSQL refuses the rest. */
  failed: boolean;
  /** It holds, or may come to hold, the lock that says a worker lives. */
  locking: boolean;
  /** The first statement after `begin` names the transaction. */
  firstLabel: string | null;
};

type Waiting = {
  readonly session: Session;
  outcome: Outcome | null;
  /** Null once nobody waits for it: it runs on in PostgreSQL after its process has died. */
  onDone: ((outcome: Outcome) => void) | null;
};

export type Sessions = {
  readonly take: () => Promise<Session>;
  readonly give: (session: Session) => Promise<void>;
  /** Waiting for a lock, `onDone` is called from a later `settle`; held, it is to be run again. */
  readonly run: (
    session: Session,
    query: Query,
    onDone: (outcome: Outcome) => void,
  ) => Promise<Outcome | 'waiting' | 'held'>;
  /** Another value when what was held may try again: nobody waits, or locks have been let go. */
  readonly lettingsGo: () => number;
  /** Until every statement under way has ended or waits again. */
  readonly settle: () => Promise<void>;
  /** Its process is gone: cancelled, or left to run to its end, whatever it does. */
  readonly abandon: (session: Session, how: 'cancel' | 'run_on') => Promise<void>;
  readonly ask: <Row extends pg.QueryResultRow>(
    name: string,
    text: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
  readonly deadlocks: () => number;
  readonly opened: () => number;
  readonly close: () => Promise<void>;
};

const fresh = { inTransaction: false, failed: false, locking: false, firstLabel: null };

const patienceMs = 3;
const sessionSettings = [
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
  'set synchronous_commit = off',
  // A plan that is forbidden costs enough to be worth compiling: 100 ms.
  'set jit = off',
  // The plan, and with it the order of what has no order, must not depend on earlier runs.
  'set plan_cache_mode = force_generic_plan',
  'set enable_seqscan = off',
  'set enable_hashjoin = off',
  'set enable_mergejoin = off',
  'set enable_bitmapscan = off',
].join(';');

export async function createSessions(pool: pg.Pool): Promise<Sessions> {
  const free: Session[] = [];
  const waiting: Waiting[] = [];
  const all: pg.PoolClient[] = [];
  let deadlocks = 0;
  let lettingsGo = 0;
  const monitor = await connect();

  async function connect(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    all.push(client);
    await client.query(sessionSettings);
    return client;
  }

  async function ask<Row extends pg.QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const result = await monitor.query<Row>({ name, text, values: [...values] });
    return result.rows;
  }

  async function waitingPids(pids: readonly number[]): Promise<ReadonlySet<number>> {
    const text = 'select distinct pid from pg_locks where not granted and pid = any($1::int[])';
    const rows = await ask<{ pid: number }>('sim_waiting', text, [pids]);
    return new Set(rows.map((row) => row.pid));
  }

  async function settle(): Promise<void> {
    for (;;) {
      const open = waiting.filter((one) => one.outcome === null);
      if (open.length === 0) break;
      const pids = await waitingPids(open.map((one) => one.session.pid));
      // Asked before it is compared: only who waited while nobody of them ran is surely still
      // waiting.
      if (open.every((one) => pids.has(one.session.pid))) break;
      await turn();
    }
    for (const one of waiting.splice(0)) {
      if (one.outcome === null) {
        waiting.push(one);
        continue;
      }
      lettingsGo += 1;
      if (one.onDone !== null) one.onDone(one.outcome);
      else await giveBack(one.session);
    }
  }

  /** It and the one before it wait for each other. */
  async function isDeadlock(one: Waiting): Promise<boolean> {
    const text = 'select pid, pg_blocking_pids(pid) as by from unnest($1::int[]) pid';
    const rows = await ask<{ pid: number; by: number[] }>('sim_blocking', text, [
      [...waiting, one].map(({ session }) => session.pid),
    ]);
    return reaches(new Map(rows.map((row) => [row.pid, row.by])), one.session.pid);
  }

  async function cancel(one: Waiting): Promise<void> {
    await ask('sim_cancel', 'select pg_cancel_backend($1)', [one.session.pid]);
    while (one.outcome === null) await turn();
  }

  /** Somebody waits already. */
  async function giveWay(one: Waiting): Promise<Outcome | 'held'> {
    const deadlock = await isDeadlock(one);
    await cancel(one);
    if (deadlock) {
      deadlocks += 1;
      const error = Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return { ok: false, error };
    }
    if (one.session.inTransaction) await one.session.client.query('rollback to savepoint sim');
    return 'held';
  }

  async function run(
    session: Session,
    query: Query,
    onDone: (outcome: Outcome) => void,
  ): Promise<Outcome | 'waiting' | 'held'> {
    const one: Waiting = { session, outcome: null, onDone };
    const mayHold = waiting.length > 0;
    if (mayHold && session.inTransaction && !session.failed) {
      await session.client.query('savepoint sim');
    }
    const done = session.client.query(query as pg.QueryConfig).then(
      (value) => {
        one.outcome = { ok: true, value };
      },
      (error: Error) => {
        one.outcome = { ok: false, error };
      },
    );
    if (!othersInTransaction(session)) await done;
    while (one.outcome === null) {
      await Promise.race([done, pause(patienceMs)]);
      if (one.outcome !== null) break;
      if (!(await waitingPids([session.pid])).has(session.pid)) continue;
      if (mayHold) return giveWay(one);
      waiting.push(one);
      return 'waiting';
    }
    if (query.text === 'commit' || query.text === 'rollback') lettingsGo += 1;
    return one.outcome;
  }

  const inUse = new Set<Session>();
  function othersInTransaction(session: Session): boolean {
    for (const other of inUse) if (other !== session && other.inTransaction) return true;
    return waiting.length > 0;
  }

  async function giveBack(session: Session): Promise<void> {
    if (session.inTransaction) await session.client.query('rollback');
    if (session.locking) await session.client.query('select pg_advisory_unlock_all()');
    lettingsGo += 1;
    Object.assign(session, fresh);
    inUse.delete(session);
    free.push(session);
  }

  return {
    ask,
    settle,
    run,
    deadlocks: () => deadlocks,
    lettingsGo: () => (waiting.length === 0 ? -1 : lettingsGo),
    opened: () => all.length,
    take: async () => {
      const session = free.pop() ?? (await newSession(await connect()));
      inUse.add(session);
      return session;
    },
    give: giveBack,
    abandon: async (session, how) => {
      const one = waiting.find((other) => other.session === session);
      if (one === undefined) return giveBack(session);
      one.onDone = null;
      if (how === 'cancel') await cancel(one);
    },
    close: async () => {
      for (const client of all) client.release();
      await pool.end();
    },
  };
}

async function newSession(client: pg.PoolClient): Promise<Session> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const pid = rows[0]?.pid ?? 0;
  return { client, pid, ...fresh };
}

function reaches(by: ReadonlyMap<number, readonly number[]>, start: number): boolean {
  const seen = new Set<number>();
  const open = [...(by.get(start) ?? [])];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (pid === start) return true;
    if (seen.has(pid)) continue;
    seen.add(pid);
    open.push(...(by.get(pid) ?? []));
  }
  return false;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
