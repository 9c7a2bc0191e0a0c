-- The engine's instant up to which messages may have left that this ledger does not know: set when an operator accepts
-- a database that was restored. A step that could have left before it is never handed over by itself.
alter table engine add column gap_ends_at timestamptz;
