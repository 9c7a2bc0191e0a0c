/**
 * The place where leads are stopped, whoever says so: nothing of theirs begins to leave after this.
 *
 * Order matters. The leads are stopped; then the account's claiming is locked, so that every claim
 * is either committed and seen or begins later and sees the stop; then what is claimed is
 * cancelled.
 * What is on the wire cannot be called back, and is counted so that the answer can say so.
 */
import type { Db } from '../db/database.ts';
import type { StopWhere } from '../db/enrolments.ts';
import { stopEnrolments } from '../db/enrolments.ts';
import { closeGatesOfLeads } from '../db/gates.ts';
import { lowerPaces } from '../db/pace.ts';
import { countInFlightWhere } from '../db/wire.ts';
import type { LeadOutcome, StopReason } from '../domain/send/ledger.ts';
import type { Moment } from '../ports/clock.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';

export type StopOf = {
  readonly accountId: string;
  readonly where: StopWhere;
  readonly outcome: LeadOutcome;
  readonly stopReason: StopReason;
  readonly now: Moment;
  readonly by?: string;
};

export type StoppedLeads = {
  readonly stopped: number;
  /** Leads a message of which was on the wire already; also of those that had ended before. */
  readonly inFlight: number;
  readonly enrolmentIds: readonly string[];
};

export async function stopLeads(tx: Db, stop: StopOf): Promise<StoppedLeads> {
  const { accountId, now } = stop;
  const stopped = await stopEnrolments(tx, { ...stop, now: now.engine });
  const enrolmentIds = stopped.map((row) => row.id);
  if (stopped.length > 0) {
    await closeGatesOfLeads(tx, { enrolmentIds, now: now.engine, by: stop.by ?? 'engine' });
    const reason = `The lead was stopped before it went out (${stop.stopReason}).`;
    await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { enrolmentIds } });
  }
  const inFlight = await countInFlightWhere(tx, accountId, stop.where);
  // The last lead may have been among them: the next claim looks, finds none, and the campaign is
  // judged.
  const readied = stopped.map((row) => ({ campaignId: row.campaign_id, readyAt: now.engine }));
  await lowerPaces(tx, { accountId, now: now.engine, readied });
  return { stopped: stopped.length, inFlight, enrolmentIds };
}
