/** The place where it is bounded how much anybody may ask: by their key, or by where they are. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { placeOf } from '../../domain/people/place.ts';
import { windowMs } from '../../domain/rate.ts';
import { assert } from '../../lib/assert.ts';
import { type Caller, hasChosen } from '../../usecases/caller.ts';
import type { SpendBudget } from '../../usecases/spend-budget.ts';
import { strangerPlacesMax, strangerRequestsPerMinuteMax } from './limits.ts';
import { ProblemError } from './problem.ts';

export type Rates = {
  readonly spend: SpendBudget;
  readonly isTooMuch: (address: string) => number | null;
};

export function createRates(spend: SpendBudget): Rates {
  return { spend, isTooMuch: countStrangers(() => performance.now()) };
}

/** Every answer says what is left, refusals included. */
export async function spendRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  rates: Rates,
): Promise<void> {
  const { caller } = request;
  if (caller === null) {
    const seconds = rates.isTooMuch(request.ip);
    if (seconds !== null) throw tooMuch(seconds);
    return;
  }
  const accountId = hasChosen(caller) ? caller.accountId : null;
  const budget = await rates.spend({ id: subjectOf(caller), accountId });
  reply.headers({
    'x-ratelimit-limit': budget.limit,
    'x-ratelimit-remaining': budget.remaining,
    'x-ratelimit-reset': Math.ceil(budget.resetsAt / 1000),
  });
  if (!budget.allowed) throw tooMuch(budget.secondsLeft);
}

function subjectOf({ keyId, sessionId }: Caller): string {
  const id = keyId ?? sessionId;
  assert(id !== null, 'whoever asks over HTTP came with a key or a session');
  return id;
}

function tooMuch(retryAfterSeconds: number): ProblemError {
  const message = `That was too much for one minute; ask again in ${retryAfterSeconds} s.`;
  return new ProblemError({ kind: 'unfit', code: 'RATE_LIMITED', message, retryAfterSeconds });
}

/**
 * Those whose token was not asked for, missing or unknown. They are counted after their token was
 * looked for: behind a proxy all come from one address, and one of them must not shut the others
 * out. Answers the seconds to wait, or null.
 */
export function countStrangers(now: () => number): (address: string) => number | null {
  const counts = new LRUCache<string, { count: number; readonly endsAt: number }>({
    max: strangerPlacesMax,
  });
  return (address) => {
    const place = placeOf(address);
    const at = now();
    const known = counts.get(place);
    if (known === undefined || known.endsAt <= at) {
      counts.set(place, { count: 1, endsAt: at + windowMs });
      return null;
    }
    known.count++;
    if (known.count <= strangerRequestsPerMinuteMax) return null;
    return Math.max(1, Math.ceil((known.endsAt - at) / 1000));
  };
}
