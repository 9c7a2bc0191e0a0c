/**
 * The place where a send goes onto the wire, and comes off it: each a compare-and-swap on its row.
 *
 * `on_wire` is committed before the first byte. What may have changed since the claim is asked
 * again in the same statement: the lease, the fence, the campaign, the lead, suppression, the
 * approval.
 */
import type { VariantLabels } from '../domain/campaign/variants.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';
import type { StopWhere } from './enrolments.ts';

export type RenderRow = {
  readonly id: string;
  readonly enrolment_id: string;
  readonly campaign_id: string;
  readonly step: number;
  readonly alias_id: string;
  readonly template_id: string | null;
  readonly template_version: number | null;
  readonly approval_id: string | null;
  readonly draft_id: string | null;
  readonly approved_subject: string | null;
  readonly approved_body: string | null;
  readonly drafted_subject: string | null;
  readonly drafted_body: string | null;
  readonly email: string;
  readonly last_message_id: string | null;
  readonly variants: VariantLabels;
  readonly tries: number;
  readonly first_try_at: number | null;
  readonly handed_over_at: number;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
};

const renderRows = statement<RenderRow>(
  'list_to_render',
  `select s.id, s.enrolment_id, s.campaign_id, s.step, s.alias_id, s.template_id,
    s.template_version,
     s.approval_id, s.draft_id, a.subject as approved_subject, a.body as approved_body,
     d.subject as drafted_subject, d.body as drafted_body, e.email, e.variants, e.last_message_id,
       e.tries, e.first_try_at, s.handed_over_at, l.data
   from send s
   join enrolment e on e.id = s.enrolment_id
   join lead l on l.id = e.lead_id
   left join approval a on a.id = s.approval_id
   left join draft d on d.id = s.draft_id
   where s.claim_no = $1 and s.state = 'claimed' order by s.id`,
);

export function listToRender(db: Db, claimNo: number): Promise<RenderRow[]> {
  return renderRows(db, claimNo);
}

export type TemplateTextRow = {
  readonly template_id: string;
  readonly version: number;
  readonly subject: string;
  readonly body: string;
  readonly body_format: 'text' | 'html';
};

const templateTexts = statement<TemplateTextRow>(
  'list_template_texts',
  `select v.template_id, v.version, v.subject, v.body, v.body_format
     from unnest($2::uuid[], $3::int[]) x(id, version)
     join template_version v on v.template_id = x.id and v.version = x.version and v.account_id =
       $1`,
);

export function listTemplateTexts(
  db: Db,
  accountId: string,
  of: readonly { readonly id: string; readonly version: number }[],
): Promise<TemplateTextRow[]> {
  return templateTexts(
    db,
    accountId,
    of.map((one) => one.id),
    of.map((one) => one.version),
  );
}

const toWire = statement<{ id: string }>(
  'put_on_wire',
  `update send s
      set state = 'on_wire', on_wire_at = $4, message_id = x.message_id, bytes_hash = x.bytes_hash
     from unnest($6::uuid[], $7::text[], $8::text[]) x(id, message_id, bytes_hash),
          claim k, engine g, campaign c, enrolment e
    where s.id = x.id and s.state = 'claimed' and s.lease_token = $2
      and k.claim_no = $1 and k.lease_token = $2 and k.closed_at is null and k.lease_until > $5
      and g.id = 1 and g.epoch = $3 and g.fenced_at is null and s.engine_epoch = g.epoch
      and c.id = s.campaign_id and c.status = 'active'
      and e.id = s.enrolment_id and e.status in ('pending', 'active') and e.step = s.step
      and not exists (select 1 from suppression p where p.account_id = s.account_id
        and p.released_at is null and p.email = e.email)
      and not exists (select 1 from suppression p where p.account_id = s.account_id
        and p.released_at is null and p.domain = e.domain)
      and (s.approval_id is null or exists (select 1 from approval a where a.id = s.approval_id
        and a.withdrawn_at is null and a.content_hash = s.content_hash))
    returning s.id`,
);

