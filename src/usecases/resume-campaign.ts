/**
 * The place where a paused campaign goes on: from now, by its own pace; nothing is owed and
 * nothing bursts.
 */
import { findCampaign } from '../db/campaigns.ts';
import { inTransaction } from '../db/database.ts';
import type { LifecycleRow } from '../db/lifecycle.ts';
import { lockCampaign, moveCampaign } from '../db/lifecycle.ts';
import { notifyDue, wakeCampaign } from '../db/pace.ts';
import type { CampaignStatus } from '../domain/campaign/campaign.ts';
import { mayDo } from '../domain/campaign/lifecycle.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { viewOf } from './campaign-view.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export function resumeCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string },
  ): Promise<Result<CampaignView, Failure>> => {
    const { accountId } = caller;
    const { campaignId } = input;
    const now = await deps.clock.read();
    const refused = await inTransaction(deps.db, async (tx): Promise<Failure | null> => {
      const row = await lockCampaign(tx, accountId, campaignId);
      if (row === null) return notFound('campaign');
      const may = mayDo('resume', row.status);
      if (!may.allowed) {
        return { code: 'CAMPAIGN_NOT_RESUMABLE', message: may.reason, data: { state: row.status } };
      }
      const before = await findCampaign(tx, accountId, campaignId);
      const to = resumedStatus(row, now.engine);
      const move = {
        accountId,
        campaignId,
        action: 'resume',
        drainTo: null,
        pausedReason: null,
      } as const;
      await moveCampaign(tx, { ...move, to, now: now.engine });
      if (to === 'active') await wakeCampaign(tx, { accountId, campaignId, now: now.engine });
      else await notifyDue(tx);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign.resume',
        kind: 'campaign',
        id: campaignId,
        before,
        after: await findCampaign(tx, accountId, campaignId),
      });
      return null;
    });
    if (refused !== null) return failed(refused);
    const campaign = await findCampaign(deps.db, accountId, campaignId);
    return campaign === null ? failed(notFound('campaign')) : ok(await viewOf(deps.db, campaign));
  };
}

/** Not yet enrolled: back to its date, or past it a person's override of whatever held it. */
function resumedStatus(row: LifecycleRow, now: number): CampaignStatus {
  if (row.enrolled) return 'active';
  return row.start_date !== null && row.start_date > now ? 'scheduled' : 'launching';
}
