/**
 * The place where what a dead worker left behind is put in order.
 *
 * A claimed send of an expired lease has certainly not gone out: cancelled, and its lead is ready
 * as before. One that was on the wire may have: unknown, and no machine tries it again.
 */
import { inTransaction } from '../db/database.ts';
import {
  endWorker,
  isLockFree,
  listExpiredClaims,
  listSilentWorkers,
  takeExpiredClaim,
} from '../db/engine.ts';
import { deleteOldAnswers } from '../db/idempotency.ts';
import { deleteOrphanedChunks } from '../db/import-chunks.ts';
import type { DrainingCampaign } from '../db/progress.ts';
import { listDraining, listIdleCampaigns, lockCampaigns } from '../db/progress.ts';
import { deleteOldWindows } from '../db/rate-windows.ts';
import { foldTallies } from '../db/tallies.ts';
import { deleteSilentUploads } from '../db/uploads.ts';
import { closeClaim, listOnWire, markSettled } from '../db/wire.ts';
import { uploadSilentMsMax } from '../domain/import/import-limits.ts';
import { settled } from '../domain/send/settle.ts';
import type { Moment } from '../ports/clock.ts';
import { answerKeptMs } from '../usecases/answer-once.ts';
import { cancelAndGiveBack } from '../usecases/cancel-claimed.ts';
import { cancelSome } from '../usecases/drain-campaign.ts';
import { forgetLapsed } from '../usecases/forget-lapsed.ts';
import type { EngineDeps, Round } from './deps.ts';
import { leaseMs } from './deps.ts';
import { judgeCampaigns } from './judge.ts';
import { moveAndJudge } from './settle.ts';

/** A worker is asked whether it lives when it has been silent for this long. */
export const silentMs = 15_000;
const campaignsMax = 200;
/** Of each: answers, windows of quiet keys, sessions, links and counts that nobody can use. */
const forgottenMax = 1_000;
const quietMs = 24 * 3_600_000;
/** A quarter of a megabyte each. */
const orphansMax = 200;

export async function sweepOnce(deps: EngineDeps, now: Moment): Promise<Round> {
  let did = await endDeadWorkers(deps, now, deps.worker.id);
  for (const claim of await listExpiredClaims(deps.db, now.real)) {
    did += await settleExpired(deps, now, { claimNo: claim.claim_no, accountId: claim.account_id });
  }
  const draining = await listDraining(deps.db, campaignsMax);
  for (const campaign of draining) did += await cancelDraining(deps, now, campaign);
  const idle = await listIdleCampaigns(deps.db, campaignsMax);
  const ids = [...draining.map((campaign) => campaign.id), ...idle];
  if (ids.length > 0) await judgeCampaigns(deps, now, ids);
  did += await deleteOldAnswers(deps.db, now.real - answerKeptMs, forgottenMax);
  did += await deleteOldWindows(deps.db, now.real - quietMs, forgottenMax);
  did += await foldTallies(deps.db, campaignsMax);
  did += await deleteSilentUploads(deps.db, now.real - uploadSilentMsMax, forgottenMax);
  did += await deleteOrphanedChunks(deps.db, orphansMax);
  did += await forgetLapsed(deps, { real: now.real, limit: forgottenMax });
  return { did };
}

/** `self` is not asked whether it lives; null for whoever is no worker. */
export async function endDeadWorkers(
  deps: Pick<EngineDeps, 'db'>,
  now: Moment,
  self: string | null,
): Promise<number> {
  let ended = 0;
  for (const worker of await listSilentWorkers(deps.db, now.real - silentMs)) {
    if (worker.id === self) continue;
    await inTransaction(deps.db, async (tx) => {
      if (!(await isLockFree(tx, worker.lock_key))) return;
      await endWorker(tx, worker.id, now.real);
      ended++;
    });
  }
  return ended;
}

export async function settleExpired(
  deps: Pick<EngineDeps, 'db' | 'chance'> & Partial<Pick<EngineDeps, 'log'>>,
  now: Moment,
  { claimNo, accountId }: { readonly claimNo: number; readonly accountId: string },
): Promise<number> {
  const leaseToken = deps.chance.uuid(now.real);
  const until = now.real + leaseMs;
  const took = await takeExpiredClaim(deps.db, { claimNo, leaseToken, real: now.real, until });
  if (!took) return 0;
  await inTransaction(deps.db, async (tx) => {
    const reason = 'The worker that claimed it went away before the wire.';
    await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { claimNo } });
  });
  const unknown = await inTransaction(deps.db, (tx) =>
    settleUnknown(tx, { claimNo, accountId, now: now.engine }),
  );
  for (const sendId of unknown) {
    const line = { send_id: sendId, account_id: accountId, outcome: 'unknown' };
    deps.log?.warn({ ...line, why: 'WORKER_WENT_AWAY' }, 'attempt');
  }
  await closeClaim(deps.db, { claimNo, leaseToken, real: now.real });
  return 1;
}

async function settleUnknown(
  tx: EngineDeps['db'],
  of: { readonly claimNo: number; readonly accountId: string; readonly now: number },
): Promise<readonly string[]> {
  const { claimNo, accountId, now } = of;
  const rows = await listOnWire(tx, claimNo);
  if (rows.length === 0) return [];
  const campaigns = await lockCampaigns(
    tx,
    rows.map((row) => row.campaign_id),
  );
  const response = 'the worker that handed it over went away';
  const moves = [];
  const unknown: string[] = [];
  for (const row of rows) {
    const campaign = campaigns.get(row.campaign_id) ?? { steps: [], timezone: 'UTC' };
    const outcome = settled({
      answer: { outcome: 'unknown' },
      response,
      now,
      handedOverAt: row.handed_over_at,
      campaign,
      lead: {
        step: row.step,
        variants: row.variants,
        tries: row.tries,
        firstTryAt: row.first_try_at,
      },
    });
    const { id, lease_token: leaseToken } = row;
    const written = await markSettled(tx, {
      leaseToken,
      now,
      rows: [
        { id, from: 'on_wire', state: outcome.state, smtpResponse: null, reason: outcome.reason },
      ],
    });
    if (!written.has(id)) continue;
    unknown.push(id);
    moves.push({
      ...outcome.lead,
      campaignId: row.campaign_id,
      enrolmentId: row.enrolment_id,
      fromStep: row.step,
      aliasId: row.alias_id,
      messageId: row.message_id,
    });
  }
  await moveAndJudge(tx, { accountId, now, moves, campaigns });
  return unknown;
}

/**
 * Claimed sends that were just going onto the wire when the pause looked: none may stay behind. And
 * after a cancel the leads that whoever cancelled it did not wait for.
 */
async function cancelDraining(
  deps: EngineDeps,
  now: Moment,
  campaign: DrainingCampaign,
): Promise<number> {
  const { id: campaignId, account_id: accountId } = campaign;
  await inTransaction(deps.db, async (tx) => {
    await cancelAndGiveBack(tx, {
      accountId,
      now: now.engine,
      reason: 'The campaign was stopped before it went out.',
      what: { campaignId },
    });
  });
  if (campaign.drain_to === 'paused') return 0;
  return inTransaction(deps.db, (tx) => cancelSome(tx, { accountId, campaignId, now: now.engine }));
}
