/** The place where one lead of a campaign is locked, looked at and made ready. */
import type { VariantLabels } from '../domain/campaign/variants.ts';
import type { LeadOutcome, LeadStatus, StopReason } from '../domain/send/ledger.ts';
import { followUpPriority } from '../domain/send/settle.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type EnrolmentRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly lead_id: string;
  readonly workflow_instance_id: string | null;
  readonly row_index: number;
  readonly email: string | null;
  readonly domain: string | null;
  readonly timezone: string | null;
  readonly status: LeadStatus;
  readonly ineligible: string | null;
  readonly stop_reason: StopReason | null;
  readonly step: number | null;
  readonly class: number;
  readonly tries: number;
  readonly first_try_at: number | null;
  readonly variants: VariantLabels;
  readonly due_at: number | null;
  readonly ready_at: number | null;
  readonly alias_id: string | null;
  readonly updated_at: number;
};

const columns = `id, campaign_id, lead_id, workflow_instance_id, row_index, email, domain,
  timezone, status,
  ineligible, stop_reason, step, class, tries, first_try_at, variants, due_at, ready_at, alias_id,
    updated_at`;

const findRow = statement<EnrolmentRow>(
  'find_enrolment',
  `select ${columns} from enrolment where account_id = $1 and id = $2`,
);
const lockRow = statement<EnrolmentRow>(
  'lock_enrolment',
  `select ${columns} from enrolment where account_id = $1 and id = $2 for update`,
);
const findByInstance = statement<EnrolmentRow>(
  'find_enrolment_of_instance',
  `select ${columns} from enrolment where account_id = $1 and workflow_instance_id = $2`,
);

export async function findEnrolment(
  db: Db,
  accountId: string,
  id: string,
): Promise<EnrolmentRow | null> {
  const [row] = await findRow(db, accountId, id);
  return row ?? null;
}

export async function lockEnrolment(
  tx: Db,
  accountId: string,
  id: string,
): Promise<EnrolmentRow | null> {
  const [row] = await lockRow(tx, accountId, id);
  return row ?? null;
}

export async function findEnrolmentOfInstance(
  db: Db,
  accountId: string,
  instanceId: string,
): Promise<EnrolmentRow | null> {
  const [row] = await findByInstance(db, accountId, instanceId);
  return row ?? null;
}

const reviewState = statement<{ live: boolean; ever: boolean }>(
  'find_review_state',
  `select coalesce(bool_or(withdrawn_at is null), false) as live, count(*) > 0 as ever
     from approval where enrolment_id = $1 and step = $2`,
);

/** Whether the step has a live approval, and whether it ever had one. */
export async function findReviewState(
  tx: Db,
  enrolmentId: string,
  step: number,
): Promise<{ readonly live: boolean; readonly ever: boolean }> {
  const [row] = await reviewState(tx, enrolmentId, step);
  return row ?? { live: false, ever: false };
}

const readyRow = statement<{ ready_at: number | null }>(
  'ready_lead',
  `update enrolment set ready_at = coalesce(ready_at, due_at)
    where id = $1 and status in ('pending', 'active') returning ready_at`,
);

/** A lead that waited for somebody's act is looked at again when its step is due. */
export async function readyLead(tx: Db, enrolmentId: string): Promise<number | null> {
  const [row] = await readyRow(tx, enrolmentId);
  return row?.ready_at ?? null;
}

export type StopWhere =
  | { readonly email: string }
  | { readonly domain: string }
  | { readonly campaignId: string }
  | { readonly enrolmentIds: readonly string[] };

export type StoppedRow = { readonly id: string; readonly campaign_id: string };

const stopRows = (name: string, where: string) =>
  statement<StoppedRow>(
    name,
    `with gone as (
       select e.id from enrolment e where e.account_id = $1 and e.status in ('pending', 'active')
         and ${where}
        order by e.id for update)
     update enrolment e set status = $2, stop_reason = $3, ready_at = null, due_at = null,
       draft_at = null,
            updated_at = $4
       from gone where e.id = gone.id returning e.id, e.campaign_id`,
  );

const stopByEmail = stopRows('stop_leads_by_email', 'e.email = $5');
const stopByDomain = stopRows('stop_leads_by_domain', 'e.domain = $5');
const stopByCampaign = stopRows('stop_leads_of_campaign', 'e.campaign_id = $5');
const stopById = stopRows('stop_leads_by_id', 'e.id = any($5::uuid[])');

export function stopEnrolments(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly where: StopWhere;
    readonly outcome: LeadOutcome;
    readonly stopReason: StopReason | null;
    readonly now: number;
  },
): Promise<StoppedRow[]> {
  const { accountId, where, outcome, stopReason } = of;
  const now = at(of.now);
  if ('email' in where) return stopByEmail(tx, accountId, outcome, stopReason, now, where.email);
  if ('domain' in where) return stopByDomain(tx, accountId, outcome, stopReason, now, where.domain);
  if ('campaignId' in where)
    return stopByCampaign(tx, accountId, outcome, stopReason, now, where.campaignId);
  return stopById(tx, accountId, outcome, stopReason, now, where.enrolmentIds);
}

const retryRow = statement(
  'retry_enrolment',
  `update enrolment set status = $3, stop_reason = null, due_at = $4, ready_at = $4,
     draft_at = null, class = $5, tries = 0, first_try_at = null, updated_at = $4
    where account_id = $1 and id = $2 and status = 'failed'`,
);

/** A failed lead is ready again, at the step at which it failed. */
export async function retryEnrolment(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly id: string;
    readonly status: 'pending' | 'active';
    readonly now: number;
  },
): Promise<void> {
  await retryRow(tx, of.accountId, of.id, of.status, at(of.now), followUpPriority);
}
