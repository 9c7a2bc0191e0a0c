/** The place where it is counted what is due and not yet claimed, for a monitor. */
import { at } from './columns.ts';
import { type Db, statement } from './database.ts';

const accountsMax = 1_000;

const backlogRow = statement<{ accounts: number; earliest: number | null }>(
  'count_due_accounts',
  `select count(*) as accounts, min(next_at) as earliest
   from (select next_at from account_pace where next_at <= $1 order by next_at limit ${accountsMax})
     as due`,
);

/** Cross-tenant: how many accounts have something due, and since when. */
export async function countDueAccounts(
  db: Db,
  now: number,
): Promise<{ readonly accounts: number; readonly lateMs: number }> {
  const [row] = await backlogRow(db, at(now));
  const lateMs = row?.earliest == null ? 0 : now - row.earliest;
  return { accounts: row?.accounts ?? 0, lateMs };
}
