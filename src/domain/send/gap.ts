/**
 * The place where it is decided what may have left from an original that this ledger lags behind.
 *
 * The gap is the time from the backup until an operator accepted what was restored from it. What
 * was due before its end may have left in it; what fell due later has not.
 */
import type { Instant } from '../schedule/instant.ts';
import type { LeadMove } from './settle.ts';
import { followUpPriority } from './settle.ts';

export const uncertainReason =
  'It was due before the restored database was accepted: it may have left from the original, and ' +
  'nobody here knows. Resolve it as sent or not sent.';

export function mayHaveLeft(dueAt: Instant | null, gapEndsAt: Instant | null): boolean {
  return dueAt !== null && gapEndsAt !== null && dueAt <= gapEndsAt;
}

/** Where a lead stands whose step may have left: nowhere, until a person says what happened. */
export function heldAt(step: number): LeadMove {
  return {
    status: 'unknown',
    stopReason: 'DELIVERY_UNKNOWN',
    step,
    dueAt: null,
    readyAt: null,
    draftAt: null,
    priority: followUpPriority,
    tries: 0,
    firstTryAt: null,
  };
}
