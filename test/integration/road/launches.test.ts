import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../../../src/db/columns.ts';
import { launchOnce } from '../../../src/engine/launch.ts';
import { findCampaign } from '../../../src/usecases/find-campaign.ts';
import { launchCampaign } from '../../../src/usecases/launch-campaign.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import {
  day,
  enrolOnly,
  hour,
  launchOnly,
  leads,
  leap,
  ledger,
  minute,
  personalSteps,
  skip,
  standings,
  statusOf,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const enrol = (deps = world.engine) => launchOnce(deps, { ...world.now });

const found = async (campaignId: string) =>
  valueFrom(await findCampaign(world.usecases)(world.me, { campaignId }));

const ineligible = async (campaignId: string) =>
  (await leads(world, campaignId)).map((lead) => lead.ineligible);

describe('a launch', () => {
  test('is won by exactly one of ten at once, and enrols everybody once', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    const ten = await Promise.all(
      Array.from({ length: 10 }, () => launchCampaign(world.usecases)(world.me, { campaignId })),
    );
    expect(ten.filter((one) => one.ok)).toHaveLength(1);
    const losers = ten.flatMap((one) => (one.ok ? [] : [failureFrom(one)]));
    expect(new Set(losers.map((one) => JSON.stringify(one)))).toEqual(
      new Set([
        JSON.stringify({
          code: 'CAMPAIGN_NOT_LAUNCHABLE',
          message: 'This campaign is being launched already.',
          data: { state: 'launching' },
        }),
      ]),
    );
    await world.settle();
    expect(await leads(world, campaignId)).toHaveLength(3);
  });

  test('says how many rows it will write to, and leaves out the others, each for its reason', async () => {
    const elsewhere = await makeCampaign(world, { leads: ['busy@a.example', 'x@a.example'] });
    await launch(world, elsewhere);
    for (const what of [{ email: 'no@a.example' }, { domain: 'shut.example' }]) {
      valueFrom(await suppress(world.usecases)(world.me, { ...what, reason: 'asked us to' }));
    }
    const rows = [
      'ada@a.example',
      'not an address',
      'ADA@a.example',
      'no@a.example',
      'who@shut.example',
      'x@a.example',
      'bob@a.example',
    ];
    const campaignId = await makeCampaign(world, { leads: rows });
    const told = valueFrom(await launchCampaign(world.usecases)(world.me, { campaignId }));
    expect([told.totalRows, told.launchableRows]).toEqual([7, 2]);
    expect(
      told.warnings.map(({ code, count, sampleRows }) => ({ code, count, sampleRows })),
    ).toEqual([
      { code: 'NO_VALID_ADDRESS', count: 1, sampleRows: [1] },
      { code: 'DUPLICATE_ADDRESS', count: 1, sampleRows: [2] },
      { code: 'SUPPRESSED', count: 2, sampleRows: [3, 4] },
      { code: 'RUNNING_ELSEWHERE', count: 1, sampleRows: [5] },
      { code: 'NO_UNSUBSCRIBE_LINE', count: 1, sampleRows: [] },
    ]);
    await world.settle();
    expect(await ineligible(campaignId)).toEqual([
      null,
      'no_address',
      'duplicate',
      'suppressed',
      'suppressed',
      'running_elsewhere',
      null,
    ]);
    await leap(world, hour);
    expect(await ledger(world, campaignId)).toEqual([
      '0 step 1 try 1 accepted',
      '6 step 1 try 1 accepted',
    ]);
    const { status, totalLeads, processedLeads } = await found(campaignId);
    expect({ status, totalLeads, processedLeads }).toEqual({
      status: 'completed',
      totalLeads: 7,
      processedLeads: 7,
    });
  });

  test('of a campaign without anybody to write to is refused, and changes nothing', async () => {
    const campaignId = await makeCampaign(world, { leads: ['nobody'] });
    const failure = failureFrom(await launchCampaign(world.usecases)(world.me, { campaignId }));
    expect([failure.code, failure.message]).toEqual([
      'PREFLIGHT_FAILED',
      'No row of the dataset can be contacted; see the warnings for the reasons.',
    ]);
    expect(await statusOf(world, campaignId)).toBe('draft');
  });

  test('at once writes at once, whatever start date stands there from before', async () => {
    const startDate = world.now.engine + 30 * day;
    const campaignId = await makeCampaign(world, { leads: 1, campaign: { startDate } });
    await launch(world, campaignId);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('of two campaigns with one address at the same moment writes to it from one', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const both = [
        await makeCampaign(world, { leads: [`ada${turn}@a.example`, 'bob@b.example'] }),
        await makeCampaign(world, { leads: ['cyd@c.example', `ada${turn}@a.example`] }),
      ];
      for (const campaignId of both) await launchOnly(world, campaignId);
      await Promise.all([enrol(), enrol(await world.worker())]);
      const reasons = (await Promise.all(both.map(ineligible))).flat();
      expect(reasons.filter((reason) => reason === 'running_elsewhere')).toHaveLength(1);
      await world.db.updateTable('enrolment').set({ status: 'completed' }).execute();
    }
  });
});

