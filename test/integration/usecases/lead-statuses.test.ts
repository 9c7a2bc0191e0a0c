import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/db/columns.ts';
import type { CampaignStatus } from '../../../src/domain/campaign/campaign.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import type { CampaignView } from '../../../src/usecases/campaign-view.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { leadStatuses } from '../../../src/usecases/lead-statuses.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { insertEnrolment, insertGate, insertLead, insertSend } from '../../support/rows.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
});
afterAll(() => store.close());

async function createIn(status: CampaignStatus): Promise<CampaignView> {
  const { id: datasetId } = valueFrom(await createDataset(store)(caller, { name: 'Leads' }));
  const variants = [{ label: 'A', type: 'PERSONALIZATION' as const }];
  const steps = [1, 2].map((step) => ({ step, variants }));
  const input = { name: 'Spring', datasetId, aliasIds: ['alias'], steps };
  const campaign = valueFrom(await createCampaign(store)(caller, input));
  await store.db.updateTable('campaign').set({ status }).where('id', '=', campaign.id).execute();
  return campaign;
}

async function setPace(campaign: CampaignView, freeAt: number): Promise<void> {
  const pace = {
    campaign_id: campaign.id,
    account_id: campaign.accountId,
    free_at: at(freeAt),
    work_at: at(start),
  };
  await store.db
    .insertInto('pace')
    .values(pace)
    .onConflict((conflict) => conflict.column('campaign_id').doUpdateSet({ free_at: at(freeAt) }))
    .execute();
}

async function statesOf(campaign: CampaignView, leadIds: readonly string[]) {
  return valueFrom(await leadStatuses(store)(caller, { campaignId: campaign.id, leadIds }));
}

const notRunning = {
  latestStep: null,
  workflowStopReason: null,
  hasPendingApproval: false,
  workflowInstanceId: null,
};
const nowhere = '33333333-3333-4333-8333-333333333333';

describe('the state of leads', () => {
  it('is told once for each id, in the order asked, whatever the id', async () => {
    const campaign = await createIn('active');
    const gated = await insertEnrolment(store, campaign, { rowIndex: 0, step: 2 });
    await insertSend(store, campaign, {
      enrolmentId: gated.id,
      step: 1,
      epoch: 1,
      state: 'accepted',
    });
    await insertGate(store, campaign, { enrolmentId: gated.id, step: 2 });
    const queued = await insertEnrolment(store, campaign, { rowIndex: 1 });
    await insertGate(store, campaign, { enrolmentId: queued.id, step: 1, verdict: 'approved' });
    const replied = await insertEnrolment(store, campaign, {
      rowIndex: 2,
      status: 'replied',
      stopReason: 'REPLY_RECEIVED',
    });
    for (const [step, state] of [
      [1, 'accepted'],
      [2, 'cancelled'],
    ] as const) {
      await insertSend(store, campaign, { enrolmentId: replied.id, step, epoch: 1, state });
    }
    const barred = await insertEnrolment(store, campaign, {
      rowIndex: 3,
      status: 'skipped',
      ineligible: 'no_address',
      instance: false,
    });
    const asked = [replied.leadId, 'no id', queued.leadId, nowhere, gated.leadId];
    const again = [queued.leadId, barred.leadId, 'no id'];
    expect(await statesOf(campaign, [...asked, ...again])).toEqual([
      {
        leadId: replied.leadId,
        workflowStatus: 'stopped',
        latestStep: 1,
        workflowStopReason: 'REPLY_RECEIVED',
        hasPendingApproval: false,
        workflowInstanceId: replied.workflowInstanceId,
      },
      { leadId: 'no id', workflowStatus: 'not_in_campaign', ...notRunning },
      {
        leadId: queued.leadId,
        workflowStatus: 'pending',
        latestStep: null,
        workflowStopReason: null,
        hasPendingApproval: false,
        workflowInstanceId: queued.workflowInstanceId,
      },
      { leadId: nowhere, workflowStatus: 'not_in_campaign', ...notRunning },
      {
        leadId: gated.leadId,
        workflowStatus: 'pending',
        latestStep: 2,
        workflowStopReason: null,
        hasPendingApproval: true,
        workflowInstanceId: gated.workflowInstanceId,
      },
      { leadId: barred.leadId, workflowStatus: 'not_eligible', ...notRunning },
    ]);
  });

  it('is not_started for the rows of a draft, and of no other dataset', async () => {
    const campaign = await createIn('draft');
    const other = await createIn('draft');
    const mine = await insertLead(store, campaign, { rowIndex: 0 });
    const theirs = await insertLead(store, other, { rowIndex: 0 });
    expect(await statesOf(campaign, [mine, theirs])).toEqual([
      { leadId: mine, workflowStatus: 'not_started', ...notRunning },
      { leadId: theirs, workflowStatus: 'not_in_campaign', ...notRunning },
    ]);
  });

  it('is not_in_campaign for a row that came after the start', async () => {
    const campaign = await createIn('active');
    await insertEnrolment(store, campaign, { rowIndex: 0 });
    const late = await insertLead(store, campaign, { rowIndex: 1 });
    const [state] = await statesOf(campaign, [late]);
    expect(state?.workflowStatus).toBe('not_in_campaign');
  });

  it('is read off the pace: a turn is awaited, a shut window is waited for', async () => {
    const campaign = await createIn('active');
    const { leadId } = await insertEnrolment(store, campaign, { rowIndex: 0 });
    const wordAt = async (freeAt: number) => {
      await setPace(campaign, freeAt);
      const [state] = await statesOf(campaign, [leadId]);
      return state?.workflowStatus;
    };
    expect(await wordAt(start)).toBe('pending');
    expect(await wordAt(start + 300_000)).toBe('pending');
    expect(await wordAt(start + 16 * 3_600_000)).toBe('waiting');
    expect(await wordAt(Number.POSITIVE_INFINITY)).toBe('waiting');
  });

  it('outlives the row it came from', async () => {
    const campaign = await createIn('completed');
    const leadId = await insertLead(store, campaign, { rowIndex: 0 });
    await insertEnrolment(store, campaign, { rowIndex: 0, leadId, status: 'completed' });
    await store.db.deleteFrom('lead').where('id', '=', leadId).execute();
    const [state] = await statesOf(campaign, [leadId]);
    expect(state?.workflowStatus).toBe('completed');
  });

  it('is not there for another account', async () => {
    const campaign = await createIn('active');
    const stranger = await store.caller('Stranger');
    const input = { campaignId: campaign.id, leadIds: [nowhere] };
    expect(failureFrom(await leadStatuses(store)(stranger, input)).code).toBe('NOT_FOUND');
  });
});
