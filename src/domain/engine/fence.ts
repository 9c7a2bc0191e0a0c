/**
 * The place where it is decided whether this database may be a copy that lags behind what was sent.
 *
 * A restored backup holds leads as due that were written to after it was taken. What we cannot tell
 * is a cold copy of everything, data folder included, taken after a clean stop or started within
 * the quarter hour.
 */
import type { Instant } from '../schedule/instant.ts';

export type FenceFacts = {
  readonly real: Instant;
  readonly stoppedCleanly: boolean;
  readonly heartbeatAt: Instant | null;
  /**
   * The highest claim the database knows, and the highest the data folder saw; null: a new
   * folder.
   */
  readonly highestClaim: number;
  readonly folderClaim: number | null;
  /** The cluster's own name, then and now; null where it cannot be read. */
  readonly systemThen: string | null;
  readonly systemNow: string | null;
};

/** An unclean stop this long ago is no restart after a crash any more. */
export const silenceMsMax = 15 * 60_000;

/** Why the wire is closed, as a sentence; null where nothing speaks against it. */
export function fenceReason(facts: FenceFacts): string | null {
  const { systemThen, systemNow, folderClaim, highestClaim, heartbeatAt } = facts;
  if (systemThen !== null && systemNow !== null && systemThen !== systemNow) {
    return 'The data lies on another PostgreSQL server than before: it may be a restored copy.';
  }
  if (folderClaim !== null && folderClaim > highestClaim) {
    return (
      `The database is behind its data folder (claim ${highestClaim} of ${folderClaim}): ` +
      'it was restored from a backup.'
    );
  }
  if (!facts.stoppedCleanly && heartbeatAt !== null && facts.real - heartbeatAt > silenceMsMax) {
    const minutes = Math.floor((facts.real - heartbeatAt) / 60_000);
    return `The engine did not stop cleanly and was silent for ${minutes} minutes: it may be a restored copy.`;
  }
  return null;
}

/** What a worker began with. */
export type WireRight = {
  readonly epoch: number;
  /** Then it has never had anything to hand over: nothing is claimed behind a fence. */
  readonly beganFenced: boolean;
};

/**
 * What becomes of a worker's right while it runs. `anew`: the fence it began behind was accepted,
 * and it may begin again, judged as at a start. `ended`: it had the right under an older epoch, and
 * is of those whom accepting was to end: what it remembers may be of another history of this
 * database.
 */
export function rightNow(
  began: WireRight,
  now: { readonly epoch: number; readonly isFenced: boolean },
): 'same' | 'anew' | 'ended' {
  if (now.epoch === began.epoch) return 'same';
  if (!began.beganFenced || now.epoch < began.epoch) return 'ended';
  return now.isFenced ? 'same' : 'anew';
}
