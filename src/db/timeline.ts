/**
 * The place where everything that happened to one lead is read in the order in which it happened.
 *
 * What people did stands in `event`. What the engine did is not written down a second time: the
 * ledger, the drafts and the gates hold it, and the timeline is read from them.
 */
import { sql } from 'kysely';
import type { LeadEvent } from '../domain/lead/lead-event.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';

/** Of two events of one instant the lower rank came first: a hand-over before its answer. */
export type TimelinePlace = { readonly at: number; readonly rank: number; readonly id: string };

export type TimelineEvent = LeadEvent & { readonly rank: number };

export type TimelineFilter = {
  readonly accountId: string;
  readonly enrolmentId: string;
  /** The event that was seen last. */
  readonly after: TimelinePlace | null;
  readonly limit: number;
};

/** Two moments of one row are two events: each needs an id of its own, the same at every read. */
const idOf = (row: string, moment: string) => sql.raw(`md5(${row}.id::text || ':${moment}')::uuid`);

/** Every part tells (id, rank, type, at, step, channel, actor, data) of the one row of `lead`. */
const ofLead = sql`
  select ${idOf('lead', 'enrolled')} as id, 0 as rank, 'enrolled' as type, created_at as at,
    null::integer as step, null::text as channel, 'engine' as actor,
    jsonb_build_object('variants', variants, 'ineligible', ineligible) as data
  from lead
  union all
  select ${idOf('lead', 'finished')}, 6, 'finished', updated_at, step, null, 'engine',
    jsonb_build_object('status', status, 'reason', coalesce(stop_reason, ineligible))
  from lead where status not in ('pending', 'active')`;

const ofWords = sql`
  select draft.id, 1, case draft.status when 'failed' then 'draft_failed' else 'drafted' end,
    draft.completed_at, draft.step, 'email', 'engine',
    jsonb_build_object('draft_id', draft.id, 'variant_label', draft.variant_label,
      'model', draft.model, 'content_hash', draft.content_hash, 'error', draft.error)
  from draft join lead on lead.id = draft.enrolment_id
  where draft.status in ('completed', 'failed') and draft.completed_at is not null
  union all
  select gate.id, 2, 'gate_opened', gate.opened_at, gate.step, 'email', 'engine',
    jsonb_build_object('gate_id', gate.id, 'draft_id', gate.draft_id,
      'stale_approval_id', gate.stale_approval_id, 'content_hash', gate.content_hash)
  from gate join lead on lead.id = gate.enrolment_id`;

const ofPeople = sql`
  select event.id, 3, event.type, event.at, event.step, null, event.actor, event.data
  from event join lead on lead.id = event.enrolment_id`;

/** What a person said of an unknown is an event of theirs, not an answer of the mail server. */
const ofLedger = sql`
  select ${idOf('send', 'wire')}, 4, 'handed_over', send.on_wire_at, send.step, send.channel,
    'engine',
    jsonb_build_object('send_id', send.id, 'attempt', send.epoch, 'alias_id', send.alias_id,
      'variant_label', send.variant_label, 'approval_id', send.approval_id,
      'template_version', send.template_version, 'message_id', send.message_id)
  from send join lead on lead.id = send.enrolment_id
  where send.on_wire_at is not null
  union all
  select send.id, 5, case send.state when 'cancelled' then 'called_back' else send.state end,
    send.settled_at, send.step, send.channel, 'engine',
    jsonb_build_object('send_id', send.id, 'attempt', send.epoch, 'reason', send.reason,
      'smtp_response', send.smtp_response)
  from send join lead on lead.id = send.enrolment_id
  where send.settled_at is not null and send.state not in ('claimed', 'on_wire')
    and send.resolution is null`;

/**
 * One lead has some dozens of rows at most, each found by an index on the lead: all are read, and
 * the page is cut from them.
 */
export async function listTimeline(
  db: Db,
  filter: TimelineFilter,
): Promise<readonly TimelineEvent[]> {
  const { accountId, enrolmentId, after, limit } = filter;
  const page =
    after === null
      ? sql`true`
      : sql`(at, rank, id) > (${at(after.at)}::timestamptz, ${after.rank}::int, ${after.id}::uuid)`;
  const { rows } = await sql<TimelineEvent>`
    with lead as (
      select * from enrolment where account_id = ${accountId} and id = ${enrolmentId}
    ), told as (
      ${ofLead} union all ${ofWords} union all ${ofPeople} union all ${ofLedger}
    )
    select id, rank, type, at, step, channel, actor, data from told
    where ${page}
    order by at, rank, id
    limit ${limit}
  `.execute(db);
  return rows;
}
