/**
 * The place where a restored database is made safe to accept: whatever may have left from the
 * original since the backup is called unknown, and waits for a person's word.
 *
 * Nothing can leave before its step is due, and a due instant is never rewritten to wait. So all
 * that is due by now and not in the ledger is uncertain, and nothing else is. A person who resolves
 * one as sent is shown its next step as unknown, if that was due by now as well.
 */

import { insertClaim, takeClaimNo } from '../db/claim.ts';
import { inTransaction } from '../db/database.ts';
import { findEngine, listExpiredClaims } from '../db/engine.ts';
import {
  countOpenClaims,
  countUncertain,
  failLaunches,
  findLastClaimedAt,
  insertUnknownSends,
  lockUncertainLeads,
} from '../db/hold.ts';
import { lockCampaigns } from '../db/progress.ts';
import { closeClaim } from '../db/wire.ts';
import { heldAt, uncertainReason } from '../domain/send/gap.ts';
import type { Failed, Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Moment } from '../ports/clock.ts';
import type { EngineDeps } from './deps.ts';
import { moveAndJudge } from './settle.ts';
import { endDeadWorkers, settleExpired } from './sweep.ts';

export type Held = {
  readonly leads: number;
  /** Campaigns whose launch was under way, or due: a person launches them again, or not. */
  readonly launches: readonly string[];
};

type Deps = Pick<EngineDeps, 'db' | 'chance'>;

const batchMax = 500;

/** In small steps, and all of it again after a crash: the fence stands until all of it is done. */
export async function holdUncertain(deps: Deps, now: Moment): Promise<Result<Held, string>> {
  const left = await settleWhatIsLeft(deps, now);
  if (left !== null) return left;
  const launches = await inTransaction(deps.db, (tx) =>
    failLaunches(
      tx,
      now.engine,
      'The database was restored, and this launch was due before that was accepted: it may have ' +
        'run in the original. Launch it again if it has not.',
    ),
  );
  let leads = 0;
  for (const campaign of await countUncertain(deps.db, now.engine)) {
    const of = { campaignId: campaign.campaign_id, accountId: campaign.account_id };
    for (let held = batchMax; held === batchMax; leads += held) {
      held = await holdSome(deps, now, of);
    }
  }
  return ok({ leads, launches });
}

/** What was claimed in the backup is nobody's any more: cancelled, or unknown. */
async function settleWhatIsLeft(deps: Deps, now: Moment): Promise<Failed<string> | null> {
  await endDeadWorkers(deps, now, null);
  for (;;) {
    const claims = await listExpiredClaims(deps.db, now.real);
    let did = 0;
    for (const { claim_no: claimNo, account_id: accountId } of claims) {
      did += await settleExpired(deps, now, { claimNo, accountId });
    }
    if (did === 0) break;
  }
  const open = await countOpenClaims(deps.db);
  if (open === 0) return null;
  return failed(
    `${open} claims are still held by a worker: stop every instance that uses this database, ` +
      'wait half a minute, and try again.',
  );
}

type Of = { readonly campaignId: string; readonly accountId: string };

async function holdSome(deps: Deps, now: Moment, of: Of): Promise<number> {
  const { db, chance } = deps;
  const { campaignId, accountId } = of;
  return inTransaction(db, async (tx) => {
    const campaigns = await lockCampaigns(tx, [campaignId]);
    const leads = await lockUncertainLeads(tx, { campaignId, now: now.engine, limit: batchMax });
    const engine = await findEngine(tx);
    if (engine === null || leads.length === 0) return 0;
    const earliest = (await findLastClaimedAt(tx)) ?? 0;
    const claim = {
      claimNo: await takeClaimNo(tx),
      accountId,
      workerId: chance.uuid(now.real),
      engineEpoch: engine.epoch,
      leaseToken: chance.uuid(now.real),
      leaseUntil: now.real,
      claimedAt: earliest,
    };
    const { claimNo, leaseToken, engineEpoch } = claim;
    await insertClaim(tx, claim);
    await insertUnknownSends(tx, {
      accountId,
      campaignId,
      claimNo,
      leaseToken,
      engineEpoch,
      now: now.engine,
      reason: uncertainReason,
      sends: leads.map((lead) => ({
        id: chance.uuid(now.real),
        enrolmentId: lead.id,
        step: lead.step,
        epoch: lead.next_epoch,
        aliasId: lead.alias_id,
        variantLabel: lead.variants[String(lead.step)] ?? '',
        dueAt: lead.due_at,
        handedOverAt: Math.max(earliest, lead.due_at),
      })),
    });
    await closeClaim(tx, { claimNo, leaseToken, real: now.real });
    const moves = leads.map((lead) => ({
      ...heldAt(lead.step),
      campaignId,
      enrolmentId: lead.id,
      fromStep: lead.step,
      aliasId: null,
      messageId: null,
    }));
    await moveAndJudge(tx, { accountId, now: now.engine, moves, campaigns });
    return leads.length;
  });
}
