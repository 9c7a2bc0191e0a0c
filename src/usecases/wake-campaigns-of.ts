/** The place where running campaigns are looked at again, when a mailbox of theirs was changed. */
import type { Db } from '../db/database.ts';
import { wakeCampaign } from '../db/pace.ts';
import { listActiveWithAlias } from '../db/uses.ts';
import type { Alias } from '../domain/send/alias.ts';

/** Else they would wait for as long as the last look has told them to. */
export async function wakeCampaignsOf(
  tx: Db,
  of: { readonly alias: Pick<Alias, 'id' | 'accountId'>; readonly now: number },
): Promise<void> {
  const { id, accountId } = of.alias;
  for (const campaignId of await listActiveWithAlias(tx, accountId, id)) {
    await wakeCampaign(tx, { accountId, campaignId, now: of.now });
  }
}
