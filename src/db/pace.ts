/**
 * The place where paces move: only the claim raises them, whoever makes a lead ready lowers them.
 */
import type { CampaignPace } from '../domain/schedule/pacing.ts';
import type { RollingUse } from '../domain/schedule/rolling-cap.ts';
import { at, atOrNull } from './columns.ts';
import type { Db } from './database.ts';
import { statement } from './database.ts';

const lockAccount = statement(
  'lock_account_pace',
  'select 1 from account_pace where account_id = $1 for update',
);

/**
 * The mutex of claiming for one account. Whoever stops, withdraws or pauses takes it before looking
 * for claimed sends: a claim is then either committed and seen, or begins later and sees the stop.
 */
export async function lockAccountPace(tx: Db, accountId: string): Promise<void> {
  await lockAccount(tx, accountId);
}

const openAccount = statement(
  'open_account_pace',
  `insert into account_pace (account_id, next_at) values ($1, 'infinity')
   on conflict (account_id) do nothing`,
);

/** Before an account's first lead: a mutex that does not exist yet is had by everybody. */
export async function openAccountPace(tx: Db, accountId: string): Promise<void> {
  await openAccount(tx, accountId);
}

const firstReady = (priority: number) => `
  (select e.ready_at from enrolment e
    where e.campaign_id = p.campaign_id and e.class = ${priority} and e.ready_at is not null
      and e.status in ('pending', 'active')
      and not exists (select 1 from send s where s.enrolment_id = e.id and s.step = e.step
        and s.state not in ('cancelled', 'deferred'))
    order by e.ready_at, e.row_index limit 1)`;

const movePaceRows = statement(
  'move_paces',
  `update pace p
      set free_at = x.free_at, last_at = x.last_at, day_start = x.day_start, day_end = x.day_end,
          day_count = x.day_count,
          work_at = coalesce(least(${firstReady(0)}, ${firstReady(1)}), 'infinity')
     from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[],
       $5::timestamptz[],
       $6::int[]) x(campaign_id, free_at, last_at, day_start, day_end, day_count)
    where p.campaign_id = x.campaign_id`,
);

export type PaceRow = {
  readonly campaignId: string;
  readonly lookAt: number;
  readonly lastAt: number | null;
  readonly day: CampaignPace['day'];
  readonly dayCount: number;
};

/**
 * What is in flight is not ready: the same words as in the claim, or a campaign would spin on it.
 */
export async function movePaces(tx: Db, paces: readonly PaceRow[]): Promise<void> {
  await movePaceRows(
    tx,
    paces.map((pace) => pace.campaignId),
    paces.map((pace) => at(pace.lookAt)),
    paces.map((pace) => atOrNull(pace.lastAt)),
    paces.map((pace) => atOrNull(pace.day?.start ?? null)),
    paces.map((pace) => atOrNull(pace.day?.end ?? null)),
    paces.map((pace) => pace.dayCount),
  );
}

const raiseAccount = statement(
  'raise_account_pace',
  `update account_pace set next_at = coalesce(
     (select min(p.next_at) from pace p where p.account_id = $1), 'infinity') where account_id =
       $1`,
);

export async function raiseAccountPace(tx: Db, accountId: string): Promise<void> {
  await raiseAccount(tx, accountId);
}

const lowerAccount = statement(
  'lower_account_pace',
  `update account_pace set next_at = least(next_at, $2) where account_id = $1`,
);
const lowerPaceRows = statement(
  'lower_paces',
  `update pace p set work_at = least(p.work_at, x.ready_at)
     from (select campaign_id, ready_at from unnest($1::uuid[], $2::timestamptz[]) u(campaign_id,
       ready_at)
            order by campaign_id) x
    where p.campaign_id = x.campaign_id`,
);
const notify = statement('notify_due', `select pg_notify('countersign_due', '')`);

/** Wakes the sleepers of every process when this transaction commits. */
export async function notifyDue(tx: Db): Promise<void> {
  await notify(tx);
}

export type Readied = { readonly campaignId: string; readonly readyAt: number };

/**
 * The last statements of whoever makes a lead ready. The account's row is locked whatever it says:
 * a claim that did not see the lead may be about to raise it, and must be waited for.
 */
export async function lowerPaces(
  tx: Db,
  of: { readonly accountId: string; readonly now: number; readonly readied: readonly Readied[] },
): Promise<void> {
  if (of.readied.length === 0) return;
  const earliest = new Map<string, number>();
  for (const { campaignId, readyAt } of of.readied) {
    earliest.set(campaignId, Math.min(readyAt, earliest.get(campaignId) ?? readyAt));
  }
  const first = Math.min(...earliest.values());
  await lowerAccount(tx, of.accountId, at(first));
  await lowerPaceRows(tx, [...earliest.keys()], [...earliest.values()].map(at));
  if (first <= of.now) await notifyDue(tx);
}

const wakeCampaignRow = statement(
  'wake_campaign',
  `insert into pace (campaign_id, account_id, free_at, work_at) values ($2, $1, $3, $3)
   on conflict (campaign_id) do update set free_at = $3, work_at = least(pace.work_at, $3)`,
);
const wakeAccountRow = statement(
  'wake_account',
  `insert into account_pace (account_id, next_at) values ($1, $2)
   on conflict (account_id) do update set next_at = least(account_pace.next_at, $2)`,
);

