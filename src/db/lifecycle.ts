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
  `select status, enrol_after, start_date, launch_requested_at, total_leads from campaign
    where account_id = $1 and id = $2 for no key update`,
);

export type LifecycleRow = {
  readonly status: CampaignStatus;
  readonly enrol_after: number;
  readonly start_date: number | null;
  readonly launch_requested_at: number | null;
  readonly total_leads: number | null;
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
