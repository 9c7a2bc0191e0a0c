import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewCampaign } from '../../../src/domain/campaign/new-campaign.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { findCampaign } from '../../../src/usecases/find-campaign.ts';
import { type ListCampaignsInput, listCampaigns } from '../../../src/usecases/list-campaigns.ts';
import { allPages, failureFrom, valueFrom } from '../../support/outcome.ts';
import { insertEnrolment } from '../../support/rows.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;
let stranger: Caller;
let datasetId: string;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
  stranger = await store.caller('Stranger');
  datasetId = valueFrom(await createDataset(store)(caller, { name: 'Leads' })).id;
});
afterAll(() => store.close());

const templateId = '11111111-1111-4111-8111-111111111111';
const all = { cursor: null, limit: null, status: null, name: null };

function draft(change: Partial<NewCampaign> = {}): NewCampaign {
  return {
    name: 'Spring',
    datasetId,
    aliasIds: ['any text: preflight judges it'],
    steps: [{ step: 1, variants: [{ label: 'A', type: 'TEMPLATE', templateId }] }],
    ...change,
  };
}

describe('a new campaign', () => {
  it('is a draft with every default, found again as it was answered', async () => {
    const created = valueFrom(await createCampaign(store)(caller, draft()));
    expect(created).toEqual({
      id: expect.any(String),
      accountId: caller.accountId,
      userId: caller.userId,
      datasetId,
      name: 'Spring',
      description: null,
      type: 'email',
      status: 'draft',
      launchType: 'immediate',
      startDate: null,
      dailyLimit: 500,
      windowStart: '09:00:00',
      windowEnd: '17:00:00',
      minIntervalSeconds: 300,
      timezone: 'UTC',
      sendDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
      steps: [
        {
          step: 1,
          delayDays: 0,
          channel: 'email',
          variants: [
            { label: 'A', weight: 100, type: 'TEMPLATE', templateId, senderProfileId: null },
          ],
          aiPersonalizationEnabled: true,
          trackClicks: false,
          actionType: null,
          messageTemplate: null,
          approvalRequired: null,
        },
      ],
      aliasIds: ['any text: preflight judges it'],
      connectedAccountId: null,
      systemPrompt: null,
      unreviewedLaunchPolicy: 'launch_default',
      approvalMode: 'optional',
      useLeadTimezone: false,
      pausedReason: null,
      dismissedAt: null,
      launchJobId: null,
      launchRequestedAt: null,
      launchError: null,
      totalLeads: null,
      cancelledAt: null,
      createdAt: start,
      updatedAt: start,
      processedLeads: 0,
      can: expect.objectContaining({
        launch: { allowed: true },
        pause: {
          allowed: false,
          reason: 'This campaign is a draft; nothing of it is running.',
        },
      }),
    });
    expect(valueFrom(await findCampaign(store)(caller, { campaignId: created.id }))).toEqual(
      created,
    );
  });

  it('keeps everything that was said, fields of the other channel included', async () => {
    const said: NewCampaign = draft({
      description: 'Two channels',
      type: 'mixed',
      connectedAccountId: 'account',
      launchType: 'scheduled',
      startDate: start + 86_400_000,
      dailyLimit: 7,
      windowStart: '06:30:00',
      windowEnd: '23:59:59',
      minIntervalSeconds: 60,
      timezone: 'Asia/Kathmandu',
      sendDays: ['sun', 'sat'],
      systemPrompt: 'Write. '.repeat(20),
      unreviewedLaunchPolicy: 'hold',
      approvalMode: 'required',
      useLeadTimezone: true,
    });
    const created = valueFrom(await createCampaign(store)(caller, said));
    const { steps: _, ...rest } = said;
    expect(created).toMatchObject(rest);
    expect(valueFrom(await findCampaign(store)(caller, { campaignId: created.id }))).toEqual(
      created,
    );
  });

  it('is refused with all its faults, the dataset of another account among them', async () => {
    const before = valueFrom(await listCampaigns(store)(caller, all)).items.length;
    const faulty = draft({ aliasIds: [], timezone: 'Mars/Olympus' });
    expect(failureFrom(await createCampaign(store)(stranger, faulty))).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'The request failed validation.',
      faults: [
        {
          path: ['dataset_id'],
          message: 'must be a dataset of this account',
          type: 'any.unknown',
        },
        {
          path: ['alias_ids'],
          message: 'must name at least one alias for a campaign of type email',
          type: 'any.required',
        },
        {
          path: ['timezone'],
          message: 'must be an IANA time zone name',
          type: 'string.timezone',
        },
      ],
    });
    expect(valueFrom(await listCampaigns(store)(stranger, all)).items).toEqual([]);
    expect(valueFrom(await listCampaigns(store)(caller, all)).items.length).toBe(before);
  });

  it('is not there for another account', async () => {
    const { id } = valueFrom(await createCampaign(store)(caller, draft()));
    expect(failureFrom(await findCampaign(store)(stranger, { campaignId: id }))).toEqual({
      code: 'NOT_FOUND',
      message: 'There is no such campaign here.',
    });
  });
});