/** After a launch, a resume or a change of limits: the next claim looks at the campaign afresh. */
export async function wakeCampaign(
  tx: Db,
  of: { readonly accountId: string; readonly campaignId: string; readonly now: number },
): Promise<void> {
  await wakeAccountRow(tx, of.accountId, at(of.now));
  await wakeCampaignRow(tx, of.accountId, of.campaignId, at(of.now));
  await notifyDue(tx);
}

const mailboxPaces = statement<{ alias_id: string; free_at: number }>(
  'list_mailbox_paces',
  'select alias_id, free_at from alias_pace where account_id = $1 and alias_id = any($2::uuid[])',
);
const usageRows = statement<{ key: string; bucket: number; count: number }>(
  'list_usage',
  `select key, bucket, count from usage
    where account_id = $1 and kind = $2 and key = any($3::text[]) and bucket >= $4 and count > 0`,
);

export async function listMailboxPaces(
  db: Db,
  accountId: string,
  aliasIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await mailboxPaces(db, accountId, aliasIds);
  return new Map(rows.map((row) => [row.alias_id, row.free_at]));
}

export type UsageOf = {
  readonly accountId: string;
  readonly kind: 'alias' | 'domain';
  readonly keys: readonly string[];
  readonly since: number;
};

export async function listUse(db: Db, of: UsageOf): Promise<ReadonlyMap<string, RollingUse>> {
  const rows = await usageRows(db, of.accountId, of.kind, of.keys, at(of.since));
  const byKey = new Map<string, Map<number, number>>();
  for (const { key, bucket, count } of rows) {
    const use = byKey.get(key) ?? new Map<number, number>();
    byKey.set(key, use.set(bucket, count));
  }
  return byKey;
}

const addUseRows = statement(
  'add_usage',
  `insert into usage (account_id, kind, key, bucket, count)
   select $1, $2, x.key, x.bucket, x.count
     from unnest($3::text[], $4::timestamptz[], $5::int[]) x(key, bucket, count) order by x.key,
       x.bucket
   on conflict (account_id, kind, key, bucket) do update set count = usage.count + excluded.count`,
);

export type Use = { readonly key: string; readonly bucket: number; readonly count: number };

/** Takes slots, under the account's lock. */
export async function addUse(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly kind: 'alias' | 'domain';
    readonly uses: readonly Use[];
  },
): Promise<void> {
  if (of.uses.length === 0) return;
  const { accountId, kind, uses } = of;
  await addUseRows(
    tx,
    accountId,
    kind,
    uses.map((use) => use.key),
    uses.map((use) => at(use.bucket)),
    uses.map((use) => use.count),
  );
}

const giveBackUseRows = statement(
  'give_back_usage',
  `update usage u set count = greatest(0, u.count - x.count)
     from (select key, bucket, count(*)::int as count
             from unnest($3::text[], $4::timestamptz[]) g(key, bucket) group by 1, 2) x
    where u.account_id = $1 and u.kind = $2 and u.key = x.key and u.bucket = x.bucket`,
);

export async function giveBackUse(
  tx: Db,
  of: {
    readonly accountId: string;
    readonly kind: 'alias' | 'domain';
    readonly keys: readonly string[];
    readonly buckets: readonly number[];
  },
): Promise<void> {
  await giveBackUseRows(tx, of.accountId, of.kind, of.keys, of.buckets.map(at));
}

const moveMailboxRows = statement(
  'move_mailbox_paces',
  `insert into alias_pace (alias_id, account_id, free_at)
   select x.id, $1, x.free_at from unnest($2::uuid[], $3::timestamptz[]) x(id, free_at) order by
     x.id
   on conflict (alias_id) do update set free_at = excluded.free_at`,
);

export async function moveMailboxPaces(
  tx: Db,
  accountId: string,
  freeAt: ReadonlyMap<string, number>,
): Promise<void> {
  if (freeAt.size === 0) return;
  await moveMailboxRows(tx, accountId, [...freeAt.keys()], [...freeAt.values()].map(at));
}

const giveBackDay = statement(
  'give_back_day',
  `update pace p set day_count = greatest(0, p.day_count - x.count)
     from (select u.campaign_id, count(*)::int as count
             from unnest($1::uuid[], $2::timestamptz[]) u(campaign_id, handed_over_at)
             join pace q on q.campaign_id = u.campaign_id
              and u.handed_over_at >= q.day_start and u.handed_over_at < q.day_end
            group by 1) x
    where p.campaign_id = x.campaign_id`,
);

export type GivenBack = { readonly campaignId: string; readonly handedOverAt: number };

/**
 * What was cancelled before the wire no longer counts; its interval does, it may have been seen.
 */
export async function giveBackHandOvers(tx: Db, given: readonly GivenBack[]): Promise<void> {
  if (given.length === 0) return;
  await giveBackDay(
    tx,
    given.map((one) => one.campaignId),
    given.map((one) => at(one.handedOverAt)),
  );
}
