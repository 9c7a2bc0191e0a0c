import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findToday } from '../../../src/usecases/find-today.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import {
  day,
  enrolOnly,
  hour,
  launchOnly,
  leadId,
  leap,
  minute,
  personalSteps,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

async function today() {
  return valueFrom(await findToday(world.usecases)(world.me));
}

async function held() {
  const { held: all } = await today();
  return all.map(({ check, count, until }) => [check, count, until]);
}

describe('what leaves today', () => {
  test('is foretold as it then happens', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 5 }));
    const [before] = (await today()).leaves;
    expect(before).toMatchObject({
      sentToday: 0,
      forecast: {
        count: 5,
        firstAt: world.now.engine,
        lastAt: world.now.engine + 4 * minute,
        left: null,
      },
    });
    await leap(world, 2 * minute);
    expect((await today()).leaves).toMatchObject([{ sentToday: 3, forecast: { count: 2 } }]);
    await leap(world, 10 * minute);
    expect(world.handed).toHaveLength(5);
    expect((await today()).leaves).toEqual([]);
  });

  test('holds what is over the daily limit, and says until when', async () => {
    const campaign = { dailyLimit: 2 };
    await enrolOnly(world, await makeCampaign(world, { leads: 5, campaign }));
    const { leaves } = await today();
    const midnight = Math.ceil(world.now.engine / day) * day;
    expect(leaves[0]?.forecast.count).toBe(2);
    expect(await held()).toEqual([['daily_limit', 3, midnight]]);
  });

  test('shares a mailbox as the engine will', async () => {
    const aliasIds = [await makeAlias(world, { dailyCap: 4 })];
    for (const name of ['One', 'Other']) {
      await enrolOnly(world, await makeCampaign(world, { leads: 5, campaign: { name, aliasIds } }));
    }
    const { leaves } = await today();
    expect(leaves.map(({ forecast }) => forecast.count)).toEqual([2, 2]);
    expect((await held()).map(([check, count]) => [check, count])).toEqual([
      ['mailbox_cap', 3],
      ['mailbox_cap', 3],
    ]);
    await leap(world, hour);
    expect(world.handed).toHaveLength(4);
  });
});

describe('what is held', () => {
  test('a paused campaign, with all who are left in it', async () => {
    const campaignId = await makeCampaign(world, { leads: 4 });
    await enrolOnly(world, campaignId);
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    expect(await held()).toEqual([['campaign_live', 4, null]]);
    expect((await today()).leaves).toMatchObject([{ forecast: { count: 0 } }]);
  });

  test('a campaign that starts later, with the rows it will write to', async () => {
    const startDate = world.now.engine + 3 * day;
    const campaign = { launchType: 'scheduled' as const, startDate };
    await launchOnly(world, await makeCampaign(world, { leads: 4, campaign }));
    expect(await held()).toEqual([['campaign_live', 4, startDate]]);
  });

  test('everything, while the engine is fenced', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 3 }));
    const fence = { fenced_at: new Date(world.now.real).toISOString(), fence_reason: 'Restored.' };
    await world.db.updateTable('engine').set(fence).execute();
    expect(await today()).toMatchObject({ fencedBecause: 'Restored.' });
    expect(await held()).toEqual([['fenced', 3, null]]);
  });

  test('leads whose text is being written', async () => {
    const campaign = { ...personalSteps(0), approvalMode: 'required' as const };
    const campaignId = await makeCampaign(world, { leads: 3, campaign });
    await launchOnly(world, campaignId);
    const write = () =>
      Promise.resolve({ outcome: 'failed', retryable: true, reason: 'busy' } as const);
    await world.settle({ ...world.engine, writer: { ...world.engine.writer, write } });
    expect(await held()).toEqual([['content', 3, null]]);
  });
});

describe('what waits for a person', () => {
  test('gates, with what stands in them', async () => {
    const campaign = { ...personalSteps(0), approvalMode: 'required' as const };
    const campaignId = await makeCampaign(world, { leads: 3, campaign });
    await launch(world, campaignId);
    const seen = await today();
    expect([seen.gateCount, seen.oldestGateAt]).toEqual([3, world.now.engine]);
    const emails = new Set(seen.gates.map((gate) => gate.email?.split('@')[0]));
    expect(emails).toEqual(new Set(['lead0', 'lead1', 'lead2']));
    expect(seen.gates[0]).toMatchObject({ step: 1, stale: false, campaign_id: campaignId });
    expect(await held()).toEqual([]);
  });

  test('hand-overs of which nobody knows', async () => {
    world.answer = () => ({ outcome: 'unknown', response: 'gone silent' });
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launch(world, campaignId);
    const seen = await today();
    expect(seen.unknownCount).toBe(1);
    expect(seen.unknown).toMatchObject([
      { campaign_lead_id: await leadId(world, campaignId), step: 1, campaign_id: campaignId },
    ]);
  });

  test('mailboxes that a person must look after', async () => {
    const aliasId = await makeAlias(world);
    await enrolOnly(world, await makeCampaign(world, { campaign: { aliasIds: [aliasId] } }));
    await world.db.updateTable('alias').set({ verified_at: null }).execute();
    const seen = await today();
    expect(seen.mailboxes).toMatchObject([{ aliasId }]);
    expect(await held()).toEqual([['mailbox', 3, null]]);
  });
});

test('nothing of another account is in it', async () => {
  const stranger = await world.caller();
  world.answer = () => ({ outcome: 'unknown', response: 'gone silent' });
  await launch(world, await makeCampaign(world, { leads: 2 }));
  const campaign = { ...personalSteps(0), approvalMode: 'required' as const };
  await launch(world, await makeCampaign(world, { leads: 2, campaign }));
  const mine = await today();
  expect([mine.gateCount, mine.unknownCount > 0, mine.leaves.length > 0]).toEqual([2, true, true]);
  expect(valueFrom(await findToday(world.usecases)(stranger))).toMatchObject({
    leaves: [],
    gates: [],
    gateCount: 0,
    unknown: [],
    unknownCount: 0,
    mailboxes: [],
    held: [],
  });
});
