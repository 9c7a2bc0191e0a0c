/** What may have left from an original is unknown in its copy, until a person has said. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineDeps } from '../../../src/engine/deps.ts';
import { holdUncertain } from '../../../src/engine/hold.ts';
import { acceptFence } from '../../../src/usecases/accept-fence.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resolveSend } from '../../../src/usecases/resolve-send.ts';
import {
  day,
  dispatch,
  enrolOnly,
  hour,
  interrupted,
  launchOnly,
  ledger,
  makeTemplate,
  minute,
  skip,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let heir: EngineDeps;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** As `restore` leaves it; the workers of the original are nobody here. */
async function restored(): Promise<void> {
  skip(world, minute);
  const at = new Date(world.now.engine).toISOString();
  await sql`update engine set fenced_at = ${at}, fence_reason = 'Restored.'`.execute(world.db);
  await sql`update claim set lease_until = ${new Date(world.now.real - 1).toISOString()}
    where closed_at is null`.execute(world.db);
}

async function accepted() {
  const now = await world.clock.read();
  const held = await holdUncertain(world.engine, now);
  if (!held.ok) throw new Error(held.failure);
  const of = { systemIdentifier: null, gapEndsAt: now.engine };
  const { epoch } = await acceptFence(world.usecases)(of);
  if (epoch === null) throw new Error('nothing was fenced');
  heir = { ...world.engine, worker: { ...world.engine.worker, engineEpoch: epoch } };
  return held.value;
}

/** Hour by hour, as the worker that was started after the acceptance. */
async function goOn(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += hour) {
    await world.settle(heir);
    skip(world, hour);
  }
  await world.settle(heir);
}

async function unknownSends(campaignId: string): Promise<string[]> {
  const rows = await world.db
    .selectFrom('send')
    .innerJoin('enrolment', 'enrolment.id', 'send.enrolment_id')
    .select('send.id')
    .where('send.campaign_id', '=', campaignId)
    .where('send.state', '=', 'unknown')
    .orderBy('enrolment.row_index')
    .execute();
  return rows.map((row) => row.id);
}

async function resolve(campaignId: string, sendId: string, outcome: 'sent' | 'not_sent') {
  const of = { campaignId, sendId, outcome, note: null };
  valueFrom(await resolveSend(world.usecases)(world.me, of));
}

async function twoSteps(leads: number, delay = 3): Promise<string> {
  const template = await makeTemplate(world, 'Hello {{ first_name }}');
  return makeCampaign(world, { leads, campaign: templateSteps(template, 0, delay) });
}

describe('a restored database that is accepted', () => {
  test('hands over nothing that was due before, and goes on as a person says', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await enrolOnly(world, campaignId);
    await dispatch(world);
    const before = ['completed at 1', 'pending at 1', 'pending at 1'];
    expect(await standings(world, campaignId)).toEqual(before);
    await restored();
    expect(await accepted()).toEqual({ leads: 2, launches: [] });
    await goOn(day);
    expect(world.handed).toHaveLength(1);
    expect(await standings(world, campaignId)).toEqual([
      'completed at 1',
      'unknown at 1: DELIVERY_UNKNOWN',
      'unknown at 1: DELIVERY_UNKNOWN',
    ]);
    const [one = '', other = ''] = await unknownSends(campaignId);
    await resolve(campaignId, one, 'sent');
    await resolve(campaignId, other, 'not_sent');
    await goOn(day);
    expect(world.handed).toHaveLength(2);
    expect((await ledger(world)).sort()).toEqual([
      '0 step 1 try 1 accepted',
      '1 step 1 try 1 accepted',
      '2 step 1 try 1 cancelled',
      '2 step 1 try 2 accepted',
    ]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('goes on by itself with what was not due yet', async () => {
    const campaignId = await twoSteps(1);
    await launch(world, campaignId);
    await restored();
    expect(await accepted()).toEqual({ leads: 0, launches: [] });
    await goOn(4 * day);
    expect(await standings(world, campaignId)).toEqual(['completed at 2']);
  });

  test('holds the next step, too, where a person says that the first one left', async () => {
    const campaignId = await twoSteps(1, 1);
    await enrolOnly(world, campaignId);
    skip(world, 2 * day);
    await restored();
    await accepted();
    const [first = ''] = await unknownSends(campaignId);
    await resolve(campaignId, first, 'sent');
    await goOn(3 * day);
    expect([world.handed, await standings(world, campaignId)]).toEqual([
      [],
      ['unknown at 2: DELIVERY_UNKNOWN'],
    ]);
    const [second = ''] = await unknownSends(campaignId);
    await resolve(campaignId, second, 'not_sent');
    await goOn(day);
    expect(await ledger(world)).toEqual([
      '0 step 1 try 1 accepted',
      '0 step 2 try 1 cancelled',
      '0 step 2 try 2 accepted',
    ]);
  });

  test('holds what was claimed, or on the wire, at the backup', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    const snapshot = async () => {
      // The process ends here, and its claim with it.
      throw new Error('gone');
    };
    await dispatch(world, interrupted(world, snapshot)).catch(() => undefined);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 claimed']);
    await restored();
    await accepted();
    await goOn(day);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled', '0 step 1 try 2 unknown']);
  });

  test('holds the leads of a paused campaign: it may have been resumed in the original', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    await restored();
    expect(await accepted()).toMatchObject({ leads: 1 });
  });

  test('fails a launch that was under way or has come due, for a person to judge', async () => {
    const launching = await makeCampaign(world, { leads: 1 });
    const of = { launchType: 'scheduled' as const };
    const due = await makeCampaign(world, {
      campaign: { ...of, startDate: world.now.engine + hour },
    });
    const later = await makeCampaign(world, {
      campaign: { ...of, startDate: world.now.engine + 2 * day },
    });
    for (const id of [launching, due, later]) await launchOnly(world, id);
    skip(world, day);
    await restored();
    const { launches } = await accepted();
    expect([...launches].sort()).toEqual([launching, due].sort());
    await goOn(hour);
    expect(world.handed).toEqual([]);
    expect(await statusOf(world, due)).toBe('failed');
    expect(await statusOf(world, later)).toBe('scheduled');
  });

  test('sends what was launched after the restore, for nobody else has it', async () => {
    await restored();
    skip(world, minute);
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    expect(await accepted()).toEqual({ leads: 0, launches: [] });
    await goOn(hour);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('is not accepted while somebody still holds a claim', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    await dispatch(
      world,
      interrupted(world, async () => {
        const held = await holdUncertain(world.engine, await world.clock.read());
        expect(held).toEqual({
          ok: false,
          failure:
            '1 claims are still held by a worker: stop every instance that uses this database, ' +
            'wait half a minute, and try again.',
        });
      }),
    );
  });
});
