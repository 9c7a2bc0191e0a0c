import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCampaign } from '../../../src/usecases/find-campaign.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const ledger = () =>
  world.db
    .selectFrom('send')
    .select(['step', 'epoch', 'state', 'message_id'])
    .orderBy('handed_over_at')
    .orderBy('id')
    .execute();

const statusOf = async (campaignId: string) => {
  const campaign = valueFrom(await findCampaign(world.usecases)(world.me, { campaignId }));
  return {
    status: campaign.status,
    total: campaign.totalLeads,
    processed: campaign.processedLeads,
  };
};

describe('the road of a message', () => {
  test('every lead of a campaign is written to once, a minute apart, and then it is completed', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launch(world, campaignId);
    expect(world.handed.length).toBe(1);
    await world.pass(5 * 60_000);
    expect(world.handed.map((mail) => mail.to.split('@')[0])).toEqual(['lead0', 'lead1', 'lead2']);
    expect(await ledger()).toEqual(
      world.handed.map((mail) => ({
        step: 1,
        epoch: 1,
        state: 'accepted',
        message_id: mail.messageId,
      })),
    );
    expect(await statusOf(campaignId)).toEqual({ status: 'completed', total: 3, processed: 3 });
  });

  test.each(['claimed', 'on_wire', 'accepted', 'refused', 'unknown'] as const)(
    'a step of which a try is %s is never claimed again, whatever its lead’s row says',
    async (state) => {
      const campaignId = await makeCampaign(world, { leads: 1 });
      await launch(world, campaignId);
      await world.db.updateTable('send').set({ state }).execute();
      await world.db.updateTable('campaign').set({ status: 'active' }).execute();
      const ready_at = new Date(world.now.engine).toISOString();
      const again = { status: 'pending', due_at: ready_at, ready_at };
      await world.db.updateTable('enrolment').set(again).execute();
      await world.db.updateTable('pace').set({ work_at: ready_at, free_at: ready_at }).execute();
      await world.db.updateTable('account_pace').set({ next_at: ready_at }).execute();
      await world.pass(3 * 60_000);
      expect(world.handed).toHaveLength(1);
      expect((await ledger()).map((send) => [send.epoch, send.state])).toEqual([[1, state]]);
    },
  );

  test('an account is asked for again when its next campaign is due, and not before', async () => {
    await launch(world, await makeCampaign(world, { leads: 2 }));
    const nextAt = async () =>
      (await world.db.selectFrom('account_pace').select('next_at').executeTakeFirst())?.next_at;
    expect(await nextAt()).toBe(world.now.engine + 60_000);
    await world.pass(60_000);
    expect(await nextAt()).toBe(Number.POSITIVE_INFINITY);
  });
});
