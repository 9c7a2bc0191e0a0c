/** The place where a campaign is written down as a draft, with every default filled in. */
import { insertCampaign } from '../db/campaigns.ts';
import { inTransaction } from '../db/database.ts';
import { holdDataset } from '../db/datasets.ts';
import type { Campaign } from '../domain/campaign/campaign.ts';
import type { CampaignContent, NewCampaign } from '../domain/campaign/new-campaign.ts';
import { withDefaults } from '../domain/campaign/new-campaign.ts';
import { campaignFaults } from '../domain/campaign/rules.ts';
import type { Failure, FieldFault } from '../domain/failure.ts';
import { invalid } from '../domain/failure.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Caller } from './caller.ts';
import type { CampaignView } from './campaign-view.ts';
import { toView } from './campaign-view.ts';
import type { ChanceDep, ClockDep, DbDep } from './deps.ts';
import { writeAudit } from './write-audit.ts';

export function createCampaign(deps: DbDep & ClockDep & ChanceDep) {
  return async (caller: Caller, input: NewCampaign): Promise<Result<CampaignView, Failure>> => {
    const content = withDefaults(input);
    const faults = campaignFaults(content);
    const now = await deps.clock.read();
    const made = { id: deps.chance.uuid(now.engine), now: now.engine };
    const campaign = draftOf(caller, content, made);
    return inTransaction(deps.db, async (tx) => {
      const known = await holdDataset(tx, caller.accountId, input.datasetId);
      const all = known ? faults : [unknownDataset, ...faults];
      if (all.length > 0) return failed(invalid(all));
      await insertCampaign(tx, campaign);
      await writeAudit(tx, caller, {
        chance: deps.chance,
        now,
        action: 'campaign.create',
        kind: 'campaign',
        id: campaign.id,
        before: null,
        after: campaign,
      });
      return ok(toView(campaign, 0));
    });
  };
}

const unknownDataset: FieldFault = {
  path: ['dataset_id'],
  message: 'must be a dataset of this account',
  type: 'any.unknown',
};

export function draftOf(
  caller: Caller,
  content: CampaignContent,
  made: { readonly id: string; readonly now: number },
): Campaign {
  return {
    ...content,
    id: made.id,
    accountId: caller.accountId,
    userId: caller.userId,
    status: 'draft',
    pausedReason: null,
    dismissedAt: null,
    launchJobId: null,
    launchRequestedAt: null,
    launchError: null,
    totalLeads: null,
    cancelledAt: null,
    createdAt: made.now,
    updatedAt: made.now,
  };
}
