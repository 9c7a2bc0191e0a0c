-- A file that becomes rows of a dataset: a leased job, as a launch is. Its rows are copied in one transaction, so that
-- they are there all at once or not at all; what is counted here meanwhile is written beside it.
create table import (
  id uuid primary key,
  account_id uuid not null references account,
  dataset_id uuid not null references dataset on delete cascade,
  status text not null check (status in ('running', 'completed', 'failed', 'cancelled')),
  -- Null: as the beginning of the file looks.
  format text check (format in ('csv', 'ndjson')),
  mapping jsonb,
  chunks integer not null,
  file_bytes bigint not null,
  file_hash bytea not null,
  rows_read integer not null default 0,
  rows_imported integer not null default 0,
  rows_refused integer not null default 0,
  duplicates integer not null default 0,
  warnings jsonb not null,
  error text,
  lease_until timestamptz, -- real
  lease_token uuid,
  lease_attempts integer not null default 0,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  check ((status = 'running') = (finished_at is null)),
  check ((status = 'failed') = (error is not null))
);
create index import_running on import (created_at, id) where status = 'running';
create index import_of_dataset on import (dataset_id, created_at, id);

-- The uploaded file in pieces, in the database, where every worker can read it. Written before its import is: what
-- belongs to no running import is swept. Files do not compress well enough to be worth the time.
create table import_chunk (
  import_id uuid not null,
  no integer not null,
  account_id uuid not null,
  bytes bytea not null,
  stored_at timestamptz not null, -- real
  primary key (import_id, no)
);
alter table import_chunk alter column bytes set storage external;
create index import_chunk_of_account on import_chunk (account_id, import_id);

-- One for each row that was read and not imported, in the order of the file.
create table refused_row (
  import_id uuid not null references import on delete cascade,
  no integer not null,
  account_id uuid not null,
  line integer not null,
  reason text not null,
  -- What stood where the address should be, cut short.
  shown text not null,
  primary key (import_id, no)
);

-- A dataset may go when every campaign of it is over; the campaign, and what it has sent, stays.
alter table campaign drop constraint campaign_dataset_id_fkey;
create index campaign_of_dataset on campaign (dataset_id);
