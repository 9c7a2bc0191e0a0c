/**
 * The place where the one row stands that says who may use the wire, and the register of its
 * workers.
 */
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type EngineRow = {
  readonly epoch: number;
  readonly fenced_at: number | null;
  readonly fence_reason: string | null;
  readonly heartbeat_at: number | null;
  readonly stopped_cleanly: boolean;
  readonly system_identifier: string | null;
  readonly anchor_real: number;
  readonly anchor_engine: number;
  readonly rate: number;
  readonly ever_fast: boolean;
  /** Until then messages may have left that this ledger does not know; null: it knows them all. */
  readonly gap_ends_at: number | null;
};

const engineRow = statement<EngineRow>('find_engine', 'select * from engine where id = 1');

/** Cross-tenant; null on a database nobody has started yet. */
export async function findEngine(db: Db): Promise<EngineRow | null> {
  const [row] = await engineRow(db);
  return row ?? null;
}

export type ClockRow = {
  readonly real: number;
  readonly anchorReal: number;
  readonly anchorEngine: number;
  readonly rate: number;
};

const clockRow = statement<{
  real: number;
  anchor_real: number;
  anchor_engine: number;
  rate: number;
}>(
  'read_clock',
  'select clock_timestamp() as real, anchor_real, anchor_engine, rate from engine where id = 1',
);

/** The one look at the database's clock; everything else is given its instants. */
export async function readClock(db: Db): Promise<ClockRow> {
  const [row] = await clockRow(db);
  if (row === undefined)
    throw new Error('The engine row is missing: the database was never started.');
  return {
    real: row.real,
    anchorReal: row.anchor_real,
    anchorEngine: row.anchor_engine,
    rate: row.rate,
  };
}

const lockRow = statement<EngineRow>('lock_engine', 'select * from engine where id = 1 for update');

export async function lockEngine(tx: Db): Promise<EngineRow | null> {
  const [row] = await lockRow(tx);
  return row ?? null;
}

const realNow = statement<{ real: number }>('real_now', 'select clock_timestamp() as real');

/** For a start only, before there is an engine row with a clock in it. */
export async function readRealTime(db: Db): Promise<number> {
  const [row] = await realNow(db);
  if (row === undefined) throw new Error('a clock always answers');
  return row.real;
}

const systemIdentifierRow = statement<{ id: string }>(
  'find_system_identifier',
  'select system_identifier::text as id from pg_control_system()',
);

/** Names the cluster, not the database; a copy of its files has the same one. */
export async function findSystemIdentifier(db: Db): Promise<string | null> {
  const [row] = await systemIdentifierRow(db);
  return row?.id ?? null;
}

const highestClaim = statement<{ claim_no: number | null }>(
  'find_highest_claim',
  'select max(claim_no) as claim_no from claim',
);

export async function findHighestClaim(db: Db): Promise<number> {
  const [row] = await highestClaim(db);
  return row?.claim_no ?? 0;
}

const insertRow = statement(
  'insert_engine',
  `insert into engine (id, epoch, heartbeat_at, stopped_cleanly, system_identifier, anchor_real,
     anchor_engine, rate, ever_fast)
   values (1, 1, $1, true, $2, $1, $3, $4, $5) on conflict (id) do nothing`,
);

export async function insertEngine(
  tx: Db,
  engine: {
    readonly real: number;
    readonly anchorEngine: number;
    readonly rate: number;
    readonly systemIdentifier: string | null;
    readonly everFast: boolean;
  },
): Promise<void> {
  const { real, systemIdentifier, anchorEngine, rate, everFast } = engine;
  await insertRow(tx, at(real), systemIdentifier, at(anchorEngine), rate, everFast);
}

const startRow = statement(
  'start_engine',
  `update engine set anchor_real = $1, anchor_engine = $2, rate = $3, ever_fast = ever_fast or $4,
     system_identifier = coalesce($5, system_identifier),
     fenced_at = coalesce(fenced_at, case when $6::text is null then null else $2::timestamptz end),
     fence_reason = coalesce(fence_reason, $6)
   where id = 1`,
);

export async function markStarted(
  tx: Db,
  start: {
    readonly real: number;
    readonly engine: number;
    readonly rate: number;
    readonly fast: boolean;
    readonly systemIdentifier: string | null;
    readonly fenceReason: string | null;
  },
): Promise<void> {
  const { real, engine, rate, fast, systemIdentifier, fenceReason } = start;
  await startRow(tx, at(real), at(engine), rate, fast, systemIdentifier, fenceReason);
}

const acceptRow = statement<{ epoch: number }>(
  'accept_fence',
  `update engine set fenced_at = null, fence_reason = null, epoch = epoch + 1,
     system_identifier = $1, stopped_cleanly = true,
     gap_ends_at = greatest(gap_ends_at, $2::timestamptz)
    where id = 1 and fenced_at is not null returning epoch`,
);

/**
 * Raising the epoch ends every older instance's right to the wire: all that ran before has stopped,
 * as far as sending goes, and the next start is not fenced for it again. Null where nothing was.
 */
