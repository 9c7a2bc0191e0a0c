/** The place where it is read what a day holds: what is under way, what is ready, what waits. */
import type { DueCampaign } from './claim.ts';
import { dueCampaignColumns, settledOrInFlight } from './claim.ts';
import { at } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

export type CampaignUnderWay = DueCampaign & {
  readonly name: string;
  readonly channel: 'email' | 'linkedin' | 'mixed';
  readonly start_date: number | null;
  readonly row_count: number;
};

const underWay = statement<CampaignUnderWay>(
  'list_campaigns_under_way',
  `select ${dueCampaignColumns}, c.name, c.type as channel, c.start_date, d.row_count
     from campaign c join dataset d on d.id = c.dataset_id
       left join pace p on p.campaign_id = c.id
    where c.account_id = $1
      and c.status in ('launching', 'scheduled', 'active', 'draining', 'paused')
    order by c.created_at, c.id limit $2`,
);

export function listCampaignsUnderWay(
  db: Db,
  accountId: string,
  limit: number,
): Promise<CampaignUnderWay[]> {
  return underWay(db, accountId, limit);
}

export type ArrivalRow = {
  readonly campaign_id: string;
  readonly at: number;
  readonly count: number;
};

/** As the claim looks them up: one range of the index for each priority class. */
const readyOfClass = (priority: number) => `
  (select e.ready_at from enrolment e
    where e.campaign_id = c.id and e.class = ${priority} and e.ready_at < c.day_end
      and e.status in ('pending', 'active') and not ${settledOrInFlight}
    order by e.ready_at, e.row_index limit c.room)`;

const arrivals = statement<ArrivalRow>(
  'list_arrivals',
  `select c.id as campaign_id, greatest(date_trunc('minute', r.ready_at), $4) as at,
     count(*) as count
     from unnest($1::uuid[], $2::timestamptz[], $3::int[]) c(id, day_end, room),
       lateral (${readyOfClass(0)} union all ${readyOfClass(1)}) r
    group by 1, 2 order by 2, 1`,
);

export type Room = {
  readonly campaignId: string;
  readonly dayEnd: number;
  /** More than these cannot leave that day: they are not looked at. */
  readonly room: number;
};

/** Leads ready by the end of each campaign's day, by the minute; at most `room` a class. */
export function listArrivals(db: Db, rooms: readonly Room[], now: number): Promise<ArrivalRow[]> {
  return arrivals(
    db,
    rooms.map((one) => one.campaignId),
    rooms.map((one) => at(one.dayEnd)),
    rooms.map((one) => one.room),
    at(now),
  );
}

export type LiveCount = {
  readonly campaign_id: string;
  readonly live: number;
  readonly ready: number;
};

const liveCounts = statement<LiveCount>(
  'count_live_leads',
  `select c.id as campaign_id,
     (select count(*) from enrolment e where e.campaign_id = c.id
       and e.status in ('pending', 'active')) as live,
     (select count(*) from enrolment e where e.campaign_id = c.id and e.class in (0, 1)
       and e.ready_at < c.day_end and e.status in ('pending', 'active')) as ready
     from unnest($1::uuid[], $2::timestamptz[]) c(id, day_end)`,
);

export function countLiveLeads(db: Db, rooms: readonly Room[]): Promise<LiveCount[]> {
  return liveCounts(
    db,
    rooms.map((one) => one.campaignId),
    rooms.map((one) => at(one.dayEnd)),
  );
}

export type WaitingGate = {
  readonly gate_id: string;
  readonly campaign_id: string;
  readonly campaign_name: string;
  readonly campaign_lead_id: string;
  readonly email: string | null;
  readonly step: number;
  readonly subject: string;
  readonly stale: boolean;
  readonly opened_at: number;
};

const waitingGates = statement<WaitingGate>(
  'list_waiting_gates',
  `select g.id as gate_id, g.campaign_id, c.name as campaign_name,
     g.enrolment_id as campaign_lead_id, e.email, g.step, g.subject,
     g.stale_approval_id is not null as stale, g.opened_at
     from gate g join campaign c on c.id = g.campaign_id join enrolment e on e.id = g.enrolment_id
    where g.account_id = $1 and g.closed_at is null
    order by g.opened_at, g.id limit $2`,
);

export function listWaitingGates(db: Db, accountId: string, limit: number): Promise<WaitingGate[]> {
  return waitingGates(db, accountId, limit);
}

export type WaitingCounts = {
  readonly gates: number;
  readonly oldest_gate_at: number | null;
  readonly unknown: number;
};

const waitingCounts = statement<WaitingCounts>(
  'count_waiting',
  `select g.count as gates, g.oldest as oldest_gate_at,
     (select count(*) from enrolment where account_id = $1 and status = 'unknown') as unknown
     from (select count(*) as count, min(opened_at) as oldest from gate
       where account_id = $1 and closed_at is null) g`,
);

export async function countWaiting(db: Db, accountId: string): Promise<WaitingCounts> {
  const [row] = await waitingCounts(db, accountId);
  return row ?? { gates: 0, oldest_gate_at: null, unknown: 0 };
}

export type UnknownSend = {
  readonly send_id: string;
  readonly campaign_id: string;
  readonly campaign_name: string;
  readonly campaign_lead_id: string;
  readonly email: string | null;
  readonly step: number;
  readonly handed_over_at: number;
};

const unknownSends = statement<UnknownSend>(
  'list_unknown_sends',
  `select s.id as send_id, e.campaign_id, c.name as campaign_name, e.id as campaign_lead_id,
     e.email, s.step, s.handed_over_at
     from enrolment e join campaign c on c.id = e.campaign_id,
       lateral (select * from send s where s.enrolment_id = e.id and s.state = 'unknown'
         and s.resolution is null order by s.step desc, s.epoch desc limit 1) s
    where e.account_id = $1 and e.status = 'unknown'
    order by e.updated_at, e.id limit $2`,
);

export function listUnknownSends(db: Db, accountId: string, limit: number): Promise<UnknownSend[]> {
  return unknownSends(db, accountId, limit);
}

export type Drafting = { readonly campaign_id: string; readonly count: number };

const drafting = statement<Drafting>(
  'count_drafting',
  `select d.campaign_id, count(*) as count
     from draft d join enrolment e on e.id = d.enrolment_id and e.step = d.step
    where d.campaign_id = any($1::uuid[]) and d.status in ('pending', 'running')
      and e.ready_at is null and e.status in ('pending', 'active')
    group by d.campaign_id`,
);

/** Leads that wait for nothing but their text. */
export function countDrafting(db: Db, campaignIds: readonly string[]): Promise<Drafting[]> {
  return drafting(db, campaignIds);
}

const workersAlive = statement<{ count: number }>(
  'count_workers_alive',
  'select count(*) as count from worker where ended_at is null and heartbeat_at > $1',
);

/** Cross-tenant: every account's mail leaves through the same workers. */
export async function countWorkersAlive(db: Db, since: number): Promise<number> {
  const [row] = await workersAlive(db, at(since));
  return row?.count ?? 0;
}
