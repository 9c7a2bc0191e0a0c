import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resumeCampaign } from '../../../src/usecases/resume-campaign.ts';
import {
  day,
  dispatch,
  enrolOnly,
  hang,
  hour,
  interrupted,
  launchOnly,
  leads,
  leap,
  ledger,
  minute,
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
const leave = () => world.close();
afterEach(leave);

const pause = (campaignId: string, waitMsMax?: number) =>
  pauseCampaign({
    ...world.usecases,
    // Real naps: what is on the wire settles while the caller waits.
    clock: { ...world.clock, sleep: () => new Promise((wake) => setTimeout(wake, 2)) },
  })(world.me, { campaignId, ...(waitMsMax === undefined ? {} : { waitMsMax }) });

const resume = async (campaignId: string) =>
  valueFrom(await resumeCampaign(world.usecases)(world.me, { campaignId }));

const slots = async () => ({
  day: (await world.db.selectFrom('pace').select('day_count').execute()).map(
    (row) => row.day_count,
  ),
  alias: (await world.db.selectFrom('usage').select('count').execute()).map((row) => row.count),
});

describe('a pause', () => {
  test('of a campaign with nothing in flight is answered at once, and nothing leaves after it', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launch(world, campaignId);
    const { campaign, inFlight } = valueFrom(await pause(campaignId));
    expect([campaign.status, campaign.pausedReason, inFlight]).toEqual([
      'paused',
      'paused_by_user',
      0,
    ]);
    await leap(world, 2 * day);
    expect(world.handed).toHaveLength(1);
  });

  test('while a hand-over hangs is answered only when that is settled', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    let answered = false;
    const paused = pause(campaignId).then((result) => {
      answered = true;
      return valueFrom(result);
    });
    await new Promise((wake) => setTimeout(wake, 150));
    expect(answered).toBe(false);
    expect(await statusOf(world, campaignId)).toBe('draining');
    release();
    const { campaign, inFlight } = await paused;
    await settled;
    expect([campaign.status, inFlight]).toEqual(['paused', 0]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
    await leap(world, day);
    expect(world.handed).toHaveLength(1);
  });

  test('that may not wait says what is in flight; the campaign is paused when that is settled', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    const { campaign, inFlight } = valueFrom(await pause(campaignId, 0));
    expect([campaign.status, inFlight]).toEqual(['draining', 1]);
    release();
    await settled;
    expect(await statusOf(world, campaignId)).toBe('paused');
  });

  test('of a campaign whose last lead is on the wire pauses it, and resumed it completes', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    valueFrom(await pause(campaignId, 0));
    release();
    await settled;
    expect(await statusOf(world, campaignId)).toBe('paused');
    await resume(campaignId);
    await world.settle();
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('between a claim and the wire calls the claimed message back, with its slots', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    let answer: unknown;
    const between = interrupted(world, async () => {
      answer = valueFrom(await pause(campaignId)).inFlight;
    });
    await world.settle(between);
    expect(answer).toBe(0);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
    expect(await slots()).toEqual({ day: [0], alias: [0] });
    expect(await statusOf(world, campaignId)).toBe('paused');
  });

  test('that is over before the message had its connection has called it back all the same', async () => {
    await leave();
    world = await makeWorld({ connectionsMax: 1, handfulMax: 1 });
    const first = await makeCampaign(world, { leads: ['ada@a.example'] });
    const second = await makeCampaign(world, { leads: ['bob@b.example'] });
    await enrolOnly(world, first, second);
    // Both are claimed and made; the second waits while the first is handed over.
    world.answer = async () => {
      world.answer = () => ({ outcome: 'accepted', response: '250' });
      valueFrom(await pause(second));
      await resume(second);
      return { outcome: 'accepted', response: '250' };
    };
    await world.settle();
    await leap(world, hour);
    expect(await ledger(world, second)).toEqual([
      '0 step 1 try 1 cancelled',
      '0 step 1 try 2 accepted',
    ]);
    expect(world.handed.map((mail) => mail.to)).toEqual(['ada@a.example', 'bob@b.example']);
  });

  test('of one campaign leaves those of the same account running', async () => {
    const one = await makeCampaign(world, { leads: 1 });
    const other = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, one);
    await launchOnly(world, other);
    await world.settle(interrupted(world, () => pause(one)));
    expect(await ledger(world, one)).toEqual(['0 step 1 try 1 cancelled']);
    expect(await ledger(world, other)).toEqual(['0 step 1 try 1 accepted']);
  });

  test('that nobody waits for any more is finished by the sweeper', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    const { arrived } = hang(world);
    world.settle().catch(() => undefined);
    await arrived;
    valueFrom(await pause(campaignId, 0));
    skip(world, 31_000);
    await sweepOnce(await world.worker(), { ...world.now });
    expect(await statusOf(world, campaignId)).toBe('paused');
    expect(await standings(world, campaignId)).toEqual(['unknown at 1: DELIVERY_UNKNOWN']);
  });

  test('is refused where nothing is running, with what to do instead', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    expect(failureFrom(await pause(campaignId))).toEqual({
      code: 'CAMPAIGN_NOT_PAUSABLE',
      message: 'This campaign is a draft; nothing of it is running.',
      data: { state: 'draft' },
    });
  });
});

