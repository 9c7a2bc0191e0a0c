/** The place where one lead is looked up, by itself. */
import type { LeadData } from '../domain/lead/lead.ts';
import type { Db } from './database.ts';

export type LeadRow = {
  readonly id: string;
  readonly email: string | null;
  readonly data: LeadData;
};

export async function findLeadRow(db: Db, accountId: string, id: string): Promise<LeadRow | null> {
  const row = await db
    .selectFrom('lead')
    .select(['id', 'email', 'data'])
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, data: row.data as LeadData };
}
