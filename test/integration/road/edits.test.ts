import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Campaign } from '../../../src/domain/campaign/campaign.ts';
import type { CampaignEdit } from '../../../src/domain/campaign/edit.ts';
import { stepsWithDefaults } from '../../../src/domain/campaign/new-campaign.ts';
import { variantLabels } from '../../../src/domain/campaign/variants.ts';
import { campaignTag } from '../../../src/domain/tags.ts';
import { editCampaign } from '../../../src/usecases/edit-campaign.ts';
import { findCampaign } from '../../../src/usecases/find-campaign.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import {
  approve,
  day,
  dispatch,
  enrolOnly,
  hour,
  interrupted,
  launchOnly,
  leadId,
  leads,
  leap,
  ledger,
  makeTemplate,
  minute,
  personalSteps,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const edit = (campaignId: string, what: CampaignEdit) =>
  editCampaign(world.usecases)(world.me, { campaignId, edit: what });
const found = async (campaignId: string) =>
  valueFrom(await findCampaign(world.usecases)(world.me, { campaignId }));
const steps = (templateId: string, ...delays: readonly number[]) =>
  stepsWithDefaults(templateSteps(templateId, ...delays).steps);

describe('an edit', () => {
  test('changes what it names, clears what is null, and nothing else', async () => {
    const campaignId = await makeCampaign(world, { campaign: { description: 'For spring' } });
    const before = await found(campaignId);
    world.now.engine += minute;
    const what = { name: 'Summer', description: null, dailyLimit: 7, dismissedAt: 5_000 };
    const after = valueFrom(await edit(campaignId, what));
    expect(after).toEqual({ ...before, ...what, updatedAt: world.now.engine });
    expect(await found(campaignId)).toEqual(after);
  });

  test('that changes nothing writes nothing', async () => {
    const campaignId = await makeCampaign(world);
    const before = await found(campaignId);
    world.now.engine += minute;
    const { name, steps: same, sendDays, aliasIds } = before;
    expect(valueFrom(await edit(campaignId, { name, steps: same, sendDays, aliasIds }))).toEqual(
      before,
    );
    const trail = await world.db.selectFrom('audit').select('action').execute();
    expect(trail.map((row) => row.action)).not.toContain('campaign.edit');
  });

  test('is judged by what the campaign then is, at the field', async () => {
    const campaignId = await makeCampaign(world);
    const failure = failureFrom(await edit(campaignId, { windowEnd: '00:00:00', aliasIds: [] }));
    expect(failure.faults?.map(({ path }) => path)).toEqual([
      ['alias_ids'],
      ['sending_window_end'],
    ]);
    const late = failureFrom(await edit(campaignId, { launchType: 'scheduled' }));
    expect(late.faults?.map(({ path }) => path)).toEqual([['start_date']]);
  });

  test('of a state that somebody has changed since is refused', async () => {
    const campaignId = await makeCampaign(world);
    const precondition = [campaignTag(await found(campaignId))];
    const input = { campaignId, precondition };
    const save = (name: string) =>
      editCampaign(world.usecases)(world.me, { ...input, edit: { name } });
    const both = await Promise.all([save('Summer'), save('Autumn')]);
    expect(both.flatMap((one) => (one.ok ? [] : [one.failure.code]))).toEqual([
      'PRECONDITION_FAILED',
    ]);
  });

  test('of another account finds nothing', async () => {
    const campaignId = await makeCampaign(world);
    const stranger = await world.caller('Stranger');
    const asked = editCampaign(world.usecases)(stranger, { campaignId, edit: { name: 'Mine' } });
    expect(failureFrom(await asked).code).toBe('NOT_FOUND');
  });
});

