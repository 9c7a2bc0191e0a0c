-- A test is claimed before it is on the wire, as every mail that leaves, under the engine epoch of that moment. Its
-- request is named where it may come twice, so that a retry finds what the first try came to.
alter table test_mail
  add column request_key text,
  add column engine_epoch integer,
  add column on_wire_at timestamptz,
  drop constraint test_mail_state_check,
  add constraint test_mail_state_check
    check (state in ('claimed', 'on_wire', 'accepted', 'refused', 'unknown'));
create index test_mail_request on test_mail (account_id, request_key) where request_key is not null;
