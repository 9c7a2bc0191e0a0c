-- One row from the first start on that found every sealed value bound to its row: after that an unbound one is
-- refused. key_id names the secret key by which all of them are sealed; while another is in use, a rotation is
-- under way.
create table sealing (
  id integer primary key check (id = 1),
  key_id bytea not null,
  bound_at timestamptz not null,
  rotated_at timestamptz
);
