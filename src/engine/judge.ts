/**
 * The place where campaigns are judged apart from any lead: drained ones and those with no lead
 * left.
 */
import { inTransaction } from '../db/database.ts';
import { completeCampaigns, lockCampaigns, markDrained } from '../db/progress.ts';
import type { Moment } from '../ports/clock.ts';
import type { EngineDeps } from './deps.ts';

export async function judgeCampaigns(
  deps: Pick<EngineDeps, 'db'>,
  now: Moment,
  campaignIds: readonly string[],
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockCampaigns(tx, campaignIds);
    await completeCampaigns(tx, campaignIds, now.engine);
    await markDrained(tx, campaignIds, now.engine);
  });
}