export async function acceptFence(
  tx: Db,
  systemIdentifier: string | null,
  gapEndsAt: number | null = null,
): Promise<number | null> {
  const [row] = await acceptRow(tx, systemIdentifier, atOrNull(gapEndsAt));
  return row?.epoch ?? null;
}

const markFencedRow = statement(
  'mark_fenced',
  `update engine set fenced_at = coalesce(fenced_at, $1), fence_reason = coalesce(fence_reason, $2)
    where id = 1`,
);

/** A fence that stands already keeps its own instant and reason. */
export async function markFenced(tx: Db, now: number, reason: string): Promise<void> {
  await markFencedRow(tx, at(now), reason);
}

const beatEngine = statement('beat_engine', 'update engine set heartbeat_at = $1 where id = 1');
const beatWorker = statement<{ id: string }>(
  'beat_worker',
  'update worker set heartbeat_at = $2 where id = $1 and ended_at is null returning id',
);

/** False where a sweeper has declared this worker dead: it registers anew. */
export async function markAlive(db: Db, workerId: string, real: number): Promise<boolean> {
  const rows = await beatWorker(db, workerId, at(real));
  await beatEngine(db, at(real));
  return rows.length > 0;
}

const runningRow = statement(
  'mark_running',
  'update engine set stopped_cleanly = false, heartbeat_at = $1 where id = 1',
);
const insertWorkerRow = statement(
  'insert_worker',
  `insert into worker (id, host, pid, lock_key, engine_epoch, started_at, heartbeat_at)
   values ($1, $2, $3, $4, $5, $6, $6)`,
);

/**
 * From now on only the last worker's end is a clean stop: a command or a mere server is no
 * worker.
 */
export async function insertWorker(
  db: Db,
  worker: {
    readonly id: string;
    readonly host: string;
    readonly pid: number;
    readonly lockKey: number;
    readonly engineEpoch: number;
    readonly real: number;
  },
): Promise<void> {
  const { id, host, pid, lockKey, engineEpoch, real } = worker;
  await insertWorkerRow(db, id, host, pid, lockKey, engineEpoch, at(real));
  await runningRow(db, at(real));
}

const silentWorkers = statement<{ id: string; lock_key: number }>(
  'list_silent_workers',
  `select id, lock_key from worker where ended_at is null and heartbeat_at < $1
    order by heartbeat_at limit 20`,
);

export function listSilentWorkers(
  db: Db,
  since: number,
): Promise<{ id: string; lock_key: number }[]> {
  return silentWorkers(db, at(since));
}

const tryLock = statement<{ free: boolean }>(
  'try_worker_lock',
  'select pg_try_advisory_xact_lock($1) as free',
);

/** A worker holds its key for as long as its session lives: one that can be taken has lost it. */
export async function isLockFree(tx: Db, lockKey: number): Promise<boolean> {
  const [row] = await tryLock(tx, lockKey);
  return row?.free ?? false;
}

const endWorkerRow = statement(
  'end_worker',
  'update worker set ended_at = $2 where id = $1 and ended_at is null',
);
const expireClaims = statement(
  'expire_claims_of_worker',
  `update claim set lease_until = least(lease_until, $2) where worker_id = $1 and closed_at is null`,
);

/** Its claims are then settled by the sweeper at once instead of when their leases end. */
export async function endWorker(tx: Db, workerId: string, real: number): Promise<void> {
  await endWorkerRow(tx, workerId, at(real));
  await expireClaims(tx, workerId, at(real));
}

const stoppedRow = statement(
  'mark_stopped',
  `update engine set stopped_cleanly = true, heartbeat_at = $1
    where id = 1 and not exists (select 1 from worker where ended_at is null)`,
);

/** Only the last worker's end is a clean stop of the whole. */
export async function markStopped(tx: Db, real: number): Promise<void> {
  await stoppedRow(tx, at(real));
}

export type OpenClaim = { readonly claim_no: number; readonly account_id: string };

const expiredClaims = statement<OpenClaim>(
  'list_expired_claims',
  `select claim_no, account_id from claim where closed_at is null and lease_until <= $1
    order by lease_until limit 20`,
);

/** Cross-tenant. */
export function listExpiredClaims(db: Db, real: number): Promise<OpenClaim[]> {
  return expiredClaims(db, at(real));
}

const takeClaim = statement<{ claim_no: number }>(
  'take_expired_claim',
  `update claim set lease_token = $2, lease_until = $4
    where claim_no = $1 and closed_at is null and lease_until <= $3 returning claim_no`,
);

/** The lease changes hands: its old worker puts nothing of it on the wire any more. */
export async function takeExpiredClaim(
  tx: Db,
  of: {
    readonly claimNo: number;
    readonly leaseToken: string;
    readonly real: number;
    readonly until: number;
  },
): Promise<boolean> {
  const rows = await takeClaim(tx, of.claimNo, of.leaseToken, at(of.real), at(of.until));
  return rows.length > 0;
}
