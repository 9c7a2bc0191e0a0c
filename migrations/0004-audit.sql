-- The audit trail: one row for each act of a person or a program that changed something, written in the transaction of
-- the act. Ids, hashes and names of fields; never contents. What the engine does by itself stands in event and send.
-- As event, it references nothing: it outlives what it tells of, and takes no lock beyond its own row.
create table audit (
  id uuid primary key,
  account_id uuid not null,
  at timestamptz not null,
  -- real
  real_at timestamptz not null,
  -- A person's id, or key:<id>.
  actor text not null,
  request_id text,
  action text not null,
  target_kind text not null,
  target_id uuid not null,
  -- SHA-256 in hex over canonical JSON of the thing; null where there was none, or is none any more.
  before_hash text,
  after_hash text,
  -- changed: the names of the fields that differ.
  detail jsonb not null
);
create index audit_list on audit (account_id, at desc, id desc);
create index audit_of_target on audit (account_id, target_id, at desc, id desc);

-- Nobody rewrites it by mistake, and nobody by an injected statement: whoever means to has to disable a trigger first,
-- which takes the owner of the table and leaves a line in the server's log.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit trail only grows: % is refused.', lower(tg_op) using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_audit_change();
