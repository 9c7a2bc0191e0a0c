import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/usecases/caller.ts';
import type { CampaignView } from '../../../src/usecases/campaign-view.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { listSends } from '../../../src/usecases/list-sends.ts';
import { allPages, failureFrom, valueFrom } from '../../support/outcome.ts';
import { aliasId, insertEnrolment, insertSend } from '../../support/rows.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
});
afterAll(() => store.close());

async function createRunning(): Promise<CampaignView> {
  const { id: datasetId } = valueFrom(await createDataset(store)(caller, { name: 'Leads' }));
  const variants = [{ label: 'A', type: 'PERSONALIZATION' as const }];
  const steps = [1, 2].map((step) => ({ step, variants }));
  const input = { name: 'Spring', datasetId, aliasIds: ['alias'], steps };
  return valueFrom(await createCampaign(store)(caller, input));
}

async function ledgerOf(campaign: CampaignView) {
  const input = { campaignId: campaign.id, cursor: null, limit: 50 };
  return valueFrom(await listSends(store)(caller, input)).items;
}

const unresolved = { resolution: null, resolutionNote: null, resolvedBy: null };
const untold = { onWireAt: null, settledAt: null, smtpResponse: null, reason: null };

describe('the ledger', () => {
  it('tells all tries of a step as one item: its latest, and each of them in order', async () => {
    const campaign = await createRunning();
    const lead = await insertEnrolment(store, campaign, { rowIndex: 0, step: 2 });
    const of = { enrolmentId: lead.id, step: 1 };
    await insertSend(store, campaign, {
      ...of,
      epoch: 1,
      state: 'cancelled',
      settledAt: start + 10,
      reason: 'The campaign was paused.',
    });
    await insertSend(store, campaign, {
      ...of,
      epoch: 2,
      state: 'deferred',
      at: start + 1000,
      onWireAt: start + 1100,
      settledAt: start + 1200,
      smtpResponse: '450 later',
    });
    const accepted = await insertSend(store, campaign, {
      ...of,
      epoch: 3,
      state: 'accepted',
      at: start + 2000,
      onWireAt: start + 2100,
      settledAt: start + 2200,
      smtpResponse: '250 ok',
    });
    expect(await ledgerOf(campaign)).toEqual([
      {
        ...unresolved,
        sendId: accepted,
        campaignLeadId: lead.id,
        step: 1,
        channel: 'email',
        state: 'accepted',
        retryAt: null,
        dueAt: start + 1000,
        handedOverAt: start + 2000,
        onWireAt: start + 2100,
        settledAt: start + 2200,
        aliasId,
        variantLabel: 'A',
        messageId: '<1.3@example.com>',
        smtpResponse: '250 ok',
        reason: null,
        attempts: [
          {
            ...untold,
            attempt: 1,
            state: 'cancelled',
            settledAt: start + 10,
            reason: 'The campaign was paused.',
          },
          {
            ...untold,
            attempt: 2,
            state: 'deferred',
            onWireAt: start + 1100,
            settledAt: start + 1200,
            smtpResponse: '450 later',
          },
          {
            ...untold,
            attempt: 3,
            state: 'accepted',
            onWireAt: start + 2100,
            settledAt: start + 2200,
            smtpResponse: '250 ok',
          },
        ],
      },
    ]);
  });

  it('keeps a step that was cancelled and never tried again', async () => {
    const campaign = await createRunning();
    const lead = await insertEnrolment(store, campaign, { rowIndex: 0, status: 'suppressed' });
    await insertSend(store, campaign, {
      enrolmentId: lead.id,
      step: 1,
      epoch: 1,
      state: 'cancelled',
    });
    expect((await ledgerOf(campaign)).map((item) => [item.state, item.retryAt])).toEqual([
      ['cancelled', null],
    ]);
  });

  it('says when a deferred step is tried next, while its lead is still at it', async () => {
    const campaign = await createRunning();
    const deferred = { step: 1, epoch: 1, state: 'deferred' } as const;
    const leads = [
      { readyAt: start + 60_000 },
      { readyAt: null, dueAt: start - 7 },
      { readyAt: Number.POSITIVE_INFINITY, dueAt: start - 7 },
      { readyAt: start + 60_000, status: 'stopped' },
      { readyAt: start + 60_000, step: 2 },
    ] as const;
    for (const [rowIndex, lead] of leads.entries()) {
      const { id: enrolmentId } = await insertEnrolment(store, campaign, { rowIndex, ...lead });
      await insertSend(store, campaign, { ...deferred, enrolmentId });
    }
    expect((await ledgerOf(campaign)).map((item) => item.retryAt)).toEqual([
      start + 60_000,
      start - 7,
      start - 7,
      null,
      null,
    ]);
  });

  it('is paged so that nothing is told twice, though a step is tried again meanwhile', async () => {
    const campaign = await createRunning();
    const enrolments: string[] = [];
    for (let rowIndex = 0; rowIndex < 4; rowIndex++) {
      const { id } = await insertEnrolment(store, campaign, { rowIndex });
      enrolments.push(id);
      const first = { enrolmentId: id, step: 1, epoch: 1, at: start + rowIndex };
      await insertSend(store, campaign, { ...first, state: 'deferred' });
    }
    const [firstLead = ''] = enrolments;
    let epoch = 1;
    const items = await allPages(
      (cursor) => listSends(store)(caller, { campaignId: campaign.id, cursor, limit: 1 }),
      async () => {
        epoch += 1;
        const again = { enrolmentId: firstLead, step: 1, epoch, at: start + 5000 * epoch };
        await insertSend(store, campaign, { ...again, state: 'deferred' });
      },
    );
    expect(items.map((item) => item.campaignLeadId)).toEqual(enrolments);
  });

  it('has an item for each step of a lead, and none of another campaign', async () => {
    const campaign = await createRunning();
    const other = await createRunning();
    const lead = await insertEnrolment(store, campaign, { rowIndex: 0 });
    const stranger = await insertEnrolment(store, other, { rowIndex: 0 });
    for (const step of [1, 2]) {
      const sent = { step, epoch: 1, state: 'accepted', at: start + step } as const;
      await insertSend(store, campaign, { ...sent, enrolmentId: lead.id });
      await insertSend(store, other, { ...sent, enrolmentId: stranger.id });
    }
    const items = await ledgerOf(campaign);
    expect(items.map((item) => [item.campaignLeadId, item.step])).toEqual([
      [lead.id, 1],
      [lead.id, 2],
    ]);
  });

  it('is not there for another account', async () => {
    const campaign = await createRunning();
    const stranger = await store.caller('Stranger');
    const input = { campaignId: campaign.id, cursor: null, limit: 50 };
    expect(failureFrom(await listSends(store)(stranger, input)).code).toBe('NOT_FOUND');
  });
});
