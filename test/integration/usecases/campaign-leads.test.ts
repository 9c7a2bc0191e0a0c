import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/usecases/caller.ts';
import type { CampaignView } from '../../../src/usecases/campaign-view.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { findCampaignLead } from '../../../src/usecases/find-campaign-lead.ts';
import {
  type ListCampaignLeadsInput,
  listCampaignLeads,
} from '../../../src/usecases/list-campaign-leads.ts';
import { allPages, failureFrom, valueFrom } from '../../support/outcome.ts';
import { insertApproval, insertEnrolment, insertGate, insertLead } from '../../support/rows.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;
let caller: Caller;
let stranger: Caller;
let campaign: CampaignView;

beforeAll(async () => {
  store = await createStore();
  caller = await store.caller();
  stranger = await store.caller('Stranger');
  campaign = await createRunning();
});
afterAll(() => store.close());

async function createRunning(): Promise<CampaignView> {
  const { id: datasetId } = valueFrom(await createDataset(store)(caller, { name: 'Leads' }));
  const variants = [{ label: 'A', type: 'PERSONALIZATION' as const }];
  const steps = [1, 2, 3].map((step) => ({ step, variants }));
  const input = { name: 'Spring', datasetId, aliasIds: ['alias'], steps };
  return valueFrom(await createCampaign(store)(caller, input));
}

const everything = {
  cursor: null,
  limit: 50,
  status: null,
  step: null,
  pendingApproval: null,
  q: null,
};

function list(change: Partial<ListCampaignLeadsInput> = {}) {
  const input = { ...everything, campaignId: campaign.id, ...change };
  return listCampaignLeads(store)(caller, input);
}

