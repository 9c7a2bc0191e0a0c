/**
 * The place where whoever tries a password is counted before it is looked at.
 *
 * Counted first, in a transaction of its own: of a thousand tries at once none is looked at before
 * all are counted, and a process that dies forgets none. What was no failure is given back.
 */
import { inTransaction } from '../db/database.ts';
import { giveBackTry, lockTries, writeTries } from '../db/sign-in-tries.ts';
import type { Failure } from '../domain/failure.ts';
import type { Subject } from '../domain/people/slowing.ts';
import { nextTryAt, withTry } from '../domain/people/slowing.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { DbDep } from './deps.ts';

const secondMs = 1_000;

/** Subjects in the order they are locked: the place first, everywhere. */
export function takeTry(deps: DbDep, real: number) {
  return (...subjects: readonly Subject[]): Promise<Result<null, Failure>> =>
    inTransaction(deps.db, async (tx) => {
      const taken = [];
      for (const subject of subjects) {
        const tries = await lockTries(tx, subject, real);
        const waitMs = nextTryAt(tries) - real;
        // Nothing is counted: hammering makes nobody's wait longer.
        if (waitMs > 0) return failed(tooManyTries(waitMs));
        taken.push({ subject, tries });
      }
      for (const { subject, tries } of taken) await writeTries(tx, subject, withTry(tries, real));
      return ok(null);
    });
}

export async function giveBackTries(deps: DbDep, ...subjects: readonly Subject[]): Promise<void> {
  for (const subject of subjects) await giveBackTry(deps.db, subject);
}

function tooManyTries(waitMs: number): Failure {
  const seconds = Math.ceil(waitMs / secondMs);
  return {
    code: 'TOO_MANY_TRIES',
    message: `There were too many failed tries; wait ${inWords(seconds)}, then try again.`,
    retryAfterSeconds: seconds,
  };
}

function inWords(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

export const busy: Failure = {
  code: 'BUSY',
  message: 'Too many people sign in at this moment; try again in a few seconds.',
  retryAfterSeconds: 5,
};
