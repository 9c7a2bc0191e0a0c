/** The place where the leads of a campaign follow an edit of its steps. */
import { sql } from 'kysely';
import type { Campaign } from '../domain/campaign/campaign.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';
import { allowLong } from './lifecycle.ts';
import { variantsOf } from './variants.ts';

const reached = statement<{ step: number | null }>(
  'find_reached_step',
  `select max(step) as step from enrolment
    where account_id = $1 and campaign_id = $2 and ineligible is null`,
);

/** The highest step at which a lead stands, or ended. */
export async function findReachedStep(
  tx: Db,
  of: { readonly accountId: string; readonly campaignId: string },
): Promise<number | null> {
  const [row] = await reached(tx, of.accountId, of.campaignId);
  return row?.step ?? null;
}

const staleApprovals = statement(
  'mark_approvals_of_steps_stale',
  `update approval a set withdrawn_at = $3, withdrawn_by = 'engine', withdrawn_reason = 'stale'
     from enrolment e
    where e.account_id = $1 and e.campaign_id = $2 and a.enrolment_id = e.id
      and a.step = any($4::int[]) and a.withdrawn_at is null`,
);

const cancelDrafts = statement(
  'cancel_drafts_of_steps',
  `update draft d set status = 'cancelled', error = 'The step was changed.', lease_until = null,
       lease_token = null
     from enrolment e
    where e.account_id = $1 and e.campaign_id = $2 and d.enrolment_id = e.id
      and d.step = any($3::int[]) and d.status in ('pending', 'running')`,
);

/**
 * Every lead gets its variant of each step that was changed, and loses what was approved of it.
 * Before a launch, or after one that failed, leads wait for the first step, whichever it is now.
 */
export async function reassignSteps(
  tx: Db,
  of: {
    readonly campaign: Campaign;
    readonly changed: readonly number[];
    readonly enrolled: boolean;
    readonly now: number;
  },
): Promise<void> {
  const { campaign, changed, now } = of;
  const { id: campaignId, accountId, steps } = campaign;
  await allowLong(tx);
  const variants = variantsOf({ campaignId, leadId: sql`lead_id`, steps });
  const first = of.enrolled ? null : (steps[0] ?? null);
  const personal = (first?.variants ?? [])
    .filter(({ type }) => type === 'PERSONALIZATION')
    .map(({ label }) => label);
  await sql`
    update enrolment e set variants = x.variants, step = coalesce(${first?.step ?? null}, e.step),
      draft_at = case when ${first === null} then e.draft_at
        when e.ready_at is not null
          and x.variants ->> ${String(first?.step)} = any(${personal}::text[])
        then ${at(now)}::timestamptz end,
      updated_at = ${at(now)}::timestamptz
      from (select id, ${variants} as variants from enrolment
        where account_id = ${accountId} and campaign_id = ${campaignId}) x
     where e.id = x.id and (e.variants <> x.variants
       or e.step is distinct from coalesce(${first?.step ?? null}, e.step))`.execute(tx);
  await cancelDrafts(tx, accountId, campaignId, changed);
  await staleApprovals(tx, accountId, campaignId, at(now), changed);
}
