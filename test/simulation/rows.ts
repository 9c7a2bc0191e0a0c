/** The place where a planned world is written down as rows, one statement a table. */
import { at, atOrNull } from '../../src/db/columns.ts';
import type { AccountPlan, CampaignPlan, Plan } from './plan.ts';
import type { Sessions } from './sessions.ts';

type Row = Readonly<Record<string, unknown>>;

const tablesText = `select c.relname as name, coalesce(array_agg(p.relname::text)
     filter (where p.oid <> c.oid), '{}') as parents
   from pg_class c left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f'
   left join pg_class p on p.oid = f.confrelid
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not like
    '%migration%'
  group by c.relname order by c.relname`;

/** Deleted and swept, not truncated: 40 ms against 100. */
export async function createReset(sessions: Sessions): Promise<() => Promise<void>> {
  const tables = await sessions.ask<{ name: string; parents: string[] }>('sim_tables', tablesText);
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const child of tables) if (child.parents.includes(name)) visit(child.name);
    ordered.push(name);
  };
  for (const { name } of tables) visit(name);
  const deletes = ordered.map((name) => `delete from ${name}`).join(';');
  const text = `begin;${deletes};select setval('claim_no_seq', 1, false);commit`;
  // Dead rows are swept by us, at an instant of our choosing, or plans would change in mid-run.
  const unswept = ordered.map((name) => `alter table ${name} set (autovacuum_enabled = false)`);
  // A run leaves nothing behind, not even the trail that only grows.
  const unguarded = 'alter table audit disable trigger audit_is_append_only';
  const session = await sessions.take();
  await session.client.query([...unswept, unguarded].join(';'));
  await sessions.give(session);
  return async () => {
    const clean = await sessions.take();
    await clean.client.query(text);
    // Empty files again, or where a row comes to lie, and so what has no order, would be another.
    await clean.client.query(`vacuum ${ordered.join(', ')}`);
    await sessions.give(clean);
  };
}

export async function insertWorld(sessions: Sessions, plan: Plan): Promise<void> {
  const insert = async (table: string, rows: readonly Row[]): Promise<void> => {
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    const text = `insert into ${table} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${table}, $1)`;
    await sessions.ask(`sim_insert_${table}`, text, [JSON.stringify(rows)]);
  };
  const { accounts } = plan;
  const created_at = at(plan.startEngine);
  const stamped = (row: Row): Row => ({ ...row, created_at, updated_at: created_at });
  const campaigns = accounts.flatMap((account) =>
    account.campaigns.map((campaign) => ({ account, campaign })),
  );
  await insert(
    'account',
    accounts.map((one) => ({ ...accountRow(one), created_at })),
  );
  await insert(
    'person',
    accounts.map(({ personId }) => ({ id: personId, name: 'Owner', created_at })),
  );
  await insert(
    'sender_profile',
    accounts.map((one) => stamped(profileRow(one))),
  );
  await insert(
    'template',
    accounts.flatMap((one) => templateRows(one).map(stamped)),
  );
  const versions = accounts.flatMap(templateRows).map(({ id, name: _name, ...row }) => ({
    ...row,
    template_id: id,
    created_at,
  }));
  await insert('template_version', versions);
  await insert(
    'alias',
    accounts.flatMap((one) => aliasRows(one, created_at).map(stamped)),
  );
  await insert(
    'dataset',
    campaigns.map(({ account, campaign }) => stamped(datasetRow(account, campaign))),
  );
  await insert(
    'lead',
    campaigns.flatMap(({ account, campaign }) => leadRows(account, campaign).map(stamped)),
  );
  await insert(
    'campaign',
    campaigns.map(({ account, campaign }) => stamped(campaignRow(account, campaign))),
  );
  await insert('engine', [engineRow(plan)]);
}

function accountRow({ id, domainDailyCap }: AccountPlan): Row {
  return { id, name: 'An account', domain_daily_cap: domainDailyCap };
}

function profileRow({ id, profileId }: AccountPlan): Row {
  return {
    id: profileId,
    account_id: id,
    profile_name: 'A profile',
    sender_data: { name: 'Sender' },
    is_default: true,
    version: 1,
  };
}

function templateRows({ id, templateIds }: AccountPlan): readonly Row[] {
  return templateIds.map((templateId, index) => ({
    id: templateId,
    account_id: id,
    name: `Template ${index}`,
    version: 1,
    subject: `Hello {{ first_name }}, ${index}.1`,
    body: 'Dear {{ first_name }}, a line.',
    body_format: 'text',
    variables: ['first_name'],
  }));
}

function aliasRows({ id, aliases }: AccountPlan, verified_at: string): readonly Row[] {
  return aliases.map((alias) => ({
    id: alias.id,
    account_id: id,
    address: alias.address,
    display_name: 'Sender',
    provider: 'sandbox',
    daily_cap: alias.dailyCap,
    min_gap_seconds: alias.minGapSeconds,
    signature: alias.signature,
    version: 1,
    verified_at,
  }));
}

function datasetRow({ id }: AccountPlan, { datasetId, leads }: CampaignPlan): Row {
  return {
    id: datasetId,
    account_id: id,
    name: 'A list',
    columns: ['email', 'first_name', 'timezone'],
    row_count: leads.length,
    next_row_index: leads.length,
  };
}

function leadRows({ id }: AccountPlan, { datasetId, leads }: CampaignPlan): readonly Row[] {
  return leads.map((lead, index) => ({
    id: lead.id,
    account_id: id,
    dataset_id: datasetId,
    row_index: index,
    email: lead.email,
    data: lead.data,
  }));
}

function campaignRow({ id, personId }: AccountPlan, campaign: CampaignPlan): Row {
  return {
    id: campaign.id,
    account_id: id,
    user_id: personId,
    dataset_id: campaign.datasetId,
    name: 'A campaign',
    type: 'email',
    status: 'draft',
    launch_type: campaign.startDate === null ? 'immediate' : 'scheduled',
    start_date: atOrNull(campaign.startDate),
    daily_limit: campaign.dailyLimit,
    sending_window_start: campaign.windowStart,
    sending_window_end: campaign.windowEnd,
    min_interval_seconds: campaign.minIntervalSeconds,
    timezone: campaign.timezone,
    send_days: campaign.sendDays,
    steps: campaign.steps,
    alias_ids: campaign.aliasIds,
    unreviewed_launch_policy: campaign.unreviewedLaunchPolicy,
    approval_mode: campaign.approvalMode,
    use_lead_timezone: campaign.useLeadTimezone,
    enrol_after: -1,
    lease_attempts: 0,
  };
}

function engineRow({ startReal, startEngine, rate }: Plan): Row {
  return {
    id: 1,
    epoch: 1,
    stopped_cleanly: false,
    anchor_real: at(startReal),
    anchor_engine: at(startEngine),
    rate,
    ever_fast: rate !== 1,
  };
}