describe('enrolling', () => {
  /** Fails for good at the batch that holds this row. */
  async function stumbleAt(row: number): Promise<void> {
    await sql`create function stumble() returns trigger language plpgsql as $$
      begin raise exception 'the machine died'; end $$`.execute(world.db);
    await sql`create trigger stumble before insert on enrolment for each row
      when (new.row_index = ${sql.lit(row)}) execute function stumble()`.execute(world.db);
  }

  const heal = () => sql`drop trigger stumble on enrolment`.execute(world.db);

  test.each([0, 999, 1_000, 1_500])(
    'goes on after a crash at row %i, with nobody left out and nobody twice',
    async (row) => {
      const addresses = Array.from({ length: 1_000 }, (_, n) => `lead${n}@a.example`);
      const campaignId = await makeCampaign(world, { leads: addresses });
      const { datasetId } = await found(campaignId);
      await copyRows(datasetId);
      await launchOnly(world, campaignId);
      await stumbleAt(row);
      await expect(enrol()).rejects.toThrow('the machine died');
      expect(await leads(world, campaignId)).toHaveLength(row < 1_000 ? 0 : 1_000);
      await heal();
      // The lease of the one that died has to end first.
      expect((await enrol(await world.worker())).did).toBe(0);
      skip(world, 31_000);
      expect((await enrol(await world.worker())).did).toBe(1);
      const rows = (await leads(world, campaignId)).map((lead) => lead.row_index);
      expect(rows).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
      const { status, totalLeads } = await found(campaignId);
      expect([status, totalLeads]).toEqual(['active', 2_000]);
    },
  );

  test('gives an account the lock of its claims before its first lead, not after its last', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await copyRows((await found(campaignId)).datasetId, 1_500);
    await launchOnly(world, campaignId);
    await stumbleAt(1_200);
    await expect(enrol()).rejects.toThrow('the machine died');
    expect(await leads(world, campaignId)).toHaveLength(1_000);
    expect(await world.db.selectFrom('account_pace').select('next_at').execute()).toEqual([
      { next_at: Number.POSITIVE_INFINITY },
    ]);
  });

  test('that fails again and again ends as a failed launch, and may be launched again', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    await stumbleAt(1);
    for (let tries = 1; tries <= 5; tries++) {
      await enrol().catch(() => undefined);
      skip(world, 31_000);
    }
    const { status, launchError } = await found(campaignId);
    expect([status, launchError]).toEqual([
      'failed',
      'Enrolling the leads failed 5 times; the log says why. Launch it again.',
    ]);
    await heal();
    await launch(world, campaignId);
    await leap(world, hour);
    expect(await standings(world, campaignId)).toEqual(['completed at 1', 'completed at 1']);
  });

  test('that dies with its process again and again is not tried for ever', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    await world.db.updateTable('campaign').set({ lease_attempts: 5 }).execute();
    await enrol();
    expect(await statusOf(world, campaignId)).toBe('failed');
  });

  test('that takes longer than a lease extends it with every batch', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await copyRows((await found(campaignId)).datasetId, 2_500);
    await launchOnly(world, campaignId);
    await stumbleAt(2_200);
    // A minute a batch.
    let looks = 0;
    const monotonic = () => world.now.real + minute * looks++;
    const slow = { ...world.engine, clock: { ...world.engine.clock, monotonic } };
    await expect(enrol(slow)).rejects.toThrow('the machine died');
    const { lease_until } = await world.db
      .selectFrom('campaign')
      .select('lease_until')
      .executeTakeFirstOrThrow();
    expect(lease_until).toBe(world.now.real + minute + 30_000);
  });

  /** Rows of addresses of their own behind those that are there. */
  async function copyRows(datasetId: string, count = 1_000): Promise<void> {
    await sql`insert into lead (id, account_id, dataset_id, row_index, email, data, created_at,
      updated_at)
      select gen_random_uuid(), account_id, dataset_id, row_index + n, 'copy' || n ||
        '@b.example', data,
        created_at, updated_at
      from lead, generate_series(1, ${sql.lit(count)}) n
      where dataset_id = ${datasetId} and row_index = (select max(row_index) from lead
        where dataset_id = ${datasetId})`.execute(world.db);
  }
});

