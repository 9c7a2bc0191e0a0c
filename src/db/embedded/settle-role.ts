/**
 * Writes the statement that makes the role of the pool and gives it what it owns.
 *
 * It runs as the superuser at every start, in one transaction, and changes nothing where nothing is
 * to be changed: so a crash leaves it done or not done, and a database of an earlier version, whose
 * tables belong to the superuser, is taken over by the same lines as a new one. PostgreSQL's own
 * `reassign owned` refuses to touch what belongs to the role that initdb has made.
 */

import { appRole, type Login } from './access.ts';

/** The password has no sign that means anything between quotes: see `newPassword`. */
export function settleRole({ password }: Login): string {
  return `do $settle$
declare
  mine constant oid := current_user::regrole;
  statement text;
begin
  if not exists (select from pg_roles where rolname = '${appRole}') then
    create role ${appRole} login password '${password}';
  end if;
  if exists (
    select from pg_roles
    where rolname = '${appRole}'
      and (not rolcanlogin or rolsuper or rolcreaterole or rolreplication or rolbypassrls)
  ) then
    alter role ${appRole} login nosuperuser nocreaterole noreplication nobypassrls;
  end if;
  if exists (select from pg_database where datname = current_database() and datdba = mine) then
    execute format('alter database %I owner to ${appRole}', current_database());
  end if;
  for statement in ${ownedByMe} loop
    execute statement || ' owner to ${appRole}';
  end loop;
end $settle$`;
}

export function setPassword({ role, password }: Login): string {
  return `alter role ${role} password '${password}'`;
}

/** A sequence of a column follows its table, and what an extension made stays as it is. */
const ownedByMe = `
    with own_schema as (
      select oid, nspname, nspowner from pg_namespace
      where nspname !~ '^pg_' and nspname <> 'information_schema'
    ), bound as (
      select classid, objid, deptype from pg_depend where deptype in ('a', 'i', 'e')
    )
    select format('alter schema %I', nspname) from own_schema where nspowner = mine
    union all
    select format('alter table %I.%I', nspname, relname)
    from pg_class as made join own_schema on own_schema.oid = relnamespace
    where relowner = mine and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (
        select from bound where classid = 'pg_class'::regclass and objid = made.oid
          and (deptype = 'e' or relkind = 'S')
      )
    union all
    select format('alter routine %s', made.oid::regprocedure)
    from pg_proc as made join own_schema on own_schema.oid = pronamespace
    where proowner = mine
      and not exists (
        select from bound
        where classid = 'pg_proc'::regclass and objid = made.oid and deptype = 'e'
      )
    union all
    select format('alter type %I.%I', nspname, typname)
    from pg_type as made join own_schema on own_schema.oid = typnamespace
      left join pg_class as shape on shape.oid = made.typrelid
    where typowner = mine
      and (typtype in ('e', 'd', 'r') or typtype = 'c' and shape.relkind = 'c')
      and not exists (
        select from bound
        where classid = 'pg_type'::regclass and objid = made.oid and deptype = 'e'
      )`;
