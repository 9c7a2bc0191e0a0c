/**
 * The place where the timeline grows: what was done to a lead or a campaign, by whom, never
 * changed.
 */
import type { LeadEventType } from '../domain/lead/lead-event.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type NewEvent = {
  readonly id: string;
  readonly accountId: string;
  readonly campaignId: string;
  readonly enrolmentId: string | null;
  readonly type: LeadEventType;
  readonly at: number;
  readonly step: number | null;
  readonly actor: string;
  /** Ids, hashes and reasons; never a subject, a body or an address. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
};

const insertRow = statement(
  'insert_event',
  `insert into event (id, account_id, campaign_id, enrolment_id, type, at, step, actor, data)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

export async function insertEvent(tx: Db, event: NewEvent): Promise<void> {
  await insertRow(
    tx,
    event.id,
    event.accountId,
    event.campaignId,
    event.enrolmentId,
    event.type,
    at(event.at),
    event.step,
    event.actor,
    JSON.stringify(event.data),
  );
}
