-- How many leads of a campaign have their outcome, as differences: a row for each statement that brought some there.
-- Their sum is the count, nobody waits for anybody to write it, and a sweep folds many rows into one.
create table campaign_tally (
  account_id uuid not null,
  campaign_id uuid not null,
  processed integer not null
);
create index campaign_tally_of_campaign on campaign_tally (campaign_id) include (processed);

insert into campaign_tally (account_id, campaign_id, processed)
  select account_id, campaign_id, count(*) from enrolment where status not in ('pending', 'active') group by 1, 2;

-- By triggers, so that no statement that moves a lead can forget it.
create function tally_new_leads() returns trigger language plpgsql as $$
begin
  insert into campaign_tally (account_id, campaign_id, processed)
    select account_id, campaign_id, count(*) from new_rows where status not in ('pending', 'active') group by 1, 2;
  return null;
end
$$;
create function tally_moved_leads() returns trigger language plpgsql as $$
begin
  insert into campaign_tally (account_id, campaign_id, processed)
    select account_id, campaign_id, sum(one) from (
      select account_id, campaign_id, 1 as one from new_rows where status not in ('pending', 'active')
      union all
      select account_id, campaign_id, -1 from old_rows where status not in ('pending', 'active')
    ) moved
    group by 1, 2 having sum(one) <> 0;
  return null;
end
$$;
-- Where the campaign itself goes, its tally goes with it.
create function tally_gone_leads() returns trigger language plpgsql as $$
begin
  insert into campaign_tally (account_id, campaign_id, processed)
    select account_id, campaign_id, -count(*) from old_rows
    where status not in ('pending', 'active')
      and exists (select from campaign where campaign.id = old_rows.campaign_id)
    group by 1, 2;
  return null;
end
$$;
create function forget_tally() returns trigger language plpgsql as $$
begin
  delete from campaign_tally where campaign_id = old.id;
  return null;
end
$$;
create trigger tally_new_leads after insert on enrolment
  referencing new table as new_rows for each statement execute function tally_new_leads();
create trigger tally_moved_leads after update on enrolment
  referencing old table as old_rows new table as new_rows for each statement execute function tally_moved_leads();
create trigger tally_gone_leads after delete on enrolment
  referencing old table as old_rows for each statement execute function tally_gone_leads();
create trigger forget_tally after delete on campaign for each row execute function forget_tally();

-- Leads by status and by step, in the order of their rows. It answers as well whether any are live.
create index enrolment_by_status on enrolment (campaign_id, status, step, row_index);
drop index enrolment_live;

create index gate_of_campaign on gate (campaign_id) where closed_at is null;
