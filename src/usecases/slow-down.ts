/**
 * The place where whoever tries a password is counted before it is looked at.
 *
 * Counted first, in a transaction of its own: of a thousand tries at once none is looked at before
 * all are counted, and a process that dies forgets none. What was no failure is given back.
 */
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { giveBackTry, lockTries, writeTries } from '../db/sign-in-tries.ts';
import type { Failure } from '../domain/failure.ts';
import type { Subject, Tries } from '../domain/people/slowing.ts';
import { nextTryAt, slowRestMs, standingOf, withTry } from '../domain/people/slowing.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { DbDep } from './deps.ts';

const secondMs = 1_000;

export function takeTry(deps: DbDep, real: number) {
  return (subject: Subject): Promise<Result<null, Failure>> =>
    inTransaction(deps.db, async (tx) => {
      const tries = await lockTries(tx, subject, real);
      const waitMs = nextTryAt(tries) - real;
      // Nothing is counted: hammering makes nobody's wait longer.
      if (waitMs > 0) return failed(tooManyTries(waitMs));
      await writeTries(tx, subject, withTry(tries, real));
      return ok(null);
    });
}

/** Of a known place, its own; else of the place, of the address, and of the two together. */
export type SignInSubjects =
  | { readonly known: Subject }
  | { readonly place: Subject; readonly address: Subject; readonly pair: Subject };

/** Whether the password is looked at as it comes, or in the turn of its place. */
export function takeSignInTry(deps: DbDep, real: number) {
  return (subjects: SignInSubjects): Promise<Result<'looked' | 'slowed', Failure>> =>
    inTransaction(deps.db, async (tx) => {
      const tries = await lockAll(tx, subjects, real);
      const standing = standingOf(tries, real);
      if (typeof standing === 'object') return failed(tooManyTries(standing.waitMs));
      if ('known' in subjects && 'known' in tries) {
        await writeTries(tx, subjects.known, withTry(tries.known, real));
      } else if (!('known' in subjects || 'known' in tries)) {
        for (const part of ['place', 'address', 'pair'] as const) {
          await writeTries(tx, subjects[part], withTry(tries[part], real));
        }
      }
      return ok(standing);
    });
}

/** The place first, everywhere: whoever locks several waits for nobody who waits for them. */
async function lockAll(tx: Db, subjects: SignInSubjects, real: number) {
  const lock = (subject: Subject): Promise<Tries> => lockTries(tx, subject, real);
  if ('known' in subjects) return { known: await lock(subjects.known) };
  const place = await lock(subjects.place);
  const address = await lock(subjects.address);
  return { place, address, pair: await lock(subjects.pair) };
}

export async function giveBackTries(deps: DbDep, subjects: SignInSubjects): Promise<void> {
  for (const subject of Object.values(subjects)) await giveBackTry(deps.db, subject);
}

function tooManyTries(waitMs: number): Failure {
  const seconds = Math.ceil(waitMs / secondMs);
  return {
    code: 'TOO_MANY_TRIES',
    message: `There were too many failed tries; wait ${inWords(seconds)}, then try again.`,
    retryAfterSeconds: seconds,
  };
}

/** It was looked at, and was wrong, like many before it. */
export const wrongAgain: Failure = {
  code: 'TOO_MANY_TRIES',
  message:
    'This e-mail address and password do not belong together, and there were ' +
    `too many failed tries; wait ${inWords(slowRestMs / secondMs)} before the next one.`,
  retryAfterSeconds: slowRestMs / secondMs,
};

function inWords(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

export const busy: Failure = {
  code: 'BUSY',
  message: 'Too many people sign in at this moment; try again in a few seconds.',
  retryAfterSeconds: 5,
};