export type OnWire = {
  readonly claimNo: number;
  readonly leaseToken: string;
  readonly engineEpoch: number;
  readonly now: number;
  readonly real: number;
  readonly sends: readonly {
    readonly id: string;
    readonly messageId: string;
    readonly bytesHash: string;
  }[];
};

/** Those that may go now; whatever is not among them must not be handed over. */
export async function markOnWire(db: Db, of: OnWire): Promise<ReadonlySet<string>> {
  const rows = await toWire(
    db,
    of.claimNo,
    of.leaseToken,
    of.engineEpoch,
    at(of.now),
    at(of.real),
    of.sends.map((send) => send.id),
    of.sends.map((send) => send.messageId),
    of.sends.map((send) => send.bytesHash),
  );
  return new Set(rows.map((row) => row.id));
}

export type SettleState = 'accepted' | 'refused' | 'deferred' | 'unknown' | 'cancelled';

export type SettledRow = {
  readonly id: string;
  /** `claimed`: it ended before the wire, because nothing of it could go there. */
  readonly from: 'claimed' | 'on_wire';
  readonly state: SettleState;
  readonly smtpResponse: string | null;
  readonly reason: string | null;
};

/**
 * A send that a sweeper has called unknown meanwhile is lifted by its own worker's late evidence,
 * unless a person has resolved it: `s.resolution is null`.
 */
const settleRows = statement<{ id: string }>(
  'settle_sends',
  `update send s
      set state = x.state, settled_at = $2, smtp_response = x.smtp_response, reason = x.reason
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
       x(id, state, smtp_response, reason, was)
    where s.id = x.id and s.lease_token = $1
      and (s.state = x.was
        or (s.state = 'unknown' and s.resolution is null and x.state <> 'unknown'))
    returning s.id`,
);

export async function markSettled(
  tx: Db,
  of: { readonly leaseToken: string; readonly now: number; readonly rows: readonly SettledRow[] },
): Promise<ReadonlySet<string>> {
  const settled = await settleRows(
    tx,
    of.leaseToken,
    at(of.now),
    of.rows.map((row) => row.id),
    of.rows.map((row) => row.state),
    of.rows.map((row) => row.smtpResponse),
    of.rows.map((row) => row.reason),
    of.rows.map((row) => row.from),
  );
  return new Set(settled.map((row) => row.id));
}

const closeClaimRow = statement(
  'close_claim',
  `update claim set closed_at = $3 where claim_no = $1 and lease_token = $2 and closed_at is null
      and not exists (select 1 from send s where s.claim_no = $1 and s.state in ('claimed',
        'on_wire'))`,
);

/**
 * In flight is what stands under an open claim: one with anything claimed or on the wire stays
 * open.
 */
export async function closeClaim(
  tx: Db,
  of: { readonly claimNo: number; readonly leaseToken: string; readonly real: number },
): Promise<void> {
  await closeClaimRow(tx, of.claimNo, of.leaseToken, at(of.real));
}

const extendRows = statement<{ claim_no: number }>(
  'extend_claims',
  `update claim set lease_until = $2
    where claim_no = any($1::bigint[]) and worker_id = $3 and closed_at is null and lease_until > $4
    returning claim_no`,
);

export async function extendClaims(
  db: Db,
  of: {
    readonly claimNos: readonly number[];
    readonly workerId: string;
    readonly until: number;
    readonly real: number;
  },
): Promise<ReadonlySet<number>> {
  const rows = await extendRows(db, of.claimNos, at(of.until), of.workerId, at(of.real));
  return new Set(rows.map((row) => row.claim_no));
}

export type CancelledSend = {
  readonly id: string;
  readonly campaign_id: string;
  readonly enrolment_id: string;
  readonly alias_id: string;
  readonly domain: string;
  readonly ready_at: number | null;
  readonly handed_over_at: number;
};

/**
 * Claimed sends among those named that nobody is putting on the wire at this moment: skip locked,
 * for the holder of account_pace waits for nobody. One that is skipped is in flight, and is told
 * so.
 */