describe('progress', () => {
  it('counts the leads that have their outcome, of this campaign alone', async () => {
    const one = valueFrom(await createCampaign(store)(caller, draft()));
    const other = valueFrom(await createCampaign(store)(caller, draft()));
    const statuses = ['pending', 'active', 'completed', 'replied', 'cancelled'] as const;
    for (const [rowIndex, status] of statuses.entries()) {
      await insertEnrolment(store, one, { rowIndex, status });
    }
    await insertEnrolment(store, other, { rowIndex: 0, status: 'skipped' });
    const found = valueFrom(await findCampaign(store)(caller, { campaignId: one.id }));
    expect(found.processedLeads).toBe(3);
    const { items } = valueFrom(await listCampaigns(store)(caller, all));
    const processed = new Map(items.map((item) => [item.id, item.processedLeads]));
    expect([processed.get(one.id), processed.get(other.id)]).toEqual([3, 1]);
  });
});

describe('the list of campaigns', () => {
  it('is paged newest first, and whole where no limit is given', async () => {
    const lister = await store.caller('Lister');
    const dataset = valueFrom(await createDataset(store)(lister, { name: 'Leads' }));
    const made: string[] = [];
    for (let index = 0; index < 5; index++) {
      store.now.engine = start + index * 1000;
      const input = draft({ datasetId: dataset.id, name: `Wave ${index}` });
      made.unshift(valueFrom(await createCampaign(store)(lister, input)).id);
    }
    const seen = await allPages((cursor) =>
      listCampaigns(store)(lister, { ...all, cursor, limit: 2 }),
    );
    expect(seen.map((item) => item.id)).toEqual(made);
    const whole = valueFrom(await listCampaigns(store)(lister, all));
    expect(whole.items.map((item) => item.id)).toEqual(made);
    expect(whole.nextCursor).toBeNull();
  });

  it('is narrowed by status and by a part of the name', async () => {
    const lister = await store.caller('Lister');
    const dataset = valueFrom(await createDataset(store)(lister, { name: 'Leads' }));
    for (const name of ['50% off', '500 off', 'Welcome']) {
      await createCampaign(store)(lister, draft({ datasetId: dataset.id, name }));
    }
    await store.db
      .updateTable('campaign')
      .set({ status: 'active' })
      .where('account_id', '=', lister.accountId)
      .where('name', '=', 'Welcome')
      .execute();
    const names = async (filter: Partial<ListCampaignsInput>) => {
      const { items } = valueFrom(await listCampaigns(store)(lister, { ...all, ...filter }));
      return items.map((item) => item.name).sort();
    };
    expect(await names({ name: 'OFF' })).toEqual(['50% off', '500 off']);
    expect(await names({ name: '0%' })).toEqual(['50% off']);
    expect(await names({ status: 'active' })).toEqual(['Welcome']);
    expect(await names({ status: 'active', name: 'off' })).toEqual([]);
  });
});
