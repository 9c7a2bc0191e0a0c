/**
 * The place where a start waits for its database, and where it is told from every other fault that
 * the database went away.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../db/database.ts';
import { codeOf } from '../db/database.ts';
import { readRealTime } from '../db/engine.ts';
import { failed, ok, type Result } from '../lib/result.ts';

const reachMsMax = 60_000;
const reachRetryMs = 500;
const sayAgainMs = 10_000;

type Log = { readonly warn: (line: object, message: string) => void };

/** A server that is starting or recovering is waited for; what else is wrong is said at once. */
export async function untilReached(db: Db, log: Log): Promise<Result<null, string>> {
  const until = performance.now() + reachMsMax;
  let sayAt = 0;
  for (;;) {
    try {
      await readRealTime(db);
      return ok(null);
    } catch (error) {
      const why = awayBecause(error);
      const now = performance.now();
      if (why === null || now > until) {
        return failed(`The database cannot be reached (${messageOf(error)}); see DATABASE_URL.`);
      }
      if (now >= sayAt) {
        log.warn({ why }, 'the database does not answer yet; it is waited for up to a minute');
        sayAt = now + sayAgainMs;
      }
      await delay(reachRetryMs);
    }
  }
}

/** 57P03 starting up or recovering, 57P01/57P02 shutting down, the rest from the network. */
const awayCodes = new Set(['57P03', '57P01', '57P02', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** What `pg` says, without a code, of a connection that ended or did not come about. */
const awayMessage = /^(Connection terminated|timeout exceeded when trying to connect|Client has)/;

/** Null where it is another fault. */
export function awayBecause(error: unknown): string | null {
  const code = codeOf(error);
  if (awayCodes.has(code)) return code;
  return code === '' && awayMessage.test(messageOf(error)) ? messageOf(error) : null;
}

/** For whoever started it: nothing is lost by it, and nothing has to be repaired. */
export function wentAway(why: string): string {
  return `The database went away (${why}); start this instance again when it is back.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