describe('after a launch', () => {
  const locked: readonly CampaignEdit[] = [
    { launchType: 'scheduled', startDate: 1 },
    { aliasIds: ['another'] },
    { connectedAccountId: 'another' },
    { useLeadTimezone: true },
    { unreviewedLaunchPolicy: 'hold' },
  ];
  const open: readonly CampaignEdit[] = [
    { name: 'x' },
    { description: 'x' },
    { dailyLimit: 1 },
    { minIntervalSeconds: 61 },
    { windowStart: '01:00:00' },
    { windowEnd: '23:00:00' },
    { sendDays: ['mon'] },
    { timezone: 'Asia/Tokyo' },
    { systemPrompt: 'Write. '.repeat(20) },
    { approvalMode: 'required' },
    { dismissedAt: 1 },
  ];

  test.each(['active', 'paused'] as const)('%s: only what may change does', async (status) => {
    const campaignId = await makeCampaign(world);
    await launch(world, campaignId);
    if (status === 'paused')
      valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    for (const what of locked) {
      const failure = failureFrom(await edit(campaignId, what));
      expect([Object.keys(what), failure.code]).toEqual([Object.keys(what), 'FIELD_LOCKED']);
      expect(failure.data?.['state']).toBe(status);
    }
    for (const what of open) expect(valueFrom(await edit(campaignId, what))).toMatchObject(what);
    expect(await statusOf(world, campaignId)).toBe(status);
  });

  test('scheduled: the date and the policy may change too, but not into the past', async () => {
    const startDate = world.now.engine + day;
    const campaign = { launchType: 'scheduled' as const, startDate };
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    await launchOnly(world, campaignId);
    const past = failureFrom(await edit(campaignId, { startDate: world.now.engine }));
    expect(past.faults?.map(({ path }) => path)).toEqual([['start_date']]);
    expect(failureFrom(await edit(campaignId, { useLeadTimezone: true })).code).toBe(
      'FIELD_LOCKED',
    );
    const sooner = { startDate: world.now.engine + hour, unreviewedLaunchPolicy: 'hold' as const };
    expect(valueFrom(await edit(campaignId, sooner))).toMatchObject(sooner);
    await leap(world, hour);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('completed: nothing but its name and its description', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launch(world, campaignId);
    expect(await statusOf(world, campaignId)).toBe('completed');
    expect(failureFrom(await edit(campaignId, { dailyLimit: 1 }))).toEqual({
      code: 'FIELD_LOCKED',
      message:
        'daily_limit cannot be changed now. This campaign is completed; duplicate it to change it.',
      data: { state: 'completed', fields: ['daily_limit'] },
    });
    expect(valueFrom(await edit(campaignId, { name: 'Old' })).name).toBe('Old');
  });
});

describe('a limit that is tightened', () => {
  test('holds for the next hand-over, and for what is claimed already', async () => {
    const campaignId = await makeCampaign(world, { leads: 5 });
    await enrolOnly(world, campaignId);
    await leap(world, 2 * minute);
    expect(world.handed).toHaveLength(3);
    valueFrom(await edit(campaignId, { dailyLimit: 3 }));
    await leap(world, hour);
    expect(world.handed).toHaveLength(3);
    valueFrom(await edit(campaignId, { dailyLimit: 4 }));
    await leap(world, hour);
    expect(world.handed).toHaveLength(4);
  });

  test('as an approval that is asked for from now on calls back what was claimed without one', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0) });
    await enrolOnly(world, campaignId);
    await world.settle({ ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } });
    await dispatch(
      world,
      interrupted(world, async () =>
        valueFrom(await edit(campaignId, { approvalMode: 'required' })),
      ),
    );
    await leap(world, hour);
    expect(world.handed).toEqual([]);
    expect((await ledger(world)).every((line) => line.endsWith('cancelled'))).toBe(true);
  });

  test("in another zone counts what left on that zone's day", async () => {
    // 10:00 in UTC, 23:00 in Auckland: its day ends in an hour.
    const campaignId = await makeCampaign(world, { leads: 9, campaign: { dailyLimit: 2 } });
    await launch(world, campaignId);
    await leap(world, 30 * minute);
    expect(world.handed).toHaveLength(2);
    valueFrom(await edit(campaignId, { timezone: 'Pacific/Auckland', dailyLimit: 3 }));
    await leap(world, 2 * minute);
    expect(world.handed).toHaveLength(3);
  });
});

