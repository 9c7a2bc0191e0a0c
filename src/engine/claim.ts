/**
 * The place where what is due becomes claimed sends: load, fold, write, in one transaction.
 *
 * Nothing has left when it commits. The claim number is then synced to the data folder, so that a
 * database restored from before this instant is recognised by being behind its own folder.
 */

import { markApprovalsStale } from '../db/approvals.ts';
import type { NewClaim, NewSend } from '../db/claim.ts';
import {
  findNextDue,
  insertClaim,
  insertSends,
  listDueCampaigns,
  listReadyLeads,
  lockDueAccount,
  takeClaimNo,
} from '../db/claim.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { insertDrafts } from '../db/drafts.ts';
import { findEngine } from '../db/engine.ts';
import { closeGatesOfLeads, insertGates } from '../db/gates.ts';
import { addUse, moveMailboxPaces, movePaces, notifyDue, raiseAccountPace } from '../db/pace.ts';
import { parkLeads, stopReadyLeads } from '../db/progress.ts';
import { bucketOf } from '../domain/schedule/rolling-cap.ts';
import type { ChosenSend, FoldResult, Park } from '../domain/send/fold.ts';
import { foldSends } from '../domain/send/fold.ts';
import { pinnedAlias } from '../domain/send/pinned-alias.ts';
import type { Moment } from '../ports/clock.ts';
import type { SendFactsLoaded } from '../usecases/load-send-facts.ts';
import { loadSendFacts } from '../usecases/load-send-facts.ts';
import type { EngineDeps } from './deps.ts';
import { leaseMs, leaseOf } from './deps.ts';

/** Campaigns of one account that one claim looks at. */
const campaignsMax = 200;
/** Leads of one campaign and priority that one claim looks at. */
const leadsMax = 4;

export type Claimed = {
  readonly claim: NewClaim;
  readonly sends: readonly NewSend[];
  /** By send: the envelope that its reviewer was shown, where there is an approval. */
  readonly promised: ReadonlyMap<string, PromisedEnvelope>;
  /** Campaigns a lead of which was stopped: the last one may have been among them. */
  readonly stoppedIn: readonly string[];
  /** Leads that were not sent to but moved out of the way: progress all the same. */
  readonly looked: number;
};

export type PromisedEnvelope = { readonly envelope: string; readonly trackClicks: boolean };

export type ClaimOutcome =
  | { readonly claimed: Claimed }
  /**
   * `busy`: something is due, but somebody else is claiming for it right now. `shut`: this worker may
   * claim nothing, however much is due.
   */
  | { readonly claimed: null; readonly why: 'idle' | 'busy' | 'shut' };

export async function claimDue(deps: EngineDeps, now: Moment): Promise<ClaimOutcome> {
  const outcome = await inTransaction(deps.db, (tx) => claimOne(deps, tx, now));
  if (outcome.claimed === null) return outcome;
  const { claimNo } = outcome.claimed.claim;
  // Before the lease is anybody's: where this throws, nobody keeps it alive, and it is swept.
  if (outcome.claimed.sends.length > 0) await deps.worker.rememberClaim(claimNo);
  deps.worker.leases.set(claimNo, leaseOf(claimNo, now));
  return outcome;
}