describe('a scheduled launch', () => {
  const inAnHour = { launchType: 'scheduled' as const };

  test('begins when its date comes, and not before', async () => {
    const campaign = { ...inAnHour, startDate: world.now.engine + hour };
    const campaignId = await makeCampaign(world, { leads: 2, campaign });
    await launch(world, campaignId);
    await leap(world, hour - 1);
    expect([await statusOf(world, campaignId), await leads(world, campaignId)]).toEqual([
      'scheduled',
      [],
    ]);
    await leap(world, 1);
    expect(await statusOf(world, campaignId)).toBe('active');
    await leap(world, minute);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted', '1 step 1 try 1 accepted']);
  });

  test.each([
    ['launch_default', 'active', null],
    ['hold', 'paused', 'pending_personalization_review'],
    ['cancel', 'draft', null],
  ] as const)(
    'of what no person has reviewed does as it was told: %s',
    async (unreviewedLaunchPolicy, status, pausedReason) => {
      const startDate = world.now.engine + hour;
      const campaign = { ...personalSteps(1), ...inAnHour, startDate, unreviewedLaunchPolicy };
      const campaignId = await makeCampaign(world, { leads: 2, campaign });
      await launch(world, campaignId);
      await leap(world, 2 * hour);
      const after = await found(campaignId);
      expect([after.status, after.pausedReason]).toEqual([status, pausedReason]);
      const why = status === 'draft' ? expect.stringContaining('nobody had reviewed one') : null;
      expect(after.launchError).toEqual(why);
      expect(await leads(world, campaignId)).toHaveLength(status === 'active' ? 2 : 0);
    },
  );

  test.each(['hold', 'cancel'] as const)(
    'of nothing that a model writes has nothing to be reviewed: %s',
    async (unreviewedLaunchPolicy) => {
      const startDate = world.now.engine + hour;
      const campaign = { ...inAnHour, startDate, unreviewedLaunchPolicy };
      const campaignId = await makeCampaign(world, { leads: 1, campaign });
      await launch(world, campaignId);
      await leap(world, hour);
      expect(await statusOf(world, campaignId)).toBe('completed');
    },
  );

  test('comes due once for ten workers', async () => {
    const campaign = { ...inAnHour, startDate: world.now.engine + hour };
    const campaignId = await makeCampaign(world, { leads: 5, campaign });
    await launch(world, campaignId);
    skip(world, hour);
    const workers = await Promise.all(Array.from({ length: 5 }, () => world.worker()));
    await Promise.all(workers.map((worker) => enrol(worker)));
    await world.settle();
    expect(await leads(world, campaignId)).toHaveLength(5);
    expect(await statusOf(world, campaignId)).toBe('active');
  });
});

test('a row that was suppressed while it was being enrolled is stopped before it is written to', async () => {
  const campaignId = await makeCampaign(world, { leads: ['ada@a.example', 'bob@b.example'] });
  await enrolOnly(world, campaignId);
  const row = {
    id: world.chance.uuid(world.now.real),
    account_id: world.me.accountId,
    domain: 'a.example',
    reason: 'asked us to',
    created_at: at(world.now.engine),
    created_by: 'x',
  };
  await world.db.insertInto('suppression').values(row).execute();
  await leap(world, hour);
  expect(await standings(world, campaignId)).toEqual([
    'suppressed at 1: SUPPRESSED',
    'completed at 1',
  ]);
});
