/** The place where a lead is made ready by somebody's act: looked at again when its step is due. */
import type { Db } from '../db/database.ts';
import { readyLead } from '../db/enrolments.ts';
import { lowerPaces, wakeCampaign } from '../db/pace.ts';

export async function makeLeadReady(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly enrolmentId: string;
    readonly now: number;
  },
): Promise<void> {
  const { accountId, campaignId, enrolmentId, now } = of;
  const readyAt = await readyLead(tx, enrolmentId);
  if (readyAt === null) return;
  if (readyAt > now) {
    await lowerPaces(tx, { accountId, now, readied: [{ campaignId, readyAt }] });
  } else {
    // Its campaign may have put off its next look to wait for just this.
    await wakeCampaign(tx, { accountId, campaignId, now });
  }
}
