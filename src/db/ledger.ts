/** The place where a campaign's ledger is read as people read it: by lead and step, not by try. */
import { sql } from 'kysely';
import type { Attempt, SentStep } from '../domain/send/sent-step.ts';
import type { Db } from './database.ts';

export type LedgerFilter = {
  readonly accountId: string;
  readonly campaignId: string;
  /** The first try of the step that was seen last. */
  readonly after: string | null;
  readonly limit: number;
};

/** `firstTryId` is the item's place in the list: a later try changes the item, never its place. */
export type LedgerItem = { readonly firstTryId: string; readonly sentStep: SentStep };

/**
 * The list goes along (campaign_id, id) over first tries; the latest try and all of them are looked
 * up by (enrolment_id, step). Paging by the latest try was left: an item whose step is tried again
 * while somebody pages would move to the end and be given out twice.
 */
export async function listLedger(db: Db, filter: LedgerFilter): Promise<readonly LedgerItem[]> {
  const after = filter.after === null ? sql`` : sql`and first.id > ${filter.after}::uuid`;
  const { rows } = await sql<Row>`
    select first.id as first_try_id, latest.id, latest.enrolment_id, latest.step, latest.channel,
      latest.state, latest.due_at, latest.handed_over_at, latest.on_wire_at, latest.settled_at,
      latest.alias_id, latest.variant_label, latest.message_id, latest.smtp_response, latest.reason,
      latest.resolution, latest.resolution_note, latest.resolved_by, tries.attempts,
      case when latest.state = 'deferred' and enrolment.status in ('pending', 'active')
          and enrolment.step = latest.step
        then coalesce(nullif(enrolment.ready_at, 'infinity'), enrolment.due_at, latest.due_at)
      end as retry_at
    from send as first
      join enrolment on enrolment.id = first.enrolment_id
      cross join lateral (
        select * from send where enrolment_id = first.enrolment_id and step = first.step
        order by epoch desc limit 1
      ) as latest
      cross join lateral (
        select jsonb_agg(jsonb_build_object(
          'state', state, 'smtpResponse', smtp_response, 'reason', reason,
          'onWireAt', extract(epoch from on_wire_at) * 1000,
          'settledAt', extract(epoch from settled_at) * 1000
        ) order by epoch) as attempts
        from send where enrolment_id = first.enrolment_id and step = first.step
      ) as tries
    where first.account_id = ${filter.accountId} and first.campaign_id = ${filter.campaignId}
      ${after}
      and not exists (
        select from send as earlier
        where earlier.enrolment_id = first.enrolment_id and earlier.step = first.step
          and earlier.epoch < first.epoch
      )
    order by first.id
    limit ${filter.limit}
  `.execute(db);
  return rows.map((row) => ({ firstTryId: row.first_try_id, sentStep: rowToSentStep(row) }));
}

type Row = {
  readonly first_try_id: string;
  readonly id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly channel: SentStep['channel'];
  readonly state: SentStep['state'];
  readonly due_at: number;
  readonly handed_over_at: number;
  readonly on_wire_at: number | null;
  readonly settled_at: number | null;
  readonly alias_id: string;
  readonly variant_label: string;
  readonly message_id: string | null;
  readonly smtp_response: string | null;
  readonly reason: string | null;
  readonly resolution: SentStep['resolution'];
  readonly resolution_note: string | null;
  readonly resolved_by: string | null;
  readonly attempts: readonly Omit<Attempt, 'attempt'>[];
  readonly retry_at: number | null;
};

function rowToSentStep(row: Row): SentStep {
  return {
    sendId: row.id,
    campaignLeadId: row.enrolment_id,
    step: row.step,
    channel: row.channel,
    state: row.state,
    retryAt: row.retry_at,
    dueAt: row.due_at,
    handedOverAt: row.handed_over_at,
    onWireAt: row.on_wire_at,
    settledAt: row.settled_at,
    aliasId: row.alias_id,
    variantLabel: row.variant_label,
    messageId: row.message_id,
    smtpResponse: row.smtp_response,
    reason: row.reason,
    resolution: row.resolution,
    resolutionNote: row.resolution_note,
    resolvedBy: row.resolved_by,
    attempts: row.attempts.map((attempt, index) => ({ attempt: index + 1, ...attempt })),
  };
}