async function claimOne(deps: EngineDeps, tx: Db, now: Moment): Promise<ClaimOutcome> {
  const engine = await findEngine(tx);
  // Fenced, or ended by a higher epoch: nothing is claimed, so nothing waits half-way.
  if (engine === null || engine.fenced_at !== null) return { claimed: null, why: 'shut' };
  if (engine.epoch !== deps.worker.engineEpoch) return { claimed: null, why: 'shut' };
  const accountId = await lockDueAccount(tx, now.engine);
  if (accountId === null) {
    return { claimed: null, why: (await findNextDue(tx)) <= now.engine ? 'busy' : 'idle' };
  }
  // From here on a second snapshot: it sees all that was committed before the lock was had.
  const campaigns = await listDueCampaigns(tx, {
    accountId,
    now: now.engine,
    limit: Math.min(campaignsMax, deps.settings.claimMax),
  });
  const leads = await listReadyLeads(tx, {
    campaignIds: campaigns.map((campaign) => campaign.id),
    now: now.engine,
    limit: leadsMax,
  });
  const { windows } = deps;
  const linksArePublic = deps.links.arePublic();
  const here = { accountId, now: now.engine, windows, linksArePublic };
  const facts = await loadSendFacts(tx, { ...here, campaigns, leads });
  const result = foldSends({
    now: now.engine,
    windows,
    fenceReason: null,
    ...facts,
    candidatesMax: leadsMax,
    sendsMax: deps.settings.claimMax,
  });
  const claim: NewClaim = {
    claimNo: await takeClaimNo(tx),
    accountId,
    workerId: deps.worker.id,
    engineEpoch: deps.worker.engineEpoch,
    leaseToken: deps.chance.uuid(now.real),
    leaseUntil: now.real + leaseMs,
    claimedAt: now.engine,
  };
  const promised = new Map<string, PromisedEnvelope>();
  const sends = result.sends.map((chosen) => {
    const send = newSend(deps, now, { chosen, facts });
    const envelope = promisedEnvelope(chosen, facts);
    if (envelope !== null) promised.set(send.id, envelope);
    return send;
  });
  if (sends.length > 0) {
    await insertClaim(tx, claim);
    await insertSends(tx, claim, sends);
  }
  const stoppedIn = await writeHolds(deps, tx, { accountId, now, result, facts });
  await writePaces(tx, { accountId, now: now.engine, result, facts });
  const looked = result.parks.length + result.stops.length;
  return { claimed: { claim, sends, promised, stoppedIn, looked } };
}

function newSend(
  deps: EngineDeps,
  now: Moment,
  of: { readonly chosen: ChosenSend; readonly facts: SendFactsLoaded },
): NewSend {
  const { candidate, campaignId, aliasId } = of.chosen;
  const at = of.facts.stepsAtHand.get(candidate.enrolmentId);
  const templateId = at?.variant.type === 'TEMPLATE' ? at.variant.templateId : null;
  const { content } = candidate;
  const approval = content.ready ? content.approval : null;
  const draft = content.ready ? content.draft : null;
  return {
    id: deps.chance.uuid(now.real),
    campaignId,
    enrolmentId: candidate.enrolmentId,
    step: candidate.step,
    epoch: candidate.epoch,
    aliasId,
    variantLabel: at?.variant.label ?? '',
    templateId,
    templateVersion:
      templateId === null ? null : (of.facts.footing.templateVersions.get(templateId) ?? null),
    approvalId: approval?.id ?? null,
    draftId: draft?.id ?? null,
    contentHash: approval?.contentHash ?? draft?.contentHash ?? null,
    dueAt: candidate.dueAt ?? now.engine,
  };
}

function promisedEnvelope(chosen: ChosenSend, facts: SendFactsLoaded): PromisedEnvelope | null {
  const { content, enrolmentId } = chosen.candidate;
  const at = facts.stepsAtHand.get(enrolmentId);
  if (!content.ready || content.approval === null || at === undefined) return null;
  return { envelope: content.approval.envelope, trackClicks: at.step.trackClicks };
}

type Write = {
  readonly accountId: string;
  readonly now: Moment;
  readonly result: FoldResult;
  readonly facts: SendFactsLoaded;
};

