-- A file on its way in: its place among those of its account, with the bytes it may come to. Written before its first
-- piece is, and gone with its last: then its import counts. What has been silent for too long is swept.
create table upload (
  import_id uuid primary key,
  account_id uuid not null references account,
  bytes bigint not null check (bytes >= 0),
  seen_at timestamptz not null -- real
);
create index upload_of_account on upload (account_id);
create index upload_seen on upload (seen_at);
