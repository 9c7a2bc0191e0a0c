/** The place where campaigns are read and written. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Campaign, CampaignStatus, Step } from '../domain/campaign/campaign.ts';
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';
import { containing } from './matching.ts';
import type { Campaign as CampaignTable } from './tables.generated.ts';

export type CampaignRow = Selectable<CampaignTable>;

export async function findCampaign(
  db: Db,
  accountId: string,
  id: string,
): Promise<Campaign | null> {
  const row = await db
    .selectFrom('campaign')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : rowToCampaign(row);
}

export type CampaignFilter = {
  readonly accountId: string;
  readonly status: CampaignStatus | null;
  readonly name: string | null;
  readonly after: { readonly createdAt: number; readonly id: string } | null;
  /** Null: all of them. */
  readonly limit: number | null;
};

/** Newest first. */
export async function listCampaigns(db: Db, filter: CampaignFilter): Promise<readonly Campaign[]> {
  const rows = await campaignsOf(db, filter).selectAll().execute();
  return rows.map(rowToCampaign);
}

/** How many bytes each of the same campaigns has: see `listSizes`. */
export async function listCampaignSizes(
  db: Db,
  filter: CampaignFilter,
): Promise<readonly number[]> {
  const bytes = sql<number>`octet_length(campaign::text)`.as('bytes');
  const rows = await campaignsOf(db, filter).select(bytes).execute();
  return rows.map((row) => row.bytes);
}

function campaignsOf(db: Db, filter: CampaignFilter) {
  const { status, name, after, limit } = filter;
  return db
    .selectFrom('campaign')
    .where('account_id', '=', filter.accountId)
    .$if(status !== null, (query) => query.where('status', '=', status))
    .$if(name !== null, (query) => query.where('name', 'ilike', containing(name ?? '')))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${at(after?.createdAt ?? 0)}, ${after?.id})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .$if(limit !== null, (query) => query.limit(limit ?? 0));
}

export async function insertCampaign(db: Db, campaign: Campaign): Promise<void> {
  await db
    .insertInto('campaign')
    .values({
      ...editableColumns(campaign),
      id: campaign.id,
      account_id: campaign.accountId,
      user_id: campaign.userId,
      dataset_id: campaign.datasetId,
      type: campaign.type,
      status: campaign.status,
      paused_reason: campaign.pausedReason,
      launch_job_id: campaign.launchJobId,
      launch_requested_at: atOrNull(campaign.launchRequestedAt),
      launch_error: campaign.launchError,
      total_leads: campaign.totalLeads,
      cancelled_at: atOrNull(campaign.cancelledAt),
      created_at: at(campaign.createdAt),
    })
    .execute();
}

/** What a person may change of it, and nothing that becomes of it by itself. */
export async function updateCampaign(tx: Db, campaign: Campaign): Promise<void> {
  await tx
    .updateTable('campaign')
    .set(editableColumns(campaign))
    .where('account_id', '=', campaign.accountId)
    .where('id', '=', campaign.id)
    .execute();
}

function editableColumns(campaign: Campaign) {
  return {
    name: campaign.name,
    description: campaign.description,
    launch_type: campaign.launchType,
    start_date: atOrNull(campaign.startDate),
    daily_limit: campaign.dailyLimit,
    sending_window_start: campaign.windowStart,
    sending_window_end: campaign.windowEnd,
    min_interval_seconds: campaign.minIntervalSeconds,
    timezone: campaign.timezone,
    send_days: [...campaign.sendDays],
    steps: JSON.stringify(campaign.steps),
    alias_ids: campaign.aliasIds === null ? null : [...campaign.aliasIds],
    connected_account_id: campaign.connectedAccountId,
    system_prompt: campaign.systemPrompt,
    unreviewed_launch_policy: campaign.unreviewedLaunchPolicy,
    approval_mode: campaign.approvalMode,
    use_lead_timezone: campaign.useLeadTimezone,
    playground_discovery_dismissed_at: atOrNull(campaign.dismissedAt),
    updated_at: at(campaign.updatedAt),
  };
}

export function rowToCampaign(row: CampaignRow): Campaign {
  return {
    id: row.id,
    accountId: row.account_id,
    userId: row.user_id,
    datasetId: row.dataset_id,
    name: row.name,
    description: row.description,
    type: row.type as Campaign['type'],
    status: row.status as CampaignStatus,
    launchType: row.launch_type as Campaign['launchType'],
    startDate: row.start_date,
    dailyLimit: row.daily_limit,
    windowStart: row.sending_window_start,
    windowEnd: row.sending_window_end,
    minIntervalSeconds: row.min_interval_seconds,
    timezone: row.timezone,
    sendDays: row.send_days as unknown as Campaign['sendDays'],
    // Written by us from the same type; PostgreSQL keeps the object, not the order of its keys.
    steps: row.steps as readonly Step[],
    aliasIds: row.alias_ids,
    connectedAccountId: row.connected_account_id,
    systemPrompt: row.system_prompt,
    unreviewedLaunchPolicy: row.unreviewed_launch_policy as Campaign['unreviewedLaunchPolicy'],
    approvalMode: row.approval_mode as Campaign['approvalMode'],
    useLeadTimezone: row.use_lead_timezone,
    pausedReason: row.paused_reason,
    dismissedAt: row.playground_discovery_dismissed_at,
    launchJobId: row.launch_job_id,
    launchRequestedAt: row.launch_requested_at,
    launchError: row.launch_error,
    totalLeads: row.total_leads,
    cancelledAt: row.cancelled_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
