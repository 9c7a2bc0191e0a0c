import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leaseMarginMs, leaseMs } from '../../../src/engine/deps.ts';
import { dispatchOnce } from '../../../src/engine/dispatch.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import {
  approve,
  dispatch,
  interrupted,
  launchOnly,
  leadId,
  ledger,
  personalSteps,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

async function claimable(): Promise<string> {
  const campaignId = await makeCampaign(world, { leads: ['ada@one.example'] });
  const halted = { ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } };
  await launchOnly(world, campaignId);
  await world.settle(halted);
  return campaignId;
}

/*
 * Whoever stops something also calls back what is claimed, under the account's lock. The statement
 * that puts a send on the wire asks all the same: each row here is changed behind everybody's back.
 */
describe('between the claim and the wire, by whatever road', () => {
  const behindTheBack = {
    'a suppressed address': sql`insert into suppression (id, account_id, email, reason,
      created_at, created_by)
      select gen_random_uuid(), account_id, email, 'r', now(), 'x' from enrolment`,
    'a suppressed domain': sql`insert into suppression (id, account_id, domain, reason,
      created_at, created_by)
      select gen_random_uuid(), account_id, domain, 'r', now(), 'x' from enrolment`,
    'a stopped lead': sql`update enrolment set status = 'stopped', ready_at = null`,
    'a lead that is at another step by now': sql`update enrolment set step = 2`,
    'a paused campaign': sql`update campaign set status = 'paused'`,
    'a fenced engine': sql`update engine set fenced_at = now(), fence_reason = 'x'`,
    'a higher epoch': sql`update engine set epoch = epoch + 1`,
    'a claim with another token': sql`update claim set lease_token = gen_random_uuid()`,
    'a claim whose lease has ended': sql`update claim set lease_until = '2000-01-01'`,
    'a closed claim': sql`update claim set closed_at = now()`,
    'a cancelled send': sql`update send set state = 'cancelled'`,
    'a send with another token': sql`update send set lease_token = gen_random_uuid()`,
  };

  test.each(Object.entries(behindTheBack))('%s keeps the message back', async (_what, change) => {
    await claimable();
    await dispatch(
      world,
      interrupted(world, () => change.execute(world.db)),
    );
    expect(world.handed).toEqual([]);
  });

  test('what is changed nowhere leaves', async () => {
    await claimable();
    await dispatch(
      world,
      interrupted(world, () => sql`select 1`.execute(world.db)),
    );
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  });

  test.each([
    ['withdrawn', sql`update approval set withdrawn_at = now(), withdrawn_reason = 'withdrawn'`],
    ['replaced by other words', sql`update approval set content_hash = 'v1:other'`],
  ])('an approval that is %s keeps the message back', async (_what, change) => {
    const campaignId = await makeCampaign(world, {
      leads: ['ada@one.example'],
      campaign: { ...personalSteps(0), approvalMode: 'required' },
    });
    await launch(world, campaignId);
    valueFrom(
      await approve(world, { campaignId, campaignLeadId: await leadId(world, campaignId) }),
    );
    await dispatch(
      world,
      interrupted(world, () => change.execute(world.db)),
    );
    expect(world.handed).toEqual([]);
  });

  test.each(['monotonic', 'wall'] as const)(
    'a look at the clock that was answered late makes a lease no longer: %s',
    async (clock) => {
      await claimable();
      const before = world.now[clock] - (leaseMs - leaseMarginMs);
      await dispatchOnce(world.engine, { ...world.now, [clock]: before });
      expect(world.handed).toEqual([]);
      expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
    },
  );

  test('a worker whose clocks stand still is buried, and puts nothing on the wire', async () => {
    await claimable();
    const later = { ...world.now, real: world.now.real + 60_000 };
    const bury = async () => sweepOnce(await world.worker(), later);
    await dispatch(world, interrupted(world, bury));
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });
});