describe('steps', () => {
  test('of a draft may be any, and leads of a launch that failed follow them', async () => {
    const [one, two] = [await makeTemplate(world, 'One'), await makeTemplate(world, 'Two')];
    const campaignId = await makeCampaign(world, { leads: 6 });
    await enrolOnly(world, campaignId);
    await approveFirst(campaignId);
    // As if the launch had failed after its last batch.
    const failed = { status: 'failed', enrol_after: 5, enrolled_at: null } as const;
    await world.db.updateTable('campaign').set(failed).execute();
    const variant = { type: 'TEMPLATE' as const, senderProfileId: null };
    const next = stepsWithDefaults([
      {
        step: 2,
        variants: [
          { ...variant, label: 'A', weight: 50, templateId: one },
          { ...variant, label: 'B', weight: 50, templateId: two },
        ],
      },
    ]);
    valueFrom(await edit(campaignId, { steps: next }));
    const rows = await world.db
      .selectFrom('enrolment')
      .select(['lead_id', 'variants', 'step'])
      .execute();
    for (const row of rows) {
      expect([row.variants, row.step]).toEqual([variantLabels(campaignId, row.lead_id, next), 2]);
    }
    expect(await liveApprovals()).toEqual([]);
    await launch(world, campaignId);
    await leap(world, hour);
    expect(new Set(await standings(world, campaignId))).toEqual(new Set(['completed at 2']));
  });

  test('that nobody has reached may be changed, added and taken out while others run', async () => {
    const templateId = await makeTemplate(world, 'Hello');
    const campaign = templateSteps(templateId, 0, 3);
    const campaignId = await makeCampaign(world, { leads: 2, campaign });
    await launch(world, campaignId);
    // The first lead waits for step 2 by now.
    const refused = failureFrom(await edit(campaignId, { steps: steps(templateId, 0, 5) }));
    expect([refused.code, refused.data]).toEqual([
      'STEP_ALREADY_RUNNING',
      { steps: [2], reached: 2 },
    ]);
    const longer = steps(templateId, 0, 3, 1);
    valueFrom(await edit(campaignId, { steps: longer }));
    expect((await leads(world, campaignId)).map((lead) => lead.variants)).toEqual(
      Array(2).fill({ 1: 'A', 2: 'A', 3: 'A' }),
    );
    await leap(world, 6 * day);
    expect(await standings(world, campaignId)).toEqual(['completed at 3', 'completed at 3']);
    expect(world.handed).toHaveLength(6);
  });

  test('that are changed make stale what was approved of them, and only of them', async () => {
    const [one, two] = [await makeTemplate(world, 'One'), await makeTemplate(world, 'Two')];
    const campaign = templateSteps(one, 0, 1, 1);
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    await enrolOnly(world, campaignId);
    await approveFirst(campaignId);
    const campaignLeadId = await leadId(world, campaignId);
    for (const step of [2, 3]) {
      valueFrom(await approve(world, { campaignId, campaignLeadId, step }));
    }
    const changed = steps(one, 0, 1, 1).map((step) =>
      step.step === 3
        ? { ...step, variants: step.variants.map((each) => ({ ...each, templateId: two })) }
        : step,
    );
    valueFrom(await edit(campaignId, { steps: changed }));
    expect(await liveApprovals()).toEqual([1, 2]);
  });

  async function approveFirst(campaignId: string): Promise<void> {
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId }));
  }

  async function liveApprovals() {
    const rows = await world.db
      .selectFrom('approval')
      .select('step')
      .where('withdrawn_at', 'is', null)
      .orderBy('step')
      .execute();
    return rows.map((row) => row.step);
  }
});

test('whatever is edited, an edit never leaves a campaign its own rules refuse', async () => {
  const campaignId = await makeCampaign(world);
  const wrong: readonly Partial<Campaign>[] = [
    { timezone: 'Mars/Olympus' },
    { sendDays: [] },
    { steps: [] },
  ];
  const before = await found(campaignId);
  for (const what of wrong.slice(0, 2)) {
    expect(failureFrom(await edit(campaignId, what)).code).toBe('VALIDATION_ERROR');
  }
  expect(await found(campaignId)).toEqual(before);
});
