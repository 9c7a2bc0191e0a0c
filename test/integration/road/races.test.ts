import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/lib/random.ts';
import type { HandOver } from '../../../src/ports/mailer.ts';
import { interpose } from '../../support/between.ts';
import { createCrowd, type Person } from '../../support/crowd.ts';
import {
  dispatch,
  enrolOnly,
  ledger,
  makeTemplate,
  personalSteps,
  templateSteps,
} from '../../support/drive.ts';
import { makeRace, type Race } from '../../support/race.ts';
import { makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let race: Race;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await race.close();
  await world.close();
});

/** By the ledger: what has used a slot, and what the counters say of it. */
async function counters() {
  const sends = await sql<{ alias: string; count: number }>`
    select alias_id::text as alias, count(*) as count from send
     where state <> 'cancelled' group by 1 order by 1`.execute(world.db);
  const use = await sql<{ alias: string; count: number }>`
    select key as alias, sum(count) as count from usage where kind = 'alias'
     group by 1 having sum(count) > 0 order by 1`.execute(world.db);
  const days = await sql<{ off: number }>`
    select count(*) as off from pace p where p.day_count <> (select count(*) from send s
      where s.campaign_id = p.campaign_id and s.state <> 'cancelled'
        and s.handed_over_at >= p.day_start and s.handed_over_at < p.day_end)`.execute(world.db);
  const byAlias = (rows: readonly { alias: string; count: number }[]) =>
    rows.map(({ alias, count }) => [alias, Number(count)] as const);
  return { ledger: byAlias(sends.rows), use: byAlias(use.rows), daysOff: days.rows[0]?.off };
}

/** What must never be found, as so many rows of it. */
async function breaches(): Promise<Readonly<Record<string, number>>> {
  const count = async (what: ReturnType<typeof sql<{ n: number }>>) =>
    (await what.execute(world.db)).rows[0]?.n ?? -1;
  return {
    twice: await count(sql`select count(*) as n from (select 1 from send
      where state in ('accepted', 'unknown', 'on_wire') group by enrolment_id, step
      having count(*) > 1) x`),
    tooSoon: await count(sql`select count(*) as n from (select handed_over_at - lag(handed_over_at)
      over (partition by campaign_id order by handed_over_at) as gap from send) x
      where gap < interval '60 seconds'`),
    inFlight: await count(
      sql`select count(*) as n from send where state in ('claimed', 'on_wire')`,
    ),
    gatesOfTheFinished: await count(sql`select count(*) as n from gate g
      join enrolment e on e.id = g.enrolment_id
      where g.closed_at is null and e.status not in ('pending', 'active')`),
    unapproved: await count(sql`select count(*) as n from send s
      join campaign c on c.id = s.campaign_id
      where c.approval_mode = 'required' and s.approval_id is null`),
    completedWithLive: await count(sql`select count(*) as n from campaign c
      where c.status = 'completed' and exists (select 1 from enrolment e
        where e.campaign_id = c.id and e.status in ('pending', 'active'))`),
  };
}

const none = {
  twice: 0,
  tooSoon: 0,
  inFlight: 0,
  gatesOfTheFinished: 0,
  unapproved: 0,
  completedWithLive: 0,
};

test('what a claim decides by is read when it has its lock, and not before', async () => {
  race = await makeRace(world, 0);
  await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
  const late = await interpose(world, {
    statement: 'lock_due_account',
    act: () => dispatch(world),
  });
  await dispatch(world, late.deps);
  await late.close();
  expect(world.handed).toHaveLength(1);
  expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
});

test('what became due while a claim waited for its lock goes with it', async () => {
  race = await makeRace(world, 0);
  const [first, second] = [await makeCampaign(world), await makeCampaign(world)];
  await enrolOnly(world, first);
  const late = await interpose(world, {
    statement: 'lock_due_account',
    act: () => enrolOnly(world, second),
  });
  await dispatch(world, late.deps);
  await late.close();
  expect(world.handed).toHaveLength(2);
});

