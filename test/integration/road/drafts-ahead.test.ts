import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { draftOnce } from '../../../src/engine/draft.ts';
import { launchOnce } from '../../../src/engine/launch.ts';
import {
  approve,
  day,
  dispatch,
  enrolOnly,
  hour,
  launchOnly,
  leadId,
  leap,
  ledger,
  openGate,
  parsed,
  personalSteps,
  skip,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** And nothing written yet. */
async function enrolled(campaignId: string): Promise<void> {
  await launchOnly(world, campaignId);
  await launchOnce(world.engine, { ...world.now });
}

const draftedRows = async () => {
  const rows = await world.db
    .selectFrom('draft')
    .innerJoin('enrolment', 'enrolment.id', 'draft.enrolment_id')
    .select(['row_index', 'draft.step'])
    .orderBy('row_index')
    .execute();
  return rows.map((row) => row.row_index);
};

describe('drafts', () => {
  test('are asked for by the days on which their leads will be reached, not all at the launch', async () => {
    const campaign = { ...personalSteps(0), dailyLimit: 2 };
    const campaignId = await makeCampaign(world, { leads: 30, campaign });
    await enrolled(campaignId);
    // A writer takes its time; the claim meanwhile finds nothing that can be said to anybody.
    for (let rounds = 0; rounds < 10; rounds++) {
      await dispatch(world);
      skip(world, 900);
    }
    await draftOnce(world.engine, { ...world.now });
    expect(await draftedRows()).toEqual([0, 1, 2, 3]);
    await leap(world, day);
    expect(await draftedRows()).toEqual([0, 1, 2, 3, 4, 5]);
    await leap(world, 2 * day);
    expect(await draftedRows()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await ledger(world)).length).toBe(8);
  });

  test('are not asked for where words of a person’s own stand ready for the step to come', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0, 3) });
    await enrolOnly(world, campaignId);
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId, step: 2, body: 'Mine.' }));
    await leap(world, 4 * day);
    expect(await draftedRows()).toEqual([0]);
    expect((await parsed(world.handed[1])).text).toBe('Mine.');
  });

  test('of a follow-up are written a day before it is due, and leave when it is', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0, 3) });
    await launch(world, campaignId);
    await leap(world, hour);
    expect([world.handed.length, await draftedRows()]).toEqual([1, [0]]);
    await leap(world, 2 * day - 2 * hour);
    expect(await draftedRows()).toEqual([0]);
    await leap(world, hour);
    expect([world.handed.length, await draftedRows()]).toEqual([1, [0, 0]]);
    await leap(world, day);
    expect(world.handed).toHaveLength(2);
  });

  test('that come too late are sent when they come', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0) });
    await enrolled(campaignId);
    for (let rounds = 0; rounds < 3; rounds++) {
      await dispatch(world);
      skip(world, hour);
    }
    expect(world.handed).toEqual([]);
    await world.settle();
    expect(world.handed).toHaveLength(1);
    expect(await openGate(world, await leadId(world, campaignId))).toBeNull();
  });
});
