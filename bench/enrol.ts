/**
 * The place where the enrolment of a million leads is timed beside one raw insert … select of
 * rows as wide, into the same table with the same indexes, on the same server.
 */
import { sql } from 'kysely';
import { createChance } from '../src/adapters/clock/chance.ts';
import { createWindowTable } from '../src/domain/schedule/window.ts';
import { defaultSettings, type EngineDeps } from '../src/engine/deps.ts';
import { launchOnce } from '../src/engine/launch.ts';
import { type Million, start, withMillion } from './million.ts';

export type EnrolResult = {
  readonly server: string;
  readonly rows: number;
  readonly oursMs: number;
  readonly rivalMs: number;
};

export async function enrol(): Promise<EnrolResult> {
  const of = { rows: 1_000_000, suppressions: 100_000, runningElsewhere: 100_000 };
  return withMillion(of, async (million) => {
    // The rival goes first, over the same cold cache, and leaves nothing behind.
    const rivalMs = await timed(() => rawInsert(million));
    await sql`delete from enrolment where campaign_id = ${million.campaignId}`.execute(million.db);
    await sql`vacuum full analyze enrolment`.execute(million.db);
    await sql`checkpoint`.execute(million.db);
    await sql`update campaign set status = 'launching',
      launch_requested_at = ${new Date(start).toISOString()}
      where id = ${million.campaignId}`.execute(million.db);
    const oursMs = await timed(() => launchOnce(depsOf(million), moment));
    const { rows: told } = await sql<{ count: number }>`select count(*) as count from enrolment
      where campaign_id = ${million.campaignId}`.execute(million.db);
    if (told[0]?.count !== of.rows) throw new Error(`${told[0]?.count} leads were enrolled`);
    return { server: million.server, rows: of.rows, oursMs, rivalMs };
  });
}

const moment = { engine: start, real: start, rate: 1, monotonic: 0, wall: start };

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}

/** As wide, and nothing asked: no duplicates, no lists, no variants, no second thoughts. */
async function rawInsert({ db, accountId, campaignId }: Million): Promise<void> {
  const at = new Date(start).toISOString();
  await db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`insert into enrolment (id, account_id, campaign_id, lead_id, workflow_instance_id,
        row_index, email, domain, timezone, status, step, class, variants, due_at, ready_at,
        created_at, updated_at)
      select gen_random_uuid(), l.account_id, ${campaignId}, l.id, gen_random_uuid(), l.row_index,
        l.email, 'd.example', 'Europe/Berlin', 'pending', 1, 1, '{"1": "A", "2": "A", "3": "A"}',
        ${at}, ${at}, ${at}, ${at}
      from lead l where l.account_id = ${accountId} order by l.row_index`.execute(tx);
  });
}

function depsOf({ db }: Million): EngineDeps {
  return {
    db,
    chance: createChance(),
    windows: createWindowTable(),
    clock: { monotonic: () => 0 },
    log: { info: () => undefined, warn: () => undefined },
    settings: defaultSettings,
  } as unknown as EngineDeps;
}