describe('many workers at one instant', () => {
  test('never take more from a mailbox than it has, and nobody is written to twice', async () => {
    race = await makeRace(world, 6);
    const aliasIds = [await makeAlias(world, { dailyCap: 7 })];
    const campaignIds: string[] = [];
    for (let n = 0; n < 12; n++) {
      campaignIds.push(await makeCampaign(world, { leads: 2, campaign: { aliasIds } }));
    }
    await enrolOnly(world, ...campaignIds);
    for (let turns = 0; turns < 3; turns++) {
      await Promise.all(
        race.workers.map((worker) => dispatch(world, { ...worker, clock: world.clock })),
      );
      world.now.engine += 60_000;
    }
    expect(world.handed).toHaveLength(7);
    expect(new Set(world.handed.map((mail) => mail.to)).size).toBe(7);
    expect(await breaches()).toEqual(none);
    const [alias = ''] = aliasIds;
    expect(await counters()).toEqual({ ledger: [[alias, 7]], use: [[alias, 7]], daysOff: 0 });
  });

  test('leave no campaign open whose last leads they settled side by side', async () => {
    race = await makeRace(world, 4);
    const campaignIds: string[] = [];
    for (let n = 0; n < 8; n++) campaignIds.push(await makeCampaign(world, { leads: 2 }));
    await enrolOnly(world, ...campaignIds);
    const running = race.run();
    await until(async () => {
      const open = await world.db
        .selectFrom('campaign')
        .select('id')
        .where('status', '<>', 'completed')
        .execute();
      return open.length === 0;
    });
    expect(await running.stop()).toEqual([]);
    expect(world.handed).toHaveLength(16);
    expect(await breaches()).toEqual(none);
  });
});

async function until(met: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error('it never came to that');
    await sleep(10);
  }
}

describe('workers and people at once', () => {
  const caps = [60, 40] as const;

  /** Ten campaigns of every kind, which share two mailboxes. */
  async function makeCampaigns(aliasIds: readonly string[]): Promise<readonly string[]> {
    const template = templateSteps(await makeTemplate(world, 'Hello.'), 0, 0);
    const kinds = [
      template,
      personalSteps(0),
      { ...personalSteps(0, 0), approvalMode: 'required' as const },
    ];
    const campaignIds: string[] = [];
    for (let n = 0; n < 10; n++) {
      const campaign = { ...kinds[n % kinds.length], aliasIds };
      campaignIds.push(await makeCampaign(world, { leads: 8, campaign }));
    }
    await enrolOnly(world, ...campaignIds);
    return campaignIds;
  }

  test.each([1, 2, 3])('keep every promise, whatever they do (seed %i)', async (seed) => {
    race = await makeRace(world, 4);
    const random = seededRandom(seed);
    const aliasIds = [
      await makeAlias(world, { dailyCap: caps[0] }),
      await makeAlias(world, { dailyCap: caps[1], minGapSeconds: 30 }),
    ];
    const campaignIds = await makeCampaigns(aliasIds);
    const clock = race.workers[0]?.clock ?? world.clock;
    const crowd = createCrowd({
      world: { ...world, usecases: { ...world.usecases, clock } },
      random,
      people: await everybody(),
      campaignIds,
    });
    world.answer = async (envelope) => {
      crowd.watch(envelope);
      await sleep(random.below(6));
      return answers[random.below(answers.length)] ?? accepted;
    };
    const running = race.run();
    const crowded = await crowd.busy(5, () => world.handed.length >= 50);
    const thrown = [...crowded, ...(await running.stop())];
    expect([thrown, crowd.broken]).toEqual([[], []]);
    expect(await breaches()).toEqual(none);
    const { ledger, use, daysOff } = await counters();
    expect([use, daysOff]).toEqual([ledger, 0]);
    const counts = new Map(ledger);
    expect(aliasIds.map((id, n) => (counts.get(id) ?? 0) <= (caps[n] ?? 0))).toEqual([true, true]);
  });
});

const accepted: HandOver = { outcome: 'accepted', response: '250' };
const answers: readonly HandOver[] = [
  { outcome: 'unknown', response: 'silence' },
  { outcome: 'refused', permanent: false, recipient: true, response: '450' },
  { outcome: 'refused', permanent: true, recipient: true, response: '550' },
  ...Array<HandOver>(12).fill(accepted),
];

async function everybody(): Promise<readonly Person[]> {
  const rows = await world.db
    .selectFrom('enrolment')
    .select(['id', 'campaign_id', 'email'])
    .execute();
  return rows.map(({ id, campaign_id: campaignId, email }) => ({
    id,
    campaignId,
    email: email ?? '',
  }));
}
