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
});
