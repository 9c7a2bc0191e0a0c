-- What waits for a person, and what is under way, without a look at what is over.
create index enrolment_unknown on enrolment (account_id, updated_at, id) where status = 'unknown';
create index campaign_under_way on campaign (account_id, created_at, id)
  where status in ('launching', 'scheduled', 'active', 'draining', 'paused');
