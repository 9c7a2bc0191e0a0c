/**
 * The place where a campaign changes its status by a person's act: each a compare-and-swap from
 * the table.
 */
import type { CampaignStatus } from '../domain/campaign/campaign.ts';
import type { CampaignAction } from '../domain/campaign/lifecycle.ts';
import { fromStates } from '../domain/campaign/lifecycle.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

const launchRow = statement<{ id: string }>(
  'launch_campaign',
  `update campaign set status = $4, launch_job_id = $5, launch_requested_at = $6, launch_error =
    null,
     paused_reason = null, lease_until = null, lease_token = null, lease_attempts = 0, updated_at
       = $6
   where account_id = $1 and id = $2 and status = any($3::text[]) returning id`,
);

/** Of two concurrent launches exactly one gets true. */
export async function markLaunched(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly status: 'launching' | 'scheduled';
    readonly jobId: string;
    readonly now: number;
  },
): Promise<boolean> {
  const { accountId, campaignId, status, jobId, now } = of;
  const rows = await launchRow(
    tx,
    accountId,
    campaignId,
    fromStates('launch'),
    status,
    jobId,
    at(now),
  );
  return rows.length > 0;
}

const lockRow = statement<LifecycleRow>(
  'lock_campaign_for_action',
  `select status, start_date, enrolled_at is not null as enrolled from campaign
    where account_id = $1 and id = $2 for no key update`,
);

export type LifecycleRow = {
  readonly status: CampaignStatus;
  readonly start_date: number | null;
  readonly enrolled: boolean;
};

export async function lockCampaign(
  tx: Db,
  accountId: string,
  campaignId: string,
): Promise<LifecycleRow | null> {
  const [row] = await lockRow(tx, accountId, campaignId);
  return row ?? null;
}

const moveRow = statement<{ id: string }>(
  'move_campaign',
  `update campaign set status = $4, drain_to = $5, paused_reason = $6, updated_at = $7
    where account_id = $1 and id = $2 and status = any($3::text[]) returning id`,
);

export async function moveCampaign(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly action: CampaignAction;
    readonly to: CampaignStatus;
    readonly drainTo: 'paused' | 'completed' | null;
    readonly pausedReason: string | null;
    readonly now: number;
  },
): Promise<boolean> {
  const { accountId, campaignId, action, to, drainTo, pausedReason, now } = of;
  const from = fromStates(action);
  const rows = await moveRow(tx, accountId, campaignId, from, to, drainTo, pausedReason, at(now));
  return rows.length > 0;
}

const cancelledRow = statement(
  'mark_cancelled',
  'update campaign set cancelled_at = $3 where account_id = $1 and id = $2',
);

export async function markCancelled(
  tx: Db,
  of: { readonly accountId: string; readonly campaignId: string; readonly now: number },
): Promise<void> {
  await cancelledRow(tx, of.accountId, of.campaignId, at(of.now));
}

const cancelRows = statement<{ id: string }>(
  'cancel_leads',
  `with gone as (
     select e.id from enrolment e
      where e.account_id = $1 and e.campaign_id = $2 and e.status in ('pending', 'active')
        and not exists (select 1 from send s where s.enrolment_id = e.id and s.step = e.step
          and s.state in ('claimed', 'on_wire'))
      limit $4 for update of e skip locked)
   update enrolment e set status = 'cancelled', stop_reason = 'CAMPAIGN_CANCELLED', ready_at = null,
       due_at = null, draft_at = null, updated_at = $3
     from gone where e.id = gone.id returning e.id`,
);

/**
 * Some of the leads that have no outcome. What is in flight keeps its own until it is settled; whom
 * somebody else is changing is found again.
 */
export async function cancelLeads(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly now: number;
    readonly limit: number;
  },
): Promise<string[]> {
  const rows = await cancelRows(tx, of.accountId, of.campaignId, at(of.now), of.limit);
  return rows.map((row) => row.id);
}

const setTimeoutMs = statement(
  'set_statement_timeout',
  "select set_config('statement_timeout', $1, true)",
);
const longMsMax = 600_000;

/** What touches every lead of a campaign may take longer than a statement usually may. */
export async function allowLong(tx: Db): Promise<void> {
  await setTimeoutMs(tx, String(longMsMax));
}

const deleteSends = statement(
  'delete_sends_of_campaign',
  'delete from send where account_id = $1 and campaign_id = $2',
);
const deleteEvents = statement(
  'delete_events_of_campaign',
  'delete from event where account_id = $1 and campaign_id = $2',
);
const deleteRow = statement<{ id: string }>(
  'delete_campaign',
  `delete from campaign where account_id = $1 and id = $2 and status = any($3::text[])
    returning id`,
);

/** With its leads, drafts, approvals and gates, which go with it; and its ledger. */
export async function deleteCampaign(
  tx: Db,
  of: { readonly accountId: string; readonly campaignId: string },
): Promise<boolean> {
  const { accountId, campaignId } = of;
  await allowLong(tx);
  const rows = await deleteRow(tx, accountId, campaignId, fromStates('delete'));
  if (rows.length === 0) return false;
  await deleteSends(tx, accountId, campaignId);
  await deleteEvents(tx, accountId, campaignId);
  return true;
}
