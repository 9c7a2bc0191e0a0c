-- What was answered to a mutation that came with an Idempotency-Key, so that a retry gets the same answer and has no
-- effect of its own. Written in the transaction of the effect: a crash leaves both or neither. Real clock throughout.
-- path is without a trailing slash, request_hash covers body, query and If-Match. Answers are sealed: one may hold a new
-- API key. Where the work calls the outside, the row comes first, without an answer and with a lease; a lapsed lease
-- lets a retry run again.
create table idempotency_key (
  account_id uuid not null references account,
  method text not null,
  path text not null,
  key text not null,
  request_hash bytea not null,
  created_at timestamptz not null,
  status smallint,
  answer bytea,
  lease_token uuid,
  lease_until timestamptz,
  primary key (account_id, method, path, key),
  check ((status is null) = (answer is null)),
  check ((answer is null) = (lease_token is not null)),
  check ((lease_token is null) = (lease_until is null))
);
create index idempotency_key_age on idempotency_key (created_at);

-- One row a key or session: how much of the budget of its latest window was given out to processes, in portions.
-- Real clock.
create table rate_window (
  subject_id uuid primary key,
  account_id uuid not null references account,
  window_start timestamptz not null,
  granted integer not null check (granted >= 0)
);
create index rate_window_age on rate_window (window_start);
