-- What stands below every mail of an account. Null where nothing was said: no address, no words
-- of its own, and the line that we suggest.
alter table account
  add column postal_address text,
  add column footer_text text,
  add column unsubscribe_line text,
  add column footer_version integer not null default 1,
  add column settings_updated_at timestamptz;

-- Somebody's account elsewhere, by which a person carries out what we prepare.
create table connected_account (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  profile_url text,
  provider text not null check (provider in ('manual')),
  daily_caps jsonb not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index connected_account_list on connected_account (account_id, created_at, id);

alter table suppression add column released_by text;
create index suppression_list on suppression (account_id, created_at, id);

-- Mail to oneself, outside the ledger: written down before it leaves, as everything that leaves.
create table test_mail (
  id uuid primary key,
  account_id uuid not null references account,
  alias_id uuid not null,
  recipient text not null,
  state text not null check (state in ('on_wire', 'accepted', 'refused', 'unknown')),
  message_id text not null,
  smtp_response text,
  sent_by text not null,
  created_at timestamptz not null,
  real_at timestamptz not null, -- real
  settled_at timestamptz
);
create index test_mail_recent on test_mail (account_id, real_at);
