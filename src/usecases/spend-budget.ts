/**
 * The place where a request is counted against what its key may ask in a minute, over all
 * processes.
 *
 * A process takes a portion of the window's budget from a row and spends it by itself: all portions
 * together are never more than the limit, and a request writes nothing most of the time.
 */
import { LRUCache } from 'lru-cache';
import { takePortion } from '../db/rate-windows.ts';
import { windowMs, windowStartOf } from '../domain/rate.ts';
import type { ClockDep, DbDep } from './deps.ts';

/** Whose budget it is: a key or a session. */
export type Subject = {
  readonly id: string;
  /** Null for a session that has chosen no account yet. */
  readonly accountId: string | null;
};

export type Budget = {
  readonly allowed: boolean;
  readonly limit: number;
  /** To this process's knowledge: others may have spent since. */
  readonly remaining: number;
  /** When the window ends, on the real clock. */
  readonly resetsAt: number;
  readonly secondsLeft: number;
};

export type SpendBudget = (subject: Subject) => Promise<Budget>;

export type BudgetSettings = {
  readonly requestsPerMinuteMax: number;
  /** The first time that it cannot decide, and again only after it could. */
  readonly onUndecided: (error: unknown) => void;
};

/** Whoever is forgotten takes another portion; what was left of theirs is unused. */
const subjectsMax = 10_000;

type Purse = {
  readonly windowEnd: number;
  /** On this process's monotonic clock. */
  readonly endsAt: number;
  readonly granted: number;
  left: number;
};

export function createBudgets(deps: DbDep & ClockDep, settings: BudgetSettings): SpendBudget {
  const { requestsPerMinuteMax: limit, onUndecided } = settings;
  const purses = new LRUCache<string, Purse>({ max: subjectsMax });
  const refills = new Map<string, Promise<Purse>>();
  let undecided = false;

  const budgetOf = (purse: Purse, allowed: boolean): Budget => ({
    allowed,
    limit,
    remaining: Math.max(0, limit - purse.granted) + purse.left,
    resetsAt: purse.windowEnd,
    secondsLeft: Math.max(1, Math.ceil((purse.endsAt - deps.clock.monotonic()) / 1000)),
  });

  /** As many as come at once wait for one portion. */
  const refill = (subject: Subject): Promise<Purse> => {
    const under = refills.get(subject.id);
    if (under !== undefined) return under;
    const begun = takePurse(deps, subject, limit)
      .then((purse) => {
        purses.set(subject.id, purse);
        return purse;
      })
      .finally(() => refills.delete(subject.id));
    refills.set(subject.id, begun);
    return begun;
  };

  const spend = async (subject: Subject): Promise<Budget> => {
    for (;;) {
      const known = purses.get(subject.id);
      const purse =
        known !== undefined && deps.clock.monotonic() < known.endsAt && !mayRefill(known, limit)
          ? known
          : await refill(subject);
      if (purse.left > 0) {
        purse.left--;
        return budgetOf(purse, true);
      }
      if (purse.granted >= limit) return budgetOf(purse, false);
    }
  };

  return async (subject) => {
    try {
      const budget = await spend(subject);
      undecided = false;
      return budget;
    } catch (error) {
      // Better too many of somebody's requests than none of anybody's.
      if (!undecided) onUndecided(error);
      undecided = true;
      const resetsAt = windowStartOf(deps.clock.wall()) + windowMs;
      const secondsLeft = Math.ceil((resetsAt - deps.clock.wall()) / 1000);
      return { allowed: true, limit, remaining: limit, resetsAt, secondsLeft };
    }
  };
}

function mayRefill(purse: Purse, limit: number): boolean {
  return purse.left === 0 && purse.granted < limit;
}

/** Measured from before the question: a window is believed to be over too early, never too late. */
async function takePurse(
  deps: DbDep & ClockDep,
  { id: subjectId, accountId }: Subject,
  limit: number,
): Promise<Purse> {
  const asked = deps.clock.monotonic();
  const { real } = await deps.clock.read();
  const windowStart = windowStartOf(real);
  const taken = await takePortion(deps.db, { subjectId, accountId, windowStart, limit });
  const windowEnd = taken.windowStart + windowMs;
  const { portion: left, granted } = taken;
  return { windowEnd, endsAt: asked + (windowEnd - real), granted, left };
}
