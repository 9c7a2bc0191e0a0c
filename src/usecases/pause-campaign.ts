/**
 * The place where a campaign is paused: a barrier, not a wish.
 *
 * Draining is written and claimed sends are called back under the account's claiming lock, so that
 * nothing new starts. What is on the wire is waited for; only when none is left is `paused`
 * written.
 */
import { findCampaign } from '../db/campaigns.ts';
import { inTransaction } from '../db/database.ts';
import { lockCampaign, moveCampaign } from '../db/lifecycle.ts';
import { lockCampaigns, markDrained } from '../db/progress.ts';
import { countInFlight } from '../db/wire.ts';
import { mayDo } from '../domain/campaign/lifecycle.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewOf } from './campaign-view.ts';
import { cancelAndGiveBack } from './cancel-claimed.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type Paused = {
  readonly campaign: CampaignView;
  /** Hand-overs still under way; 0 exactly when the campaign is paused. */
  readonly inFlight: number;
};

/** How long a caller is kept waiting for what is on the wire. */
const waitMsMax = 10_000;
const lookMs = 50;

export function pauseCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string; readonly waitMsMax?: number },
  ): Promise<Result<Paused, Failure>> => {
    const { campaignId } = input;
    const refused = await beginDraining(deps, caller, campaignId);
    if (refused !== null) return failed(refused);
    const began = deps.clock.monotonic();
    const wait = input.waitMsMax ?? waitMsMax;
    for (;;) {
      const inFlight = await judgeDrained(deps, caller.accountId, campaignId);
      if (inFlight === 0 || deps.clock.monotonic() - began >= wait) {
        const campaign = await findCampaign(deps.db, caller.accountId, campaignId);
        if (campaign === null) return failed(notFound('campaign'));
        // The last one may have been settled since it was counted: the status is the later word.
        const still = campaign.status === 'draining' ? inFlight : 0;
        return ok({ campaign: await viewOf(deps.db, campaign), inFlight: still });
      }
      await deps.clock.sleep(lookMs);
    }
  };
}

async function beginDraining(
  deps: DbDep & ClockDep & ChanceDep,
  caller: Caller,
  campaignId: string,
): Promise<Failure | null> {
  const { accountId } = caller;
  const now = await deps.clock.read();
  return inTransaction(deps.db, async (tx) => {
    const campaign = await lockCampaign(tx, accountId, campaignId);
    if (campaign === null) return notFound('campaign');
    const may = mayDo('pause', campaign.status);
    if (!may.allowed) {
      const data = { state: campaign.status };
      return { code: 'CAMPAIGN_NOT_PAUSABLE', message: may.reason, data };
    }
    const before = await findCampaign(tx, accountId, campaignId);
    const move = {
      accountId,
      campaignId,
      action: 'pause',
      pausedReason: 'paused_by_user',
      now: now.engine,
    } as const;
    await moveCampaign(tx, { ...move, to: 'draining', drainTo: 'paused' });
    const reason = 'The campaign was paused before it went out.';
    await cancelAndGiveBack(tx, { accountId, now: now.engine, reason, what: { campaignId } });
    await writeAudit(tx, caller, {
      chance: deps.chance,
      now,
      action: 'campaign.pause',
      kind: 'campaign',
      id: campaignId,
      before,
      after: await findCampaign(tx, accountId, campaignId),
    });
    return null;
  });
}

async function judgeDrained(
  deps: DbDep & ClockDep,
  accountId: string,
  campaignId: string,
): Promise<number> {
  const now = await deps.clock.read();
  return inTransaction(deps.db, async (tx) => {
    await lockCampaigns(tx, [campaignId]);
    await markDrained(tx, [campaignId], now.engine);
    return countInFlight(tx, accountId, campaignId);
  });
}
