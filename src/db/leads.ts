/** The place where one lead is looked up, by itself. */
import type { LeadData } from '../domain/lead/lead.ts';
import { type Db, statement } from './database.ts';

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

const heldRow = statement<object>(
  'hold_lead_row',
  'select from lead where account_id = $1 and id = $2 for key share',
);

/** Whether it is there, and then until this transaction ends. */
export async function holdLeadRow(tx: Db, accountId: string, id: string): Promise<boolean> {
  return (await heldRow(tx, accountId, id)).length > 0;
}
