-- cancelled_at: ended by a person, for good; nothing makes a lead of it live again.
-- enrolled_at: every row of its dataset had its lead; before that a resume launches it.
alter table campaign add column cancelled_at timestamptz, add column enrolled_at timestamptz;
update campaign set enrolled_at = updated_at
 where total_leads is not null and status in ('active', 'draining', 'paused', 'completed');
