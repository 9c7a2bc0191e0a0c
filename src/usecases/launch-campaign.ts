/**
 * The place where a campaign is launched: judged, then taken from `draft` by exactly one of two
 * calls.
 */
import { findCampaign } from '../db/campaigns.ts';
import { inTransaction } from '../db/database.ts';
import { markLaunched } from '../db/lifecycle.ts';
import { notifyDue } from '../db/pace.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { Finding } from '../domain/campaign/finding.ts';
import { mayDo } from '../domain/campaign/lifecycle.ts';
import type { Preflight } from '../domain/campaign/preflight.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewOf } from './campaign-view.ts';
import type { ChanceDep, ClockDep, DbDep, PublicUrlDep, RendererDep, WriterDep } from './deps.ts';
import { judgeLaunch } from './preflight-campaign.ts';
import { writeAudit } from './write-audit.ts';

export type Launched = {
  readonly campaign: CampaignView;
  readonly totalRows: number;
  readonly launchableRows: number;
  readonly warnings: readonly Finding[];
};

type LaunchDeps = DbDep & ClockDep & ChanceDep & WriterDep & RendererDep & PublicUrlDep;

export function launchCampaign(deps: LaunchDeps) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string },
  ): Promise<Result<Launched, Failure>> => {
    const now = await deps.clock.read();
    const campaign = await findCampaign(deps.db, caller.accountId, input.campaignId);
    if (campaign === null) return failed(notFound('campaign'));
    const may = mayDo('launch', campaign.status);
    if (!may.allowed) return failed(notLaunchable(campaign, may.reason));
    const judged = await judgeLaunch(deps, deps.db, { campaign, now: now.engine });
    if (judged.errors.length > 0) return failed(preflightFailed(judged));
    const launched = await inTransaction(deps.db, async (tx) => {
      const won = await markLaunched(tx, {
        accountId: caller.accountId,
        campaignId: campaign.id,
        status: campaign.launchType === 'scheduled' ? 'scheduled' : 'launching',
        jobId: deps.chance.uuid(now.real),
        now: now.engine,
      });
      if (!won) return false;
      await notifyDue(tx);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign.launch',
        kind: 'campaign',
        id: campaign.id,
        before: campaign,
        after: await findCampaign(tx, caller.accountId, campaign.id),
      });
      return true;
    });
    const after = (await findCampaign(deps.db, caller.accountId, campaign.id)) ?? campaign;
    if (!launched) {
      const reason = mayDo('launch', after.status);
      return failed(notLaunchable(after, reason.allowed ? 'Launch it again.' : reason.reason));
    }
    const { totalRows, launchableRows, warnings } = judged;
    return ok({ campaign: await viewOf(deps.db, after), totalRows, launchableRows, warnings });
  };
}

function notLaunchable(campaign: Campaign, message: string): Failure {
  return { code: 'CAMPAIGN_NOT_LAUNCHABLE', message, data: { state: campaign.status } };
}

function preflightFailed({ errors, warnings }: Preflight): Failure {
  const message = errors.map((error) => error.message).join(' ');
  return { code: 'PREFLIGHT_FAILED', message, data: { errors, warnings } };
}
