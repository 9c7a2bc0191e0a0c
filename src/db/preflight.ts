/** The place where a dataset's rows are counted as a launch would judge them. */
import type { Ineligibility } from '../domain/campaign/preflight.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type EligibilityRow = {
  readonly why: Ineligibility | null;
  readonly count: number;
  readonly sample_rows: readonly number[];
};

/** The order of the cases is the order in which the launch judges: a row is counted under one. */
const countRows = statement<EligibilityRow>(
  'count_eligibility',
  `select why, count(*) as count, (array_agg(row_index order by row_index))[1:10] as sample_rows
     from (select l.row_index, case
         when l.email is null then 'no_address'
         when exists (select 1 from lead o where o.dataset_id = l.dataset_id and o.email = l.email
           and o.row_index < l.row_index) then 'duplicate'
         when exists (select 1 from suppression p where p.account_id = $1 and p.released_at is null
           and p.email = l.email) then 'suppressed'
         when exists (select 1 from suppression p where p.account_id = $1 and p.released_at is null
           and p.domain = split_part(l.email, '@', 2)) then 'suppressed'
         when exists (select 1 from enrolment e where e.account_id = $1 and e.email = l.email
           and e.status in ('pending', 'active') and e.campaign_id <> $2) then 'running_elsewhere'
       end as why
       from lead l where l.dataset_id = $3) judged
    group by why`,
);

export function countEligibility(
  db: Db,
  of: { readonly accountId: string; readonly campaignId: string; readonly datasetId: string },
): Promise<EligibilityRow[]> {
  return countRows(db, of.accountId, of.campaignId, of.datasetId);
}
