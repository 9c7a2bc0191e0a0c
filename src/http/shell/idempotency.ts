/** The place where a mutation that may come twice is recognised, and answered as the first time. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { Route } from '../../contract/shared/route.ts';
import { assert } from '../../lib/assert.ts';
import { sortedJsonParts } from '../../lib/sorted-json.ts';
import type { Once, OnceRequest, OnceWork } from '../../usecases/answer-once.ts';
import { idempotencyKeyLengthMax } from './limits.ts';
import type { Outcome } from './outcome.ts';
import { ProblemError, unfit } from './problem.ts';
import type { Params, Surface } from './surface.ts';

export type AnswerOnce = (request: OnceRequest, work: OnceWork<Outcome>) => Promise<Once<Outcome>>;

const visibleAscii = new RegExp(`^[\\x21-\\x7e]{1,${idempotencyKeyLengthMax}}$`);

/** Null where none was sent, or where the route changes nothing. */
export function idempotencyKeyOf(request: FastifyRequest, route: Route): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || route.method === 'GET' || route.reads === true) return null;
  // A hash of the whole body, kept for a day, would let who reads it guess at leisure.
  if (route.holdsPassword === true) return null;
  if (typeof key === 'string' && visibleAscii.test(key)) return key;
  const length = `1 to ${idempotencyKeyLengthMax} visible ASCII characters`;
  const message = `An Idempotency-Key must be ${length}, without blanks.`;
  throw new ProblemError(unfit('MALFORMED_REQUEST', message));
}

/**
 * What the caller may not change under the same key: body, query, and the version they meant to
 * change. Fields in another order are the same body; of a file it is the content.
 */
export async function requestHashOf(
  request: FastifyRequest,
  fileHash: string | null,
): Promise<Buffer> {
  const ifMatch = request.headers['if-match'] ?? null;
  const hash = createHash('sha256');
  let chars = 0;
  const all = [fileHash ?? request.body ?? {}, request.query, ifMatch];
  for (const part of sortedJsonParts(all, levelsOfRows)) {
    hash.update(part);
    chars += part.length;
    if (chars < hashedCharsMax) continue;
    chars = 0;
    await nextTurn();
  }
  return hash.digest();
}

/** All of it, the body, its rows: each of them is written out by itself. */
const levelsOfRows = 3;
/** Hashed at once, before others have a turn. */
const hashedCharsMax = 1024 * 1024;

/** The path as the route writes it: one spelling of an id, no slash at the end. */
export function plainPathOf(surface: Surface, route: Route, params: Params): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  return (surface.prefix + path).replace(/\/$/, '');
}

const neverKept = new Set([400, 401, 403, 413, 415, 429]);

/** Success, and what a use case found to be against it; not what another try may change. */
export function keepOutcome(outcome: Outcome) {
  const { status } = outcome;
  if (status >= 500 || neverKept.has(status)) return null;
  const kept = outcome.kind === 'answered' ? { ...outcome, session: undefined } : outcome;
  return { status, text: JSON.stringify(kept) };
}

export type Told = { readonly outcome: Outcome; readonly replayed: boolean };

export function tell(once: Once<Outcome>): Told {
  switch (once.kind) {
    case 'done':
      return { outcome: once.value, replayed: false };
    case 'kept': {
      const outcome = JSON.parse(once.text) as Outcome;
      assert(outcome.status === once.status, 'a kept answer has the status it was kept with');
      return { outcome, replayed: true };
    }
    case 'conflict': {
      const message =
        'This Idempotency-Key came with another request before; use a new key for a new request.';
      throw new ProblemError(unfit('IDEMPOTENCY_CONFLICT', message));
    }
    case 'running': {
      const message = 'The first request with this Idempotency-Key is under way; ask again.';
      const { retryAfterSeconds } = once;
      const code = 'IDEMPOTENCY_IN_PROGRESS';
      throw new ProblemError({ kind: 'unfit', code, message, retryAfterSeconds });
    }
  }
}
