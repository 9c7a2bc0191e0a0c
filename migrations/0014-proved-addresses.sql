-- An address counts over the whole host once it is proved; until then it is the account's alone whose invitation made the
-- person. Decisions 0046 and 0047. Every instant in this file is real.

-- home_account_id is the account an unproved person was invited to: there, and nowhere else, the address is theirs. Null
-- for whoever has proved theirs, and for whoever was removed from that account.
alter table person add column email_proved_at timestamptz;
alter table person add column home_account_id uuid references account;

-- Who came by the operator's own link, of the first run or for a new password, was vouched for by the operator. Whoever
-- accepted an invitation may be the inviter: they keep their password and every membership, and are called unproved.
update person p set email_proved_at = came.real_at
  from (
    select actor, min(real_at) as real_at
      from audit
      where action in ('account.set_up', 'person.reset_password')
      group by actor
  ) as came
  where p.email is not null
    and came.actor = p.id::text;

update person p set home_account_id = (
    select m.account_id
      from membership m
      where m.person_id = p.id
      order by m.created_at, m.account_id
      limit 1
  )
  where p.email is not null
    and p.email_proved_at is null;

alter table person drop constraint person_email_key;
create unique index person_proved_email on person (email) where email_proved_at is not null;
create unique index person_unproved_email on person (home_account_id, email) where email_proved_at is null;
create index person_email on person (email);
alter table person add constraint person_proved_is_at_home_nowhere
  check (email_proved_at is null or home_account_id is null);

-- Its link went to the address by mail and to nobody else: accepting by it proves the address.
alter table invitation add column is_mailed boolean not null default false;

-- A session without an account has signed in and not chosen yet. Whoever else the password was right for is a row of
-- session_choice: all of them can be chosen from.
alter table session alter column account_id drop not null;
create table session_choice (
  session_id uuid not null references session on delete cascade,
  person_id uuid not null references person,
  primary key (session_id, person_id)
);
create index session_choice_of_person on session_choice (person_id);
alter table rate_window alter column account_id drop not null;

alter table sign_in_try drop constraint sign_in_try_kind_check;
alter table sign_in_try add constraint sign_in_try_kind_check
  check (kind in ('address', 'place', 'pair', 'known_place', 'password'));

-- The code that proves a person's address: one at a time for each, as a hash, for a few minutes and a few tries.
create table email_code (
  person_id uuid primary key references person,
  code_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tries integer not null default 0 check (tries >= 0)
);

-- What the operator's own mailbox is to send: written with what caused it, sent by a worker under a lease, at least once.
-- content is sealed, for it holds a code or a link; it is gone once the mail has left, or never will.
create table system_mail (
  id uuid primary key,
  account_id uuid not null references account,
  kind text not null check (kind in ('invitation', 'email_code')),
  -- The invitation, or the person.
  about_id uuid not null,
  recipient text not null,
  content bytea,
  created_at timestamptz not null,
  due_at timestamptz not null,
  expires_at timestamptz not null,
  lease_token uuid,
  lease_until timestamptz,
  lease_attempts integer not null default 0,
  sent_at timestamptz,
  failed_at timestamptz,
  check ((lease_token is null) = (lease_until is null)),
  check ((content is null) = (sent_at is not null or failed_at is not null))
);
create index system_mail_due on system_mail (due_at, id) where content is not null;
create index system_mail_recent on system_mail (recipient, kind, sent_at);
create index system_mail_of_account on system_mail (account_id, kind, created_at);
create index system_mail_about on system_mail (about_id, kind, created_at);
create index system_mail_age on system_mail (expires_at);