describe('the leads of a campaign', () => {
  it('are listed by row, each with its gate, its approvals and what is due', async () => {
    const waiting = await insertEnrolment(store, campaign, { rowIndex: 1, step: 2 });
    await insertApproval(store, campaign, { enrolmentId: waiting.id, step: 3 });
    await insertApproval(store, campaign, { enrolmentId: waiting.id, step: 1 });
    await insertApproval(store, campaign, { enrolmentId: waiting.id, step: 2, withdrawn: true });
    await insertGate(store, campaign, { enrolmentId: waiting.id, step: 1, verdict: 'approved' });
    await insertGate(store, campaign, { enrolmentId: waiting.id, step: 2 });
    const stopped = await insertEnrolment(store, campaign, {
      rowIndex: 0,
      status: 'discarded',
      stopReason: 'CONTENT_DISCARDED',
    });
    await insertGate(store, campaign, { enrolmentId: stopped.id, step: 1, verdict: 'discarded' });
    const shared = { campaignId: campaign.id, createdAt: start, updatedAt: start };
    expect(valueFrom(await list())).toEqual({
      items: [
        {
          ...shared,
          campaignLeadId: stopped.id,
          leadId: stopped.leadId,
          rowIndex: 0,
          email: 'lead0@example.com',
          status: 'discarded',
          ineligible: null,
          currentStep: 1,
          pendingApproval: false,
          stopReason: 'CONTENT_DISCARDED',
          workflowInstanceId: stopped.workflowInstanceId,
          variants: { '1': 'A' },
          approvedSteps: [],
          nextDueAt: null,
        },
        {
          ...shared,
          campaignLeadId: waiting.id,
          leadId: waiting.leadId,
          rowIndex: 1,
          email: 'lead1@example.com',
          status: 'active',
          ineligible: null,
          currentStep: 2,
          pendingApproval: true,
          stopReason: null,
          workflowInstanceId: waiting.workflowInstanceId,
          variants: { '1': 'A' },
          approvedSteps: [1, 3],
          nextDueAt: start,
        },
      ],
      nextCursor: null,
    });
    const ids = { campaignId: campaign.id, campaignLeadId: waiting.id };
    const found = valueFrom(await findCampaignLead(store)(caller, ids));
    expect(found).toEqual(valueFrom(await list()).items[1]);
  });

  it('are found by status, step, gate and what is said of them', async () => {
    campaign = await createRunning();
    const leadId = await insertLead(store, campaign, {
      rowIndex: 2,
      data: { company: 'Analytical Engines_' },
    });
    const gated = await insertEnrolment(store, campaign, { rowIndex: 0, step: 1 });
    await insertGate(store, campaign, { enrolmentId: gated.id, step: 1 });
    await insertEnrolment(store, campaign, { rowIndex: 1, step: 2, email: 'ada@engines.example' });
    await insertEnrolment(store, campaign, { rowIndex: 2, step: 2, status: 'replied', leadId });
    const rows = async (change: Partial<ListCampaignLeadsInput>) =>
      valueFrom(await list(change)).items.map((lead) => lead.rowIndex);
    expect(await rows({ status: 'active' })).toEqual([0, 1]);
    expect(await rows({ step: 2 })).toEqual([1, 2]);
    expect(await rows({ pendingApproval: true })).toEqual([0]);
    expect(await rows({ pendingApproval: false })).toEqual([1, 2]);
    expect(await rows({ q: 'ENGINES' })).toEqual([1, 2]);
    expect(await rows({ q: 'engines_' })).toEqual([2]);
    expect(await rows({ status: 'active', step: 2, q: 'ada' })).toEqual([1]);
  });

  it('are the same for every filter, alone or together, as a look at each would choose', async () => {
    campaign = await createRunning();
    const statuses = ['pending', 'active', 'completed'] as const;
    for (let rowIndex = 0; rowIndex < 36; rowIndex++) {
      const status = statuses[rowIndex % 3] ?? 'active';
      const of = { rowIndex, status, step: 1 + (Math.floor(rowIndex / 3) % 2) };
      const { id } = await insertEnrolment(store, campaign, of);
      if (rowIndex % 4 === 1 && status !== 'completed') {
        await insertGate(store, campaign, { enrolmentId: id, step: of.step });
      }
    }
    const all = await allPages((cursor) => list({ cursor, limit: 7 }));
    expect(all).toHaveLength(36);
    const either = <T>(...values: readonly T[]) => [null, ...values];
    for (const status of either(...statuses)) {
      for (const step of either(1, 2, 3)) {
        for (const pendingApproval of either(true, false)) {
          const filter = { status, step, pendingApproval };
          const found = await allPages((cursor) => list({ ...filter, cursor, limit: 4 }));
          const chosen = all.filter(
            (lead) =>
              (status === null || lead.status === status) &&
              (step === null || lead.currentStep === step) &&
              (pendingApproval === null || lead.pendingApproval === pendingApproval),
          );
          expect([filter, found]).toEqual([filter, chosen]);
        }
      }
    }
  });

  it('are found by a whole address, and by it too when their row is gone', async () => {
    campaign = await createRunning();
    const email = 'ada@engines.example';
    const leadId = await insertLead(store, campaign, { rowIndex: 0, email });
    await insertEnrolment(store, campaign, { rowIndex: 0, email, leadId });
    await insertEnrolment(store, campaign, { rowIndex: 1, email: `x${email}` });
    const rows = async (q: string) =>
      valueFrom(await list({ q })).items.map((lead) => lead.rowIndex);
    expect(await rows(' Ada@Engines.example ')).toEqual([0]);
    await store.db.deleteFrom('lead').where('id', '=', leadId).execute();
    expect(await rows(email)).toEqual([0, 1]);
  });

  it('are searched so many a page, to the last one', async () => {
    campaign = await createRunning();
    const first = await insertEnrolment(store, campaign, { rowIndex: 0 });
    await sql`
      insert into enrolment (id, account_id, campaign_id, lead_id, row_index, email, domain, status,
        step, class, variants, created_at, updated_at)
      select gen_random_uuid(), account_id, campaign_id, gen_random_uuid(), n,
        'lead' || n || '@example.com', domain, status, step, class, variants, created_at, updated_at
      from enrolment, generate_series(1, 5000) n where id = ${first.id}`.execute(store.db);
    const sought = (cursor: string | null) => list({ q: 'lead5000', cursor });
    const page = valueFrom(await sought(null));
    expect(page.items).toEqual([]);
    const next = valueFrom(await sought(page.nextCursor));
    expect(next.items.map((lead) => lead.rowIndex)).toEqual([5_000]);
    expect(next.nextCursor).toBeNull();
  });

  it('are paged by row', async () => {
    campaign = await createRunning();
    for (let rowIndex = 0; rowIndex < 5; rowIndex++) {
      await insertEnrolment(store, campaign, { rowIndex: rowIndex * 10 });
    }
    const leads = await allPages((cursor) => list({ cursor, limit: 2 }));
    expect(leads.map((lead) => lead.rowIndex)).toEqual([0, 10, 20, 30, 40]);
  });

  it('are not there for another account, nor under another campaign', async () => {
    const { id } = await insertEnrolment(store, campaign, { rowIndex: 100 });
    const input = { ...everything, campaignId: campaign.id };
    expect(failureFrom(await listCampaignLeads(store)(stranger, input)).code).toBe('NOT_FOUND');
    const ids = { campaignId: campaign.id, campaignLeadId: id };
    expect(failureFrom(await findCampaignLead(store)(stranger, ids)).code).toBe('NOT_FOUND');
    const other = await createRunning();
    const elsewhere = await findCampaignLead(store)(caller, { ...ids, campaignId: other.id });
    expect(failureFrom(elsewhere).code).toBe('NOT_FOUND');
  });
});
