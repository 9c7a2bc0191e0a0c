/** The place where a campaign is written down anew, as a draft: what it is, not what it did. */
import { findCampaign, insertCampaign } from '../db/campaigns.ts';
import { inTransaction } from '../db/database.ts';
import { copyName } from '../domain/campaign/new-campaign.ts';
import type { Failure } from '../domain/failure.ts';
import { notFound } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { toView } from './campaign-view.ts';
import { draftOf } from './create-campaign.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export function duplicateCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (
    caller: Caller,
    input: { readonly campaignId: string },
  ): Promise<Result<CampaignView, Failure>> => {
    const now = await deps.clock.read();
    return inTransaction(deps.db, async (tx) => {
      const campaign = await findCampaign(tx, caller.accountId, input.campaignId);
      if (campaign === null) return failed(notFound('campaign'));
      const made = { id: deps.chance.uuid(now.engine), now: now.engine };
      const copy = draftOf(caller, { ...campaign, name: copyName(campaign.name) }, made);
      await insertCampaign(tx, copy);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign.duplicate',
        kind: 'campaign',
        id: copy.id,
        before: null,
        after: copy,
      });
      return ok(toView(copy, 0));
    });
  };
}
