/** The place where a campaign that is over, or never began, is deleted with all it wrote down. */
import { findCampaign } from '../db/campaigns.ts';
import { inTransaction } from '../db/database.ts';
import { deleteCampaign as deleteRows, lockCampaign } from '../db/lifecycle.ts';
import { mayDo } from '../domain/campaign/lifecycle.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export type CampaignDeleted = { readonly campaignId: string };

export function deleteCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string },
  ): Promise<Result<CampaignDeleted, Failure>> => {
    const { accountId } = caller;
    const { campaignId } = input;
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const row = await lockCampaign(tx, accountId, campaignId);
      if (row === null) return failed(notFound('campaign'));
      const may = mayDo('delete', row.status);
      if (!may.allowed) {
        const data = { state: row.status };
        return failed({ code: 'CAMPAIGN_NOT_DELETABLE', message: may.reason, data });
      }
      const before = await findCampaign(tx, accountId, campaignId);
      await deleteRows(tx, { accountId, campaignId });
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign.delete',
        kind: 'campaign',
        id: campaignId,
        before,
        after: null,
      });
      return ok({ campaignId });
    });
  };
}
