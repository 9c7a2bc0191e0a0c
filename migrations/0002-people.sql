-- People sign in, invite others and make keys. Every instant in this file is real: sessions, links and waits live on
-- the clock on the wall, whatever the engine's clock does.

-- email is the normalised address; both are null for an owner who came with the bootstrap key and never signed in.
alter table person add column password_hash text;
alter table person add constraint person_email_spelling check (email = lower(email));

create index membership_of_person on membership (person_id, created_at, account_id);

alter table api_key add column last_used_at timestamptz;
create index api_key_account_reach on api_key_account (account_id, api_key_id);

-- account_id is where the session acts now. Without the membership there is no session: whoever is removed is out.
create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null references person,
  account_id uuid not null,
  user_agent text,
  place text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (account_id, person_id) references membership on delete cascade
);
create index session_of_member on session (account_id, person_id);
create index session_of_person on session (person_id, last_seen_at, id);
create index session_age on session (last_seen_at);

create table invitation (
  id uuid primary key,
  account_id uuid not null references account,
  token_hash bytea not null unique,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'reviewer', 'viewer')),
  invited_by uuid not null references person,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create unique index invitation_one_open on invitation (account_id, email);
create index invitation_list on invitation (account_id, created_at, id);
create index invitation_age on invitation (expires_at);

-- While nobody can sign in each start adds one, and the first that is used ends them all. With a person: an operator let
-- them choose a new password.
create table setup_link (
  token_hash bytea primary key,
  person_id uuid references person,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- How often in a row somebody failed to sign in. The subject is a hash: what people mistype may be a password.
-- A known place is one from which this address has signed in before; it has a count of its own.
create table sign_in_try (
  subject bytea primary key,
  kind text not null check (kind in ('address', 'place', 'known_place', 'password')),
  failures integer not null check (failures >= 0),
  last_at timestamptz not null
);
create index sign_in_try_age on sign_in_try (kind, last_at);