const cancelRows = (name: string, where: string) =>
  statement<CancelledSend>(
    name,
    `update send s set state = 'cancelled', settled_at = $2, reason = $3
       from enrolment e
      where e.id = s.enrolment_id and s.state = 'claimed' and s.id in (
        select s.id from send s join claim k on k.claim_no = s.claim_no
         where k.account_id = $1 and k.closed_at is null and s.state = 'claimed' and ${where}
         for update of s skip locked)
      returning s.id, s.campaign_id, s.enrolment_id, s.alias_id, e.domain, e.ready_at,
        s.handed_over_at`,
  );

const cancelOfCampaign = cancelRows('cancel_claimed_of_campaign', 's.campaign_id = $4');
const cancelOfLeads = cancelRows('cancel_claimed_of_leads', 's.enrolment_id = any($4::uuid[])');
const cancelOfAlias = cancelRows('cancel_claimed_of_alias', 's.alias_id = $4');
const cancelOfClaim = cancelRows('cancel_claimed_of_claim', 'k.claim_no = $4');

export type CancelWhat =
  | { readonly campaignId: string }
  | { readonly enrolmentIds: readonly string[] }
  | { readonly aliasId: string }
  | { readonly claimNo: number };

/** Only under lockAccountPace: else a claim not yet committed would be missed. */
export function cancelClaimed(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly now: number;
    readonly reason: string;
    readonly what: CancelWhat;
  },
): Promise<CancelledSend[]> {
  const { accountId, now, reason, what } = of;
  if ('campaignId' in what)
    return cancelOfCampaign(tx, accountId, at(now), reason, what.campaignId);
  if ('aliasId' in what) return cancelOfAlias(tx, accountId, at(now), reason, what.aliasId);
  if ('claimNo' in what) return cancelOfClaim(tx, accountId, at(now), reason, what.claimNo);
  return cancelOfLeads(tx, accountId, at(now), reason, what.enrolmentIds);
}

const inFlightOfCampaign = statement<{ count: number }>(
  'count_in_flight_of_campaign',
  `select count(*) as count from send s join claim k on k.claim_no = s.claim_no
    where k.account_id = $1 and k.closed_at is null and s.campaign_id = $2
      and s.state in ('claimed', 'on_wire')`,
);

export async function countInFlight(
  tx: Db,
  accountId: string,
  campaignId: string,
): Promise<number> {
  const [row] = await inFlightOfCampaign(tx, accountId, campaignId);
  return row?.count ?? 0;
}

const inFlightOfLeads = statement<{ count: number }>(
  'count_in_flight_of_leads',
  `select count(distinct e.id) as count from claim k
     join send s on s.claim_no = k.claim_no and s.state in ('claimed', 'on_wire')
     join enrolment e on e.id = s.enrolment_id
    where k.account_id = $1 and k.closed_at is null
      and (e.email = $2 or e.domain = $3 or e.campaign_id = $4 or e.id = any($5::uuid[]))`,
);

/** Leads a message of which is in flight, whether they are live still or have ended meanwhile. */
export async function countInFlightWhere(
  tx: Db,
  accountId: string,
  where: StopWhere,
): Promise<number> {
  const [row] = await inFlightOfLeads(
    tx,
    accountId,
    'email' in where ? where.email : null,
    'domain' in where ? where.domain : null,
    'campaignId' in where ? where.campaignId : null,
    'enrolmentIds' in where ? where.enrolmentIds : null,
  );
  return row?.count ?? 0;
}

export type OnWireRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly enrolment_id: string;
  readonly step: number;
  readonly alias_id: string;
  readonly message_id: string | null;
  readonly lease_token: string;
  readonly handed_over_at: number;
  readonly variants: VariantLabels;
  readonly tries: number;
  readonly first_try_at: number | null;
};

const onWireRows = statement<OnWireRow>(
  'list_on_wire',
  `select s.id, s.campaign_id, s.enrolment_id, s.step, s.alias_id, s.message_id, s.lease_token,
     s.handed_over_at, e.variants, e.tries, e.first_try_at
   from send s join enrolment e on e.id = s.enrolment_id
   where s.claim_no = $1 and s.state = 'on_wire' order by s.id`,
);

export function listOnWire(tx: Db, claimNo: number): Promise<OnWireRow[]> {
  return onWireRows(tx, claimNo);
}
