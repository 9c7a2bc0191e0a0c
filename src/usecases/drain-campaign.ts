/**
 * The place where a campaign drains: a barrier, not a wish.
 *
 * Draining is written and claimed sends are called back under the account's claiming lock, so that
 * nothing new starts. What is on the wire is waited for; only when none is left is `paused` or
 * `completed` written. A cancel gives every lead that has none its outcome meanwhile, so many at a
 * time: of a million leads the last may be cancelled by the sweep, long after the answer.
 */
import { findCampaign } from '../db/campaigns.ts';
import type { Db } from '../db/database.ts';
import { inTransaction } from '../db/database.ts';
import { closeGatesOfLeads } from '../db/gates.ts';
import { cancelLeads, lockCampaign, markCancelled, moveCampaign } from '../db/lifecycle.ts';
import { lockCampaigns, markDrained } from '../db/progress.ts';
import { countInFlight } from '../db/wire.ts';
import { mayDo } from '../domain/campaign/lifecycle.ts';
import type { Failure, FailureCode } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewOf } from './campaign-view.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type DrainInput = { readonly campaignId: string; readonly waitMsMax?: number };

export type Drained = {
  readonly campaign: CampaignView;
  /** Hand-overs still under way; 0 where the campaign has drained. */
  readonly inFlight: number;
};

type Drain = {
  readonly action: 'pause' | 'cancel';
  readonly to: 'paused' | 'completed';
  readonly pausedReason: string | null;
  readonly refusal: FailureCode;
  /** What is written beside a send that is called back. */
  readonly reason: string;
};

/** How long a caller is kept waiting for what is on the wire. */
const waitMsMax = 10_000;
const lookMs = 50;
/** Leads cancelled in one transaction. */
const leadsMax = 2_000;

export function drainCampaign(deps: DbDep & ClockDep & ChanceDep, drain: Drain) {
  return async (caller: Caller, input: DrainInput): Promise<Result<Drained, Failure>> => {
    const { campaignId } = input;
    const refused = await beginDraining(deps, caller, { campaignId, drain });
    if (refused !== null) return failed(refused);
    const began = deps.clock.monotonic();
    const wait = input.waitMsMax ?? waitMsMax;
    for (;;) {
      const now = (await deps.clock.read()).engine;
      const of = { accountId: caller.accountId, campaignId, now };
      const { cancelled, inFlight } = await inTransaction(deps.db, (tx) => judge(tx, of, drain));
      const campaign = await findCampaign(deps.db, caller.accountId, campaignId);
      if (campaign === null) return failed(notFound('campaign'));
      const drained = campaign.status !== 'draining';
      if (drained || deps.clock.monotonic() - began >= wait) {
        // The last one may have been settled since it was counted: the status is the later word.
        return ok({ campaign: await viewOf(deps.db, campaign), inFlight: drained ? 0 : inFlight });
      }
      if (cancelled === 0) await deps.clock.sleep(lookMs);
    }
  };
}

type CampaignAt = {
  readonly accountId: string;
  readonly campaignId: string;
  readonly now: number;
};

async function beginDraining(
  deps: DbDep & ClockDep & ChanceDep,
  caller: Caller,
  { campaignId, drain }: { readonly campaignId: string; readonly drain: Drain },
): Promise<Failure | null> {
  const { accountId } = caller;
  const now = await deps.clock.read();
  return inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, accountId, campaignId);
    if (campaign === null) return notFound('campaign');
    const { action, pausedReason, reason, refusal: code } = drain;
    const may = mayDo(action, campaign.status);
    if (!may.allowed) return { code, message: may.reason, data: { state: campaign.status } };
    const before = await findCampaign(tx, accountId, campaignId);
    const of = { accountId, campaignId, now: now.engine };
    await moveCampaign(tx, { ...of, action, pausedReason, to: 'draining', drainTo: drain.to });
    if (action === 'cancel') await markCancelled(tx, of);
    await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { campaignId } });
    await writeAudit(tx, caller, {
      chance: deps.chance,
      now,
      action: `campaign.${action}`,
      kind: 'campaign',
      id: campaignId,
      before,
      after: await findCampaign(tx, accountId, campaignId),
    });
    return null;
  });
}

async function judge(tx: Db, of: CampaignAt, { action }: Drain) {
  const { accountId, campaignId, now } = of;
  const cancelled = action === 'cancel' ? await cancelSome(tx, of) : 0;
  await lockCampaigns(tx, [campaignId]);
  await markDrained(tx, [campaignId], now);
  return { cancelled, inFlight: await countInFlight(tx, accountId, campaignId) };
}

/** Of a campaign that was cancelled and drains; how many, and 0 where none is left or free. */
export async function cancelSome(tx: Db, of: CampaignAt): Promise<number> {
  const { campaignId, now } = of;
  const campaign = (await lockCampaigns(tx, [campaignId])).get(campaignId);
  if (campaign?.status !== 'draining' || !campaign.cancelled) return 0;
  const enrolmentIds = await cancelLeads(tx, { ...of, limit: leadsMax });
  await closeGatesOfLeads(tx, { enrolmentIds, now, by: 'engine' });
  return enrolmentIds.length;
}
