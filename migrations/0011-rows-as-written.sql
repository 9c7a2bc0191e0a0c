-- A row of a dataset is kept as the text it was written as: to take jsonb apart and sort it was a quarter of what
-- PostgreSQL did for an import, and a row is read whole for the most part.
alter table lead alter column data type json;