/** Parks and stops go to leads nobody else is changing; their remedies only where the park took. */
async function writeHolds(deps: EngineDeps, tx: Db, write: Write): Promise<readonly string[]> {
  const { accountId, now, result, facts } = write;
  const parked = await parkLeads(tx, now.engine, result.parks);
  const took = result.parks.filter((park) => parked.has(park.enrolmentId));
  await writeRemedies(deps, tx, { accountId, now, parks: took, facts });
  const stopped = await stopReadyLeads(
    tx,
    now.engine,
    result.stops.map(({ enrolmentId, stop }) => ({
      enrolmentId,
      status: stop.outcome,
      stopReason: stop.stopReason,
    })),
  );
  const enrolmentIds = stopped.map((row) => row.id);
  await closeGatesOfLeads(tx, { enrolmentIds, now: now.engine, by: 'engine' });
  return stopped.map((row) => row.campaign_id);
}

async function writeRemedies(
  deps: EngineDeps,
  tx: Db,
  of: {
    readonly accountId: string;
    readonly now: Moment;
    readonly parks: readonly Park[];
    readonly facts: SendFactsLoaded;
  },
): Promise<void> {
  const { accountId, now } = of;
  const aliasesOf = new Map(of.facts.campaigns.map((campaign) => [campaign.id, campaign.aliasIds]));
  const needing = (remedy: Park['remedy']) =>
    of.parks.flatMap((park) => {
      const at = of.facts.stepsAtHand.get(park.enrolmentId);
      if (park.remedy !== remedy || at === undefined) return [];
      const { step } = at.step;
      const aliasId = pinnedAlias(aliasesOf.get(park.campaignId) ?? [], park.enrolmentId);
      return [{ enrolmentId: park.enrolmentId, step, variantLabel: at.variant.label, aliasId }];
    });
  const stale = needing('mark_stale');
  await markApprovalsStale(tx, { accountId, now: now.engine, of: stale });
  const toDraft = [...needing('request_draft'), ...stale];
  await insertDrafts(tx, {
    accountId,
    now: now.engine,
    drafts: toDraft.map((draft) => ({ ...draft, id: deps.chance.uuid(now.real) })),
  });
  // Whoever writes drafts may be asleep: it was not due when they last looked.
  if (toDraft.length > 0) await notifyDue(tx);
  await insertGates(tx, {
    accountId,
    now: now.engine,
    gates: needing('open_gate').flatMap((gate) =>
      gate.aliasId === null
        ? []
        : [{ ...gate, aliasId: gate.aliasId, id: deps.chance.uuid(now.real) }],
    ),
  });
}

async function writePaces(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly now: number;
    readonly result: FoldResult;
    readonly facts: SendFactsLoaded;
  },
): Promise<void> {
  const { accountId, now, result, facts } = of;
  const sentBy = new Set(result.sends.map((send) => send.campaignId));
  const lastAt = new Map(facts.campaigns.map((campaign) => [campaign.id, campaign.lastAt]));
  await movePaces(
    tx,
    result.paces.map(({ campaignId, pace, lookAt }) => ({
      campaignId,
      lookAt,
      lastAt: sentBy.has(campaignId) ? now : (lastAt.get(campaignId) ?? null),
      day: pace.day,
      dayCount: pace.dayCount,
    })),
  );
  const bucket = bucketOf(now);
  const mailboxes = countBy(result.sends, (send) => send.aliasId);
  await addUse(tx, {
    accountId,
    kind: 'alias',
    uses: [...mailboxes].map(([key, count]) => ({ key, bucket, count })),
  });
  const gaps = new Map(
    [...mailboxes.keys()].flatMap((id) => {
      const mailbox = facts.mailboxesById.get(id);
      return mailbox === undefined || mailbox.minGapMs === 0
        ? []
        : [[id, now + mailbox.minGapMs] as const];
    }),
  );
  await moveMailboxPaces(tx, accountId, gaps);
  if (facts.domainDailyCap !== null) {
    const domains = countBy(result.sends, (send) => send.candidate.domain);
    const uses = [...domains].map(([key, count]) => ({ key, bucket, count }));
    await addUse(tx, { accountId, kind: 'domain', uses });
  }
  await raiseAccountPace(tx, accountId);
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
