import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/db/database.ts';
import { claimDue } from '../../../src/engine/claim.ts';
import { draftOnce } from '../../../src/engine/draft.ts';
import { heartbeatOnce } from '../../../src/engine/heartbeat.ts';
import { launchOnce } from '../../../src/engine/launch.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { interpose } from '../../support/between.ts';
import {
  dispatch,
  enrolOnly,
  hang,
  later,
  launchOnly,
  leads,
  ledger,
  makeTemplate,
  personalSteps,
  skip,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** Longer than a lease lasts. */
const lease = 31_000;

/** The token of a lease that another worker has taken meanwhile. */
const others = '00000000-0000-7000-8000-000000000001';

/** Runs `act` while somebody else has locked rows, and lets them go. */
async function whileLocked(
  lock: (tx: Db) => Promise<unknown>,
  act: () => Promise<unknown>,
): Promise<void> {
  const [locked, done] = [later(), later()];
  const held = world.db.transaction().execute(async (tx) => {
    await lock(tx);
    locked.resolve();
    await done.promise;
  });
  await locked.promise;
  await act();
  done.resolve();
  await held;
}

async function twoSteps(): Promise<string> {
  const templateId = await makeTemplate(world, 'Hello {{ first_name }}.');
  return makeCampaign(world, { leads: 1, campaign: templateSteps(templateId, 0, 3) });
}

describe('whoever comes too late with a compare-and-swap changes nothing beside it', () => {
  test('a sweeper, where the answer was written after it had listed what is on the wire', async () => {
    const campaignId = await twoSteps();
    await enrolOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const round = dispatch(world);
    await arrived;
    skip(world, lease);
    const act = async () => {
      release({ outcome: 'refused', permanent: false, recipient: true, response: '450 later' });
      await round;
    };
    const late = await interpose(world, { statement: 'lock_campaigns', act });
    await sweepOnce(late.deps, { ...world.now });
    await late.close();
    expect(late.ran).toContain('settle_sends');
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred']);
    expect(await standings(world, campaignId)).toEqual(['pending at 1']);
  });

  test('an answer, where its lead was stopped meanwhile: its campaign stays completed', async () => {
    const campaignId = await twoSteps();
    await enrolOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const round = dispatch(world);
    await arrived;
    await world.db
      .updateTable('enrolment')
      .set({ status: 'unsubscribed', ready_at: null })
      .execute();
    await sweepOnce(world.engine, { ...world.now });
    expect(await statusOf(world, campaignId)).toBe('completed');
    release();
    await round;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
    expect(await standings(world, campaignId)).toEqual(['unsubscribed at 1']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('a launch, where it was paused meanwhile: nobody is enrolled', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    const set = { status: 'paused', lease_token: null, lease_until: null };
    const act = () => world.db.updateTable('campaign').set(set).execute();
    const late = await interpose(world, { statement: 'move_enrol_cursor', act });
    await launchOnce(late.deps, { ...world.now });
    await late.close();
    expect(await leads(world, campaignId)).toEqual([]);
    expect(await statusOf(world, campaignId)).toBe('paused');
  });

  test.each([
    ['move_enrol_cursor', 0, 0],
    ['finish_launch', 2, 0],
    ['fail_launch', 0, 9],
  ])('a launch, where another worker took it before %s', async (statement, enrolled, tries) => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    await world.db.updateTable('campaign').set({ lease_attempts: tries }).execute();
    const act = () => world.db.updateTable('campaign').set({ lease_token: others }).execute();
    const late = await interpose(world, { statement, act });
    await launchOnce(late.deps, { ...world.now });
    await late.close();
    expect(late.ran).toContain(statement);
    expect(await leads(world, campaignId)).toHaveLength(enrolled);
    expect(await statusOf(world, campaignId)).toBe('launching');
  });

  test.each([
    ['cancelled', 'required', { status: 'cancelled' }],
    ['cancelled', 'optional', { status: 'cancelled' }],
    ['taken over', 'required', { lease_token: others }],
    ['taken over', 'optional', { lease_token: others }],
  ] as const)(
    'a draft, where it was %s while it was written, approval %s',
    async (_, approvalMode, set) => {
      const campaignId = await makeCampaign(world, {
        leads: 1,
        campaign: { ...personalSteps(0), approvalMode },
      });
      await launchOnly(world, campaignId);
      await launchOnce(world.engine, { ...world.now });
      await sql`update enrolment set ready_at = null`.execute(world.db);
      const late = await interpose(world, {
        statement: 'lock_enrolment',
        act: () => world.db.updateTable('draft').set(set).execute(),
      });
      await draftOnce(late.deps, { ...world.now });
      await late.close();
      expect(late.ran).toContain('complete_draft');
      expect(await world.db.selectFrom('gate').select('id').execute()).toEqual([]);
      expect((await leads(world, campaignId)).map((lead) => lead.ready_at)).toEqual([null]);
    },
  );

  test('a draft that failed, where it was taken over: it is still being written', async () => {
    await launchOnly(world, await makeCampaign(world, { campaign: personalSteps(0), leads: 1 }));
    await launchOnce(world.engine, { ...world.now });
    const late = await interpose(world, {
      statement: 'fail_draft',
      act: () => world.db.updateTable('draft').set({ lease_token: others }).execute(),
    });
    const reason = 'The model is gone.';
    const write = async () => ({ outcome: 'failed', retryable: false, reason }) as const;
    await draftOnce({ ...late.deps, writer: { ...late.deps.writer, write } }, { ...world.now });
    await late.close();
    const draft = await world.db
      .selectFrom('draft')
      .select(['status', 'lease_token', 'error'])
      .executeTakeFirstOrThrow();
    expect(draft).toEqual({ status: 'running', lease_token: others, error: null });
  });

  test('a claim, where somebody is changing the lead: no draft is asked for', async () => {
    const campaignId = await makeCampaign(world, { leads: 2, campaign: personalSteps(0) });
    await launchOnly(world, campaignId);
    await launchOnce(world.engine, { ...world.now });
    await whileLocked(
      (tx) => sql`select id from enrolment where row_index = 0 for no key update`.execute(tx),
      () => dispatch(world),
    );
    const drafts = await world.db
      .selectFrom('draft')
      .innerJoin('enrolment', 'enrolment.id', 'draft.enrolment_id')
      .select('enrolment.row_index as row')
      .execute();
    expect(drafts).toEqual([{ row: 1 }]);
  });

  test('a heartbeat, where the round has ended meanwhile: its lease is not kept alive', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    await claimDue(world.engine, { ...world.now });
    const { leases } = world.engine.worker;
    expect(leases.size).toBe(1);
    const late = await interpose(world, {
      statement: 'extend_claims',
      act: async () => leases.clear(),
    });
    await heartbeatOnce({ ...late.deps, worker: world.engine.worker }, { ...world.now });
    await late.close();
    expect([...leases.keys()]).toEqual([]);
    skip(world, lease);
    await sweepOnce(await world.worker(), { ...world.now });
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });
});
