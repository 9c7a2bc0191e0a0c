/** The place where a campaign's rows are counted for its figures. */
import { sql } from 'kysely';
import type { LeadCount, SettledCount } from '../domain/campaign/stats.ts';
import type { Db } from './database.ts';

type OfCampaign = { readonly accountId: string; readonly campaignId: string };

/** A variant is told of those alone whose figures are told by variant: the others need no look. */
export async function countLeads(db: Db, of: OfCampaign): Promise<readonly LeadCount[]> {
  const { rows } = await sql<LeadCount>`
    select status, step,
      case when status in ('replied', 'bounced') then variants ->> step::text end as variant,
      count(*) as count
    from enrolment
    where account_id = ${of.accountId} and campaign_id = ${of.campaignId}
    group by 1, 2, 3
  `.execute(db);
  return rows;
}

/**
 * What came of each step of each lead. By the quarter of an hour: whose local day that is, the
 * zone's calendar says once for all of them.
 */
export async function countSettled(db: Db, of: OfCampaign): Promise<readonly SettledCount[]> {
  const { rows } = await sql<SettledCount>`
    select step, variant_label as variant, state,
      date_bin('15 minutes', handed_over_at, '2000-01-01') as at,
      count(*) as count
    from send
    where account_id = ${of.accountId} and campaign_id = ${of.campaignId}
      and state in ('accepted', 'refused', 'unknown')
    group by 1, 2, 3, 4
  `.execute(db);
  return rows;
}
