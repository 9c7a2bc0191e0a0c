/** The place where an unknown send is found and settled by a person's word, once. */
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type UnknownSend = {
  readonly id: string;
  readonly campaign_id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly state: string;
  readonly claim_no: number;
  readonly alias_id: string;
  readonly due_at: number;
  readonly handed_over_at: number;
};

const sendRow = statement<UnknownSend>(
  'find_send_to_resolve',
  `select id, campaign_id, enrolment_id, step, state, claim_no, alias_id, due_at, handed_over_at
     from send where account_id = $1 and id = $2`,
);

/** Unknown or not: the answer to whoever asks says which. */
export async function findUnknownSend(
  tx: Db,
  accountId: string,
  id: string,
): Promise<UnknownSend | null> {
  const [row] = await sendRow(tx, accountId, id);
  return row ?? null;
}

const resolveRow = statement<{ id: string }>(
  'resolve_send',
  `update send set state = case $3 when 'sent' then 'accepted' else 'cancelled' end, resolution =
    $3,
     resolution_note = $4, resolved_by = $5, settled_at = $6
   where account_id = $1 and id = $2 and state = 'unknown' and resolution is null returning id`,
);

/**
 * Cancelled frees the step for another try, and no late evidence lifts what a person has settled.
 */
export async function markResolved(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly sendId: string;
    readonly outcome: 'sent' | 'not_sent';
    readonly note: string | null;
    readonly by: string;
    readonly now: number;
  },
): Promise<boolean> {
  const { accountId, sendId, outcome, note, by, now } = of;
  const rows = await resolveRow(tx, accountId, sendId, outcome, note, by, at(now));
  return rows.length > 0;
}

const deferRow = statement(
  'defer_refused',
  `update send set state = 'deferred'
    where account_id = $1 and enrolment_id = $2 and step = $3 and state = 'refused'`,
);

/** Refused for good, and by a person's word for the time being: another try may be claimed. */
export async function deferRefused(
  tx: Db,
  of: { readonly accountId: string; readonly enrolmentId: string; readonly step: number },
): Promise<void> {
  await deferRow(tx, of.accountId, of.enrolmentId, of.step);
}
