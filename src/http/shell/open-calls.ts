/**
 * Counts the calls that last: event streams, files that leave and files that come in. Of one key or
 * session, and of one account, only so many are open in this process at a time; each holds memory,
 * a connection and a share of what is looked at every second.
 */
import type { Route } from '../../contract/shared/route.ts';
import type { Caller } from '../../usecases/caller.ts';
import { openCallsOfAccountMax, openCallsOfCallerMax, openCallWaitSeconds } from './limits.ts';
import { ProblemError } from './problem.ts';

export type OpenCalls = {
  /** Throws where there are too many; else answers how this one is taken off the count. */
  readonly begin: (caller: Caller) => () => void;
};

export function isLasting({ gives, takes }: Route): boolean {
  return gives !== undefined || takes !== undefined;
}

export function createOpenCalls(): OpenCalls {
  const counts = new Map<string, number>();
  const add = (name: string, by: number): void => {
    const count = (counts.get(name) ?? 0) + by;
    if (count === 0) counts.delete(name);
    else counts.set(name, count);
  };
  return {
    begin: (caller) => {
      const own = `caller ${caller.keyId ?? caller.sessionId}`;
      const account = `account ${caller.accountId}`;
      if ((counts.get(own) ?? 0) >= openCallsOfCallerMax) {
        throw tooMany(`One key or session has at most ${openCallsOfCallerMax}`);
      }
      if ((counts.get(account) ?? 0) >= openCallsOfAccountMax) {
        throw tooMany(`One account has at most ${openCallsOfAccountMax}`);
      }
      add(own, 1);
      add(account, 1);
      return () => {
        add(own, -1);
        add(account, -1);
      };
    },
  };
}

function tooMany(bound: string): ProblemError {
  const message = `${bound} event streams, exports and uploads open at a time; close one of them.`;
  const retryAfterSeconds = openCallWaitSeconds;
  return new ProblemError({ kind: 'unfit', code: 'RATE_LIMITED', message, retryAfterSeconds });
}
