/**
 * The place where a request that may come twice has its effect once: the answer is kept in the
 * transaction of the effect, so that a crash leaves both or neither.
 *
 * A lock that is tried, not waited for, says whether the same request is under way. What calls the
 * outside cannot run inside a transaction: there a row with a lease is written first, and a retry
 * may run it again when the lease has lapsed without an answer. It is told the name of the request,
 * by which it may find what the first try wrote down.
 */
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import type { KeptAnswer, RequestName } from '../db/idempotency.ts';
import {
  deleteReservation,
  fillReservation,
  findRequest,
  tryLockRequest,
  writeAnswer,
  writeReservation,
} from '../db/idempotency.ts';
import { sha256 } from '../lib/sha256.ts';
import type { Moment } from '../ports/clock.ts';
import type { Deps } from './deps.ts';
import { answerContext } from './seal-contexts.ts';

/** After this a key is free again. */
export const answerKeptMs = 24 * 3_600_000;
/** Longer than whatever calls the outside may take, the longest being a sign-in to two servers. */
export const outsideLeaseMs = 120_000;
const retryAfterSeconds = 1;

export type OnceRequest = RequestName & { readonly requestHash: Buffer };

/** The answer as text, in the clear: it is sealed here. Null: not one that is kept. */
export type Keep<T> = (value: T) => { readonly status: number; readonly text: string } | null;

export type Once<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'kept'; readonly status: number; readonly text: string }
  /** The same key came with another request. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'running'; readonly retryAfterSeconds: number };

export type OnceWork<T> = { readonly work: (deps: Deps) => Promise<T>; readonly keep: Keep<T> };

export function answerOnce(deps: Deps) {
  return async <T>(request: OnceRequest, { work, keep }: OnceWork<T>): Promise<Once<T>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx): Promise<Once<T>> => {
      const known = await look<T>(deps, tx, { request, now });
      if (known !== null) return known;
      const value = await work(within(deps, tx, now));
      const answer = keep(value);
      if (answer !== null) {
        await writeAnswer(tx, { ...request, now: now.real, kept: seal(deps, request, answer) });
      }
      return { kind: 'done', value };
    });
  };
}

/** Where the work waits for the outside: at most once at a time, and not never. */
export function answerOnceOutside(deps: Deps) {
  return async <T>(request: OnceRequest, { work, keep }: OnceWork<T>): Promise<Once<T>> => {
    const now = await deps.clock.read();
    const token = deps.chance.uuid(now.real);
    const lease = { token, until: now.real + outsideLeaseMs };
    const known = await inTransaction(deps.db, async (tx) => {
      const found = await look<T>(deps, tx, { request, now });
      if (found === null) await writeReservation(tx, { ...request, now: now.real, lease });
      return found;
    });
    if (known !== null) return known;
    let answer: ReturnType<Keep<T>> = null;
    try {
      const value = await work({ ...deps, requestKey: requestKeyOf(request) });
      answer = keep(value);
      return { kind: 'done', value };
    } finally {
      // What is not kept may be asked for again at once.
      if (answer === null) await deleteReservation(deps.db, request, token);
      else await fillReservation(deps.db, request, { token, kept: seal(deps, request, answer) });
    }
  };
}

/** The same for each time the request comes, and shorter than what it is made of. */
function requestKeyOf({ accountId, method, path, key }: RequestName): string {
  return sha256(JSON.stringify([accountId, method, path, key])).toString('base64url');
}

/** Null: it is ours to run. */
async function look<T>(
  deps: Deps,
  tx: Db,
  { request, now }: { readonly request: OnceRequest; readonly now: Moment },
): Promise<Once<T> | null> {
  if (!(await tryLockRequest(tx, request))) return { kind: 'running', retryAfterSeconds };
  const found = await findRequest(tx, request);
  if (found === null || found.createdAt + answerKeptMs <= now.real) return null;
  if (!found.requestHash.equals(request.requestHash)) return { kind: 'conflict' };
  if (found.kept !== null) {
    const { status, answer } = found.kept;
    return { kind: 'kept', status, text: deps.vault.open(answer, answerContext(request)) };
  }
  const stillHeld = found.leaseUntil !== null && found.leaseUntil > now.real;
  return stillHeld ? { kind: 'running', retryAfterSeconds } : null;
}

/**
 * A use case that reads the clock would ask the pool for a second connection while it holds one:
 * as many requests as the pool has connections would wait for each other.
 */
function within(deps: Deps, tx: Db, now: Moment): Deps {
  return { ...deps, db: tx, clock: { ...deps.clock, read: () => Promise.resolve(now) } };
}

function seal(
  { vault }: Deps,
  request: RequestName,
  { status, text }: { readonly status: number; readonly text: string },
): KeptAnswer {
  return { status, answer: vault.seal(text, answerContext(request)) };
}
