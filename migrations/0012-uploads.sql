-- A file on its way in: a reservation against the limits of its account, with the bytes it may come to. Written before
-- the first piece; deleted when its import is written, which counts from then on. A silent one is swept.
create table upload (
  import_id uuid primary key,
  account_id uuid not null references account,
  bytes bigint not null check (bytes >= 0),
  seen_at timestamptz not null -- real
);
create index upload_of_account on upload (account_id);
create index upload_seen on upload (seen_at);