describe('a resume', () => {
  test('goes on at the campaign’s pace: what waited meanwhile does not leave in a burst', async () => {
    const campaignId = await makeCampaign(world, { leads: 5 });
    await launch(world, campaignId);
    valueFrom(await pause(campaignId));
    await leap(world, 2 * day);
    const at: number[] = [];
    const began = world.now.engine;
    world.answer = () => {
      at.push((world.now.engine - began) / minute);
      return { outcome: 'accepted', response: '250' };
    };
    await resume(campaignId);
    await leap(world, hour);
    expect(at).toEqual([0, 1, 2, 3]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('keeps the interval to what left before the pause', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launch(world, campaignId);
    valueFrom(await pause(campaignId));
    await resume(campaignId);
    await world.settle();
    expect(world.handed).toHaveLength(1);
    await leap(world, minute);
    expect(world.handed).toHaveLength(2);
  });

  test('keeps what the day has left of its limit', async () => {
    const campaignId = await makeCampaign(world, { leads: 4, campaign: { dailyLimit: 2 } });
    await launch(world, campaignId);
    await leap(world, hour);
    valueFrom(await pause(campaignId));
    await leap(world, hour);
    await resume(campaignId);
    await leap(world, hour);
    expect(world.handed).toHaveLength(2);
    await leap(world, day);
    expect(world.handed).toHaveLength(4);
  });

  test('of a campaign that never enrolled anybody takes up its launch', async () => {
    const startDate = world.now.engine + day;
    const campaign = { launchType: 'scheduled', startDate } as const;
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    await launch(world, campaignId);
    valueFrom(await pause(campaignId));
    expect((await resume(campaignId)).status).toBe('scheduled');
    valueFrom(await pause(campaignId));
    await leap(world, 2 * day);
    expect(await leads(world, campaignId)).toEqual([]);
    expect((await resume(campaignId)).status).toBe('launching');
    await world.settle();
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('is refused to what is not paused', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launch(world, campaignId);
    const result = await resumeCampaign(world.usecases)(world.me, { campaignId });
    expect(failureFrom(result)).toEqual({
      code: 'CAMPAIGN_NOT_RESUMABLE',
      message: 'This campaign is running; it is not paused.',
      data: { state: 'active' },
    });
  });
});

test('a claim that finds a paused campaign sends nothing and does not come back for it', async () => {
  const campaignId = await makeCampaign(world, { leads: 2 });
  await launch(world, campaignId);
  valueFrom(await pause(campaignId));
  skip(world, hour);
  expect(await dispatch(world)).toMatchObject({ did: 0 });
  const pace = await world.db.selectFrom('pace').select('next_at').executeTakeFirstOrThrow();
  expect(pace.next_at).toBe(Number.POSITIVE_INFINITY);
});
