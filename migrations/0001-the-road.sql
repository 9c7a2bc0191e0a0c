-- Every table carries account_id and every tenant index starts with it, or with a campaign, which belongs to one.
-- Instants are written by the application in whole milliseconds; `real` in a comment marks the clock on the wall,
-- every other instant is the engine's (which a sandbox may run fast).

create table account (
  id uuid primary key,
  name text not null,
  domain_daily_cap integer check (domain_daily_cap > 0),
  created_at timestamptz not null
);

create table person (
  id uuid primary key,
  name text not null,
  email text unique,
  created_at timestamptz not null
);

create table membership (
  account_id uuid not null references account,
  person_id uuid not null references person,
  role text not null check (role in ('owner', 'admin', 'reviewer', 'viewer')),
  created_at timestamptz not null,
  primary key (account_id, person_id)
);

-- account_id is the key's home; the groups it may act for are rows of api_key_account.
create table api_key (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  key_prefix text not null,
  key_hash bytea not null unique,
  permissions text[] not null,
  person_id uuid not null references person,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create table api_key_account (
  account_id uuid not null references account,
  api_key_id uuid not null references api_key,
  primary key (api_key_id, account_id)
);

create table dataset (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  columns text[] not null,
  row_count integer not null default 0,
  next_row_index integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index dataset_list on dataset (account_id, created_at, id);

-- email is the normalised address or null where the row has none that could be one.
create table lead (
  id uuid primary key,
  account_id uuid not null,
  dataset_id uuid not null references dataset on delete cascade,
  row_index integer not null,
  email text,
  data jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (dataset_id, row_index)
);
create index lead_address on lead (dataset_id, email, row_index);

create table template (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  version integer not null,
  subject text not null,
  body text not null,
  body_format text not null check (body_format in ('text', 'html')),
  variables text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index template_list on template (account_id, created_at, id);

create table template_version (
  account_id uuid not null,
  template_id uuid not null references template on delete cascade,
  version integer not null,
  subject text not null,
  body text not null,
  body_format text not null,
  variables text[] not null,
  created_at timestamptz not null,
  primary key (template_id, version)
);

create table sender_profile (
  id uuid primary key,
  account_id uuid not null references account,
  profile_name text not null,
  sender_data jsonb not null,
  description text,
  is_default boolean not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sender_profile_list on sender_profile (account_id, created_at, id);
create unique index sender_profile_one_default on sender_profile (account_id) where is_default;

-- smtp and imap hold what may be shown; secret holds the passwords, encrypted, with the id of the key that did it.
create table alias (
  id uuid primary key,
  account_id uuid not null references account,
  address text not null,
  display_name text not null,
  provider text not null check (provider in ('smtp', 'sandbox')),
  smtp jsonb,
  imap jsonb,
  secret bytea,
  daily_cap integer not null check (daily_cap > 0),
  min_gap_seconds integer not null check (min_gap_seconds >= 0),
  reply_to text,
  signature text,
  version integer not null,
  verified_at timestamptz,
  paused_at timestamptz,
  paused_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index alias_list on alias (account_id, created_at, id);

create table suppression (
  id uuid primary key,
  account_id uuid not null references account,
  email text,
  domain text,
  reason text not null,
  note text,
  created_at timestamptz not null,
  created_by text not null,
  released_at timestamptz,
  released_reason text,
  check ((email is null) <> (domain is null))
);
create unique index suppression_email on suppression (account_id, email) where released_at is null and email is not null;
create unique index suppression_domain on suppression (account_id, domain) where released_at is null and domain is not null;

-- lease_* is the launch job: it enrols rows after enrol_after, a batch at a time.
create table campaign (
  id uuid primary key,
  account_id uuid not null references account,
  user_id uuid not null references person,
  dataset_id uuid not null references dataset,
  name text not null,
  description text,
  type text not null check (type in ('email', 'linkedin', 'mixed')),
  status text not null check (status in
    ('draft', 'launching', 'scheduled', 'active', 'draining', 'paused', 'completed', 'failed')),
  drain_to text check (drain_to in ('paused', 'completed')),
  launch_type text not null check (launch_type in ('immediate', 'scheduled')),
  start_date timestamptz,
  daily_limit integer not null,
  sending_window_start text not null,
  sending_window_end text not null,
  min_interval_seconds integer not null,
  timezone text not null,
  send_days text[] not null,
  steps jsonb not null,
  alias_ids text[],
  connected_account_id text,
  system_prompt text,
  unreviewed_launch_policy text not null check (unreviewed_launch_policy in ('launch_default', 'hold', 'cancel')),
  approval_mode text not null check (approval_mode in ('optional', 'required')),
  use_lead_timezone boolean not null,
  paused_reason text,
  playground_discovery_dismissed_at timestamptz,
  launch_job_id uuid,
  launch_requested_at timestamptz,
  launch_error text,
  enrol_after integer not null default -1,
  total_leads integer,
  lease_until timestamptz, -- real
  lease_token uuid,
  lease_attempts integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((status = 'draining') = (drain_to is not null))
);
create index campaign_list on campaign (account_id, created_at, id);
create index campaign_to_launch on campaign (start_date) where status in ('launching', 'scheduled');
create index campaign_draining on campaign (id) where status = 'draining';

-- A lead in a campaign: the campaign lead of one surface and the workflow instance of the other.
-- due_at says when its step is due and is never rewritten to wait; ready_at says when it is worth looking at again.
-- A claim does not touch this row: what is in flight is known from the ledger alone, so that a cancelled claim
-- leaves its lead as ready as it was.
create table enrolment (
  id uuid primary key,
  account_id uuid not null,
  campaign_id uuid not null references campaign on delete cascade,
  lead_id uuid not null,
  workflow_instance_id uuid,
  row_index integer not null,
  email text,
  domain text,
  timezone text,
  status text not null check (status in ('pending', 'active', 'completed', 'replied', 'bounced', 'unsubscribed',
    'suppressed', 'discarded', 'failed', 'unknown', 'skipped', 'stopped', 'cancelled')),
  ineligible text check (ineligible in ('no_address', 'duplicate', 'suppressed', 'running_elsewhere')),
  stop_reason text,
  step integer,
  tries integer not null default 0,
  first_try_at timestamptz,
  class smallint not null,
  variants jsonb not null,
  due_at timestamptz,
  ready_at timestamptz,
  draft_at timestamptz,
  alias_id uuid,
  last_message_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (campaign_id, row_index)
);
create index enrolment_ready on enrolment (campaign_id, class, ready_at, row_index)
  where ready_at is not null and status in ('pending', 'active');
create index enrolment_live on enrolment (campaign_id) where status in ('pending', 'active');
create index enrolment_lead on enrolment (lead_id);
create index enrolment_address on enrolment (account_id, email) where status in ('pending', 'active');
create index enrolment_domain on enrolment (account_id, domain) where status in ('pending', 'active');
create unique index enrolment_instance on enrolment (workflow_instance_id) where workflow_instance_id is not null;
create index enrolment_to_draft on enrolment (draft_at) where draft_at is not null;

create table draft (
  id uuid primary key,
  account_id uuid not null,
  campaign_id uuid not null references campaign on delete cascade,
  enrolment_id uuid not null references enrolment on delete cascade,
  step integer not null,
  batch_id uuid,
  status text not null check (status in ('pending', 'running', 'completed', 'failed', 'cancelled')),
  due_at timestamptz not null,
  lease_until timestamptz, -- real
  lease_token uuid,
  attempts integer not null default 0,
  variant_label text not null,
  subject text,
  body text,
  content_hash text,
  model text,
  generation_latency_ms integer,
  prompt_snapshot text,
  prompt_version_hash text,
  step_config_fingerprint text,
  lead_identity_fingerprint text,
  research_cache_fingerprint text,
  facts jsonb,
  error text,
  created_at timestamptz not null,
  completed_at timestamptz
);
create unique index draft_one_open on draft (enrolment_id, step) where status in ('pending', 'running');
create index draft_latest on draft (enrolment_id, step, created_at desc, id desc);
create index draft_due on draft (due_at, id) where status in ('pending', 'running');

-- Append-only but for its withdrawal; at most one live verdict a step.
create table approval (
  id uuid primary key,
  account_id uuid not null,
  campaign_id uuid not null references campaign on delete cascade,
  enrolment_id uuid not null references enrolment on delete cascade,
  step integer not null,
  variant_label text not null,
  subject text not null,
  body text not null,
  content_hash text not null,
  prompt_snapshot text not null,
  prompt_version_hash text not null,
  resolved_prompt_hash text not null,
  step_config_fingerprint text not null,
  lead_identity_fingerprint text not null,
  research_cache_fingerprint text,
  envelope_fingerprint text not null,
  alias_id uuid not null,
  sender_profile_id uuid,
  template_id uuid,
  draft_id uuid,
  gate_id uuid,
  model text,
  generation_latency_ms integer,
  research_sources jsonb,
  approved_at timestamptz not null,
  approved_by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text check (withdrawn_reason in ('withdrawn', 'replaced', 'stale')),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index approval_one_live on approval (enrolment_id, step) where withdrawn_at is null;
create index approval_history on approval (enrolment_id, step, approved_at);

create table gate (
  id uuid primary key,
  account_id uuid not null,
  campaign_id uuid not null references campaign on delete cascade,
  enrolment_id uuid not null references enrolment on delete cascade,
  step integer not null,
  draft_id uuid not null,
  stale_approval_id uuid,
  variant_label text not null,
  subject text not null,
  body text not null,
  content_hash text not null,
  model text,
  alias_id uuid not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  verdict text check (verdict in ('approved', 'discarded', 'superseded')),
  judged_by text,
  judged_at timestamptz, -- real
  check ((closed_at is null) = (verdict is null))
);
create unique index gate_one_open on gate (enrolment_id) where closed_at is null;
create index gate_waiting on gate (account_id, opened_at, id) where closed_at is null;
create index gate_history on gate (enrolment_id, opened_at);

-- One row for all: who may use the wire, and what time it is.
create table engine (
  id smallint primary key check (id = 1),
  epoch bigint not null,
  fenced_at timestamptz,
  fence_reason text,
  heartbeat_at timestamptz, -- real
  stopped_cleanly boolean not null,
  system_identifier text,
  anchor_real timestamptz not null,
  anchor_engine timestamptz not null,
  rate double precision not null check (rate > 0),
  ever_fast boolean not null
);

create table worker (
  id uuid primary key,
  host text not null,
  pid integer not null,
  lock_key bigint not null,
  engine_epoch bigint not null,
  started_at timestamptz not null, -- real
  heartbeat_at timestamptz not null, -- real
  ended_at timestamptz -- real
);
create index worker_live on worker (heartbeat_at) where ended_at is null;

-- The lease of one round: all sends of a claim stand and fall with it.
create sequence claim_no_seq;
create table claim (
  claim_no bigint primary key,
  account_id uuid not null,
  worker_id uuid not null,
  engine_epoch bigint not null,
  lease_token uuid not null,
  lease_until timestamptz not null, -- real
  claimed_at timestamptz not null,
  closed_at timestamptz -- real
);
create index claim_open on claim (account_id, lease_until) where closed_at is null;

-- The ledger. epoch numbers the tries of a step: the claim inserts the next number, and only where every earlier
-- try is known not to have gone out; two claims of one step collide on it. No column that changes after the insert is indexed or stands in an index predicate, so that both
-- updates of a send stay on their page; whatever is in flight is found through its open claim.
create table send (
  id uuid primary key,
  account_id uuid not null,
  campaign_id uuid not null,
  enrolment_id uuid not null,
  step integer not null,
  epoch integer not null,
  claim_no bigint not null,
  channel text not null check (channel in ('email', 'linkedin')),
  state text not null check (state in
    ('claimed', 'on_wire', 'accepted', 'refused', 'deferred', 'unknown', 'cancelled')),
  alias_id uuid not null,
  variant_label text not null,
  template_id uuid,
  template_version integer,
  approval_id uuid,
  draft_id uuid,
  content_hash text,
  due_at timestamptz not null,
  handed_over_at timestamptz not null,
  on_wire_at timestamptz,
  settled_at timestamptz,
  lease_token uuid not null,
  engine_epoch bigint not null,
  message_id text,
  bytes_hash text,
  smtp_response text,
  reason text,
  resolution text check (resolution in ('sent', 'not_sent')),
  resolution_note text,
  resolved_by text,
  unique (enrolment_id, step, epoch)
) with (fillfactor = 75);
create index send_ledger on send (campaign_id, id);
create index send_claim on send (claim_no);

-- next_at: the first instant at which claiming for this account can find something to do.
create table account_pace (
  account_id uuid primary key references account,
  next_at timestamptz not null
) with (fillfactor = 50);
create index account_pace_next on account_pace (next_at);

-- free_at: when the campaign is worth looking at again; work_at: when its earliest lead is ready.
-- Writers lower them, only the claim raises them. last_at: its latest hand-over, for the interval.
create table pace (
  campaign_id uuid primary key references campaign on delete cascade,
  account_id uuid not null,
  free_at timestamptz not null,
  work_at timestamptz not null,
  next_at timestamptz generated always as (greatest(free_at, work_at)) stored,
  last_at timestamptz,
  day_start timestamptz,
  day_end timestamptz,
  day_count integer not null default 0
) with (fillfactor = 70);
create index pace_next on pace (account_id, next_at, campaign_id);

create table alias_pace (
  alias_id uuid primary key,
  account_id uuid not null,
  free_at timestamptz not null
) with (fillfactor = 50);

-- Hand-overs per alias or recipient domain in buckets, for caps over a rolling day.
create table usage (
  account_id uuid not null,
  kind text not null check (kind in ('alias', 'domain')),
  key text not null,
  bucket timestamptz not null,
  count integer not null,
  primary key (account_id, kind, key, bucket)
) with (fillfactor = 50);

create table event (
  id uuid primary key,
  account_id uuid not null,
  campaign_id uuid not null,
  enrolment_id uuid,
  type text not null,
  at timestamptz not null,
  step integer,
  actor text not null,
  data jsonb not null
);
create index event_of_lead on event (enrolment_id, at, id);
create index event_of_campaign on event (campaign_id, at, id);
