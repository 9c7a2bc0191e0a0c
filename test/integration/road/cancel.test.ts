import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction } from '../../../src/db/database.ts';
import { lockEnrolment } from '../../../src/db/enrolments.ts';
import { reopenCampaigns } from '../../../src/db/progress.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { cancelCampaign } from '../../../src/usecases/cancel-campaign.ts';
import { deleteCampaign } from '../../../src/usecases/delete-campaign.ts';
import { deleteRow } from '../../../src/usecases/delete-row.ts';
import { duplicateCampaign } from '../../../src/usecases/duplicate-campaign.ts';
import { findCampaign } from '../../../src/usecases/find-campaign.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resolveSend } from '../../../src/usecases/resolve-send.ts';
import { retryLead } from '../../../src/usecases/retry-lead.ts';
import {
  day,
  dispatch,
  hang,
  hour,
  interrupted,
  launchOnly,
  leadId,
  leap,
  ledger,
  makeTemplate,
  minute,
  personalSteps,
  skip,
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

/** Real naps: what is on the wire settles while the caller waits. */
const napping = () => ({
  ...world.usecases,
  clock: { ...world.clock, sleep: () => new Promise<void>((wake) => setTimeout(wake, 2)) },
});
const cancel = (campaignId: string, waitMsMax?: number) =>
  cancelCampaign(napping())(world.me, {
    campaignId,
    ...(waitMsMax === undefined ? {} : { waitMsMax }),
  });
const retry = async (campaignId: string, row = 0) =>
  retryLead(world.usecases)(world.me, {
    campaignId,
    campaignLeadId: await leadId(world, campaignId, row),
  });

const cancelled = 'cancelled at 1: CAMPAIGN_CANCELLED';

describe('a cancel', () => {
  test('ends a campaign: what is out is out, every other lead is cancelled, nothing leaves', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launch(world, campaignId);
    const { campaign, inFlight } = valueFrom(await cancel(campaignId));
    expect([campaign.status, inFlight, campaign.processedLeads, campaign.totalLeads]).toEqual([
      'completed',
      0,
      3,
      3,
    ]);
    expect(campaign.cancelledAt).toBe(world.now.engine);
    expect(await standings(world, campaignId)).toEqual(['completed at 1', cancelled, cancelled]);
    await leap(world, day);
    expect(world.handed).toHaveLength(1);
    const again = failureFrom(await cancel(campaignId));
    expect([again.code, again.data]).toEqual(['CAMPAIGN_NOT_CANCELLABLE', { state: 'completed' }]);
  });

  test('calls back what is claimed', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    await world.settle({ ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } });
    await dispatch(
      world,
      interrupted(world, async () => valueFrom(await cancel(campaignId))),
    );
    expect(world.handed).toEqual([]);
    expect(await standings(world, campaignId)).toEqual([cancelled, cancelled]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('waits for what is on the wire, and lets its lead go no further', async () => {
    const templateId = await makeTemplate(world, 'Hello');
    const campaign = templateSteps(templateId, 0, 1);
    const campaignId = await makeCampaign(world, { leads: 2, campaign });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    const told = valueFrom(await cancel(campaignId, 0));
    expect([told.campaign.status, told.inFlight]).toEqual(['draining', 1]);
    expect(await standings(world, campaignId)).toEqual(['pending at 1', cancelled]);
    release();
    await settled;
    const further = 'cancelled at 2: CAMPAIGN_CANCELLED';
    expect(await standings(world, campaignId)).toEqual([further, cancelled]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('that nobody waits for is finished by the sweep, so many leads at a time', async () => {
    const campaignId = await makeCampaign(world, { leads: 900 });
    await launchOnly(world, campaignId);
    await world.settle({ ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } });
    await world.db
      .updateTable('campaign')
      .set({ status: 'draining', drain_to: 'completed', cancelled_at: new Date(0).toISOString() })
      .execute();
    expect((await sweepOnce(world.engine, { ...world.now })).did).toBe(900);
    expect(await statusOf(world, campaignId)).toBe('completed');
    expect(new Set(await standings(world, campaignId))).toEqual(new Set([cancelled]));
  });

  test('is no end while somebody still holds a lead of it', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    await world.settle({ ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } });
    const campaignLeadId = await leadId(world, campaignId);
    await inTransaction(world.db, async (tx) => {
      await lockEnrolment(tx, world.me.accountId, campaignLeadId);
      expect(valueFrom(await cancel(campaignId, 0)).campaign.status).toBe('draining');
    });
    await sweepOnce(world.engine, { ...world.now });
    expect(await standings(world, campaignId)).toEqual([cancelled, cancelled]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('stays an end when it turns out late that a message was taken', async () => {
    const templateId = await makeTemplate(world, 'Hello');
    const campaign = templateSteps(templateId, 0, 1);
    const campaignId = await makeCampaign(world, { leads: 2, campaign });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    // The worker is thought dead: what it had on the wire is unknown.
    skip(world, 31_000);
    await sweepOnce(await world.worker(), { ...world.now });
    valueFrom(await cancel(campaignId));
    expect(await standings(world, campaignId)).toEqual([
      'unknown at 1: DELIVERY_UNKNOWN',
      cancelled,
    ]);
    release();
    await settled;
    expect(await standings(world, campaignId)).toEqual([
      'cancelled at 2: CAMPAIGN_CANCELLED',
      cancelled,
    ]);
    expect(await statusOf(world, campaignId)).toBe('completed');
    expect(await reopenCampaigns(world.db, [campaignId], world.now.engine)).toEqual([]);
  });

  test.each(['draft', 'launching', 'scheduled', 'paused', 'failed'] as const)(
    'ends what is %s',
    async (from) => {
      const startDate = world.now.engine + day;
      const campaign = from === 'scheduled' ? { launchType: from, startDate } : {};
      const campaignId = await makeCampaign(world, { leads: 2, campaign });
      if (from === 'scheduled' || from === 'launching') await launchOnly(world, campaignId);
      if (from === 'paused') {
        await launch(world, campaignId);
        valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
      }
      if (from === 'failed') await world.db.updateTable('campaign').set({ status: from }).execute();
      expect(await statusOf(world, campaignId)).toBe(from);
      expect(valueFrom(await cancel(campaignId)).campaign.status).toBe('completed');
      await leap(world, 2 * day);
      expect(world.handed).toHaveLength(from === 'paused' ? 1 : 0);
      expect(await statusOf(world, campaignId)).toBe('completed');
    },
  );

  test('of what is draining already makes it end, not pause', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    const pausing = await pauseCampaign(napping())(world.me, { campaignId, waitMsMax: 0 });
    expect(valueFrom(pausing).campaign.status).toBe('draining');
    valueFrom(await cancel(campaignId, 0));
    release();
    await settled;
    expect(await statusOf(world, campaignId)).toBe('completed');
    expect(await standings(world, campaignId)).toEqual(['completed at 1', cancelled]);
  });

  test('closes the gates of its leads, and nothing of it can be repaired', async () => {
    const campaign = { ...personalSteps(0), approvalMode: 'required' as const };
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    await launch(world, campaignId);
    valueFrom(await cancel(campaignId));
    const gates = await world.db.selectFrom('gate').select(['verdict']).execute();
    expect(gates).toEqual([{ verdict: 'superseded' }]);
  });

  test.each([
    ['sent', 'cancelled at 2: CAMPAIGN_CANCELLED'],
    ['not_sent', cancelled],
  ] as const)('stays an end when an unknown of it turns out %s', async (outcome, standing) => {
    const templateId = await makeTemplate(world, 'Hello');
    const campaign = templateSteps(templateId, 0, 1);
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    world.answer = () => ({ outcome: 'unknown', response: 'the line was lost' });
    await launch(world, campaignId);
    expect(await standings(world, campaignId)).toEqual(['unknown at 1: DELIVERY_UNKNOWN']);
    // The only lead is unknown: completed already, and cancelled by nobody. Make it so.
    await world.db
      .updateTable('campaign')
      .set({ cancelled_at: new Date(0).toISOString() })
      .execute();
    const { id: sendId } = await world.db.selectFrom('send').select('id').executeTakeFirstOrThrow();
    const resolve = resolveSend(world.usecases)(world.me, {
      campaignId,
      sendId,
      outcome,
      note: null,
    });
    valueFrom(await resolve);
    await leap(world, 3 * day);
    expect(await standings(world, campaignId)).toEqual([standing]);
    expect([await statusOf(world, campaignId), world.handed.length]).toEqual(['completed', 1]);
  });
});

describe('a failed lead', () => {
  async function failing(leads = 1): Promise<string> {
    world.answer = () => ({
      outcome: 'refused',
      permanent: true,
      recipient: false,
      response: '554 not from here',
    });
    const campaignId = await makeCampaign(world, { leads });
    await launch(world, campaignId);
    await leap(world, leads * minute);
    world.answer = () => ({ outcome: 'accepted', response: '250 taken' });
    return campaignId;
  }

  test('is tried again, once, and its completed campaign goes on for it', async () => {
    const campaignId = await failing();
    expect(await statusOf(world, campaignId)).toBe('completed');
    valueFrom(await retry(campaignId));
    expect(await statusOf(world, campaignId)).toBe('active');
    await leap(world, hour);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred', '0 step 1 try 2 accepted']);
    expect(await standings(world, campaignId)).toEqual(['completed at 1']);
    expect(await statusOf(world, campaignId)).toBe('completed');
    const again = failureFrom(await retry(campaignId));
    expect([again.code, again.data]).toEqual(['LEAD_NOT_FAILED', { state: 'completed' }]);
  });

  test('of two at once is tried again by one', async () => {
    const campaignId = await failing();
    const both = await Promise.all([retry(campaignId), retry(campaignId)]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    await leap(world, hour);
    expect(world.handed).toHaveLength(2);
  });

  /** The row of a lead, deleted as a person would. */
  const deleteRowOf = async (campaignId: string, row: number) => {
    const lead = await world.db
      .selectFrom('enrolment')
      .innerJoin('campaign', 'campaign.id', 'campaign_id')
      .select(['dataset_id as datasetId', 'lead_id as leadId'])
      .where('enrolment.id', '=', await leadId(world, campaignId, row))
      .executeTakeFirstOrThrow();
    return deleteRow(world.usecases)(world.me, lead);
  };

  test('is not tried again where its row was deleted', async () => {
    const campaignId = await failing();
    valueFrom(await deleteRowOf(campaignId, 0));
    expect(failureFrom(await retry(campaignId)).code).toBe('ROW_DELETED');
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('is tried again, or its row deleted, of both at once', async () => {
    const leads = 12;
    const campaignId = await failing(leads);
    for (let row = 0; row < leads; row++) {
      const [retried, deleted] = await Promise.all([
        retry(campaignId, row),
        deleteRowOf(campaignId, row),
      ]);
      expect([retried.ok, deleted.ok].filter(Boolean)).toHaveLength(1);
      const refused = retried.ok ? failureFrom(deleted) : failureFrom(retried);
      expect(refused.code).toBe(retried.ok ? 'LEAD_IN_USE' : 'ROW_DELETED');
    }
  });

  test('of what was cancelled stays as it is', async () => {
    const campaignId = await failing(2);
    await world.db.updateTable('campaign').set({ status: 'active' }).execute();
    valueFrom(await cancel(campaignId));
    const refused = failureFrom(await retry(campaignId));
    expect([refused.code, refused.message]).toEqual([
      'CAMPAIGN_NOT_REPAIRABLE',
      'This campaign was cancelled; duplicate it to write to its leads again.',
    ]);
  });

  test('of a paused campaign waits until it is resumed', async () => {
    const campaignId = await failing();
    await world.db.updateTable('campaign').set({ status: 'paused' }).execute();
    valueFrom(await retry(campaignId));
    await leap(world, hour);
    expect(await statusOf(world, campaignId)).toBe('paused');
    expect(world.handed).toHaveLength(1);
  });

  test('of another campaign is not found under this one', async () => {
    const campaignId = await failing();
    const campaignLeadId = await leadId(world, campaignId);
    const elsewhere = { campaignId: await makeCampaign(world), campaignLeadId };
    expect(failureFrom(await retryLead(world.usecases)(world.me, elsewhere)).code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('a campaign', () => {
  test("that is over is deleted with all it wrote down, and nobody else's", async () => {
    const kept = await makeCampaign(world, { leads: 1 });
    await launch(world, kept);
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launch(world, campaignId);
    const refused = failureFrom(await deleteCampaign(world.usecases)(world.me, { campaignId }));
    expect([refused.code, refused.message]).toEqual([
      'CAMPAIGN_NOT_DELETABLE',
      'Cancel this campaign before you delete it.',
    ]);
    valueFrom(await cancel(campaignId));
    valueFrom(await deleteCampaign(world.usecases)(world.me, { campaignId }));
    const { db } = world;
    const tables = ['enrolment', 'send', 'event', 'pace'] as const;
    for (const table of tables) {
      const rows = await db.selectFrom(table).select('campaign_id').distinct().execute();
      const left = rows.map((row) => row.campaign_id).filter((id) => id === campaignId);
      expect([table, left]).toEqual([table, []]);
    }
    expect(await leadId(world, kept)).toBeTruthy();
    const gone = await findCampaign(world.usecases)(world.me, { campaignId });
    expect(failureFrom(gone).code).toBe('NOT_FOUND');
  });

  test('is duplicated as a draft of the same, under a name of its own', async () => {
    const campaignId = await makeCampaign(world, { campaign: { name: 'x'.repeat(255) } });
    await launch(world, campaignId);
    const before = valueFrom(await findCampaign(world.usecases)(world.me, { campaignId }));
    const copy = valueFrom(await duplicateCampaign(world.usecases)(world.me, { campaignId }));
    expect(copy).toEqual({
      ...before,
      id: copy.id,
      name: `${'x'.repeat(248)} (copy)`,
      status: 'draft',
      launchJobId: null,
      launchRequestedAt: null,
      totalLeads: null,
      processedLeads: 0,
      createdAt: world.now.engine,
      updatedAt: world.now.engine,
      can: copy.can,
    });
    valueFrom(await cancel(campaignId));
    await launch(world, copy.id);
    await leap(world, hour);
    expect(await standings(world, copy.id)).toEqual(Array(3).fill('completed at 1'));
  });
});
