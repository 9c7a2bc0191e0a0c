/**
 * The place where it is known how many leads of a campaign have their outcome, without counting
 * them. Triggers write a difference for each statement that brought some there; here they are
 * summed, and folded when there are many. Folding changes no sum, so it needs no lock: two that
 * fold one campaign at once each put back what they took away.
 */
import type { Db } from './database.ts';
import { statement } from './database.ts';

const processedRows = statement<{ readonly campaign_id: string; readonly processed: number }>(
  'count_processed_leads',
  `select campaign_id, sum(processed)::integer as processed from campaign_tally
   where account_id = $1 and campaign_id = any($2::uuid[]) group by campaign_id`,
);

/** By campaign; one of which none has its outcome may be absent. */
export async function countProcessedLeads(
  db: Db,
  accountId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await processedRows(db, accountId, campaignIds);
  return new Map(rows.map((row) => [row.campaign_id, row.processed]));
}

/** More rows than this are worth folding: fewer cost a reader nothing. */
const rowsMin = 32;

const foldRows = statement<{ readonly folded: number }>(
  'fold_tallies',
  `with many as (
     select campaign_id from campaign_tally group by campaign_id having count(*) > $1 limit $2
   ), gone as (
     delete from campaign_tally where campaign_id in (select campaign_id from many)
     returning account_id, campaign_id, processed
   ), kept as (
     insert into campaign_tally (account_id, campaign_id, processed)
     select account_id, campaign_id, sum(processed) from gone group by 1, 2
   )
   select count(*)::integer as folded from gone`,
);

/** Cross-tenant: a bounded number of campaigns. Answers how many rows became few. */
export async function foldTallies(db: Db, campaignsMax: number): Promise<number> {
  const [row] = await foldRows(db, rowsMin, campaignsMax);
  return row?.folded ?? 0;
}
