import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { listSuppressions } from '../../../src/usecases/list-suppressions.ts';
import { type SuppressInput, suppress } from '../../../src/usecases/suppress.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { insertEnrolment, insertGate, insertSend } from '../../support/rows.ts';
import { createStore, type Store, start } from '../../support/store.ts';

let store: Store;

beforeAll(async () => {
  store = await createStore();
});
afterAll(() => store.close());

const first = { cursor: null, limit: 50, q: null, reason: null, active: true };

function put(caller: Caller, input: Partial<SuppressInput>) {
  return suppress(store)(caller, { reason: 'asked us to', ...input });
}

async function createRunning(caller: Caller) {
  const { id: datasetId } = valueFrom(await createDataset(store)(caller, { name: 'Leads' }));
  const variants = [{ label: 'A', type: 'PERSONALIZATION' as const }];
  const steps = [{ step: 1, variants }];
  const input = { name: 'Spring', datasetId, aliasIds: ['alias'], steps };
  const campaign = valueFrom(await createCampaign(store)(caller, input));
  await store.db
    .updateTable('campaign')
    .set({ status: 'active' })
    .where('id', '=', campaign.id)
    .execute();
  return campaign;
}

async function leadsOf(campaignId: string) {
  return store.db
    .selectFrom('enrolment')
    .select(['email', 'status', 'stop_reason'])
    .where('campaign_id', '=', campaignId)
    .orderBy('row_index')
    .execute();
}

describe('a suppression', () => {
  it('is kept in one spelling, with who said it, and listed', async () => {
    const caller = await store.caller();
    const made = valueFrom(await put(caller, { email: ' Ada@Example.COM', note: 'by phone' }));
    const { stoppedLeads, inFlight, ...suppression } = made;
    expect([stoppedLeads, inFlight]).toEqual([0, 0]);
    expect(suppression).toEqual({
      id: expect.any(String),
      accountId: caller.accountId,
      email: 'ada@example.com',
      domain: null,
      reason: 'asked us to',
      note: 'by phone',
      createdAt: start,
      createdBy: caller.actor,
      released: null,
    });
    expect(valueFrom(await listSuppressions(store)(caller, first)).items).toEqual([suppression]);
  });

  it('takes a domain as it is written', async () => {
    const caller = await store.caller();
    expect(valueFrom(await put(caller, { domain: '@Example.COM ' })).domain).toBe('example.com');
  });

  it('names an address or a domain, one of them, and nothing else', async () => {
    const caller = await store.caller();
    const fault = async (input: Partial<SuppressInput>) =>
      failureFrom(await put(caller, input)).faults?.map(({ path, type }) => [...path, type]);
    expect(await fault({})).toEqual([['email', 'object.xor']]);
    expect(await fault({ email: null, domain: null })).toEqual([['email', 'object.xor']]);
    const both = { email: 'a@example.com', domain: 'example.com' };
    expect(await fault(both)).toEqual([['email', 'object.xor']]);
    expect(await fault({ email: 'example.com' })).toEqual([['email', 'string.email']]);
    expect(await fault({ domain: 'a@example.com' })).toEqual([['domain', 'string.domain']]);
    expect(await fault({ domain: 'localhost' })).toEqual([['domain', 'string.domain']]);
  });

  it('is not made twice, and says which one there is', async () => {
    const caller = await store.caller();
    const { id } = valueFrom(await put(caller, { email: 'ada@example.com' }));
    expect(failureFrom(await put(caller, { email: 'ADA@example.com' }))).toEqual({
      code: 'ALREADY_SUPPRESSED',
      message: 'This is on the suppression list already.',
      data: { suppressionId: id },
    });
    // Its domain is another thing to say.
    expect(valueFrom(await put(caller, { domain: 'example.com' })).domain).toBe('example.com');
  });

  it('is made once of ten at the same time', async () => {
    const caller = await store.caller();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => put(caller, { email: 'ada@example.com' })),
    );
    expect(all.filter((result) => result.ok)).toHaveLength(1);
  });

  it('belongs to its account, which another neither sees nor is bound by', async () => {
    const caller = await store.caller();
    const stranger = await store.caller('Stranger');
    await put(caller, { email: 'ada@example.com' });
    expect(valueFrom(await listSuppressions(store)(stranger, first)).items).toEqual([]);
    expect(valueFrom(await put(stranger, { email: 'ada@example.com' })).email).toBe(
      'ada@example.com',
    );
  });
});

describe('whoever is on the way', () => {
  it('to a suppressed address is stopped in all campaigns of the account alone', async () => {
    const caller = await store.caller();
    const stranger = await store.caller('Stranger');
    const one = await createRunning(caller);
    const two = await createRunning(caller);
    const theirs = await createRunning(stranger);
    const ada = { rowIndex: 0, email: 'ada@example.com' };
    const gated = await insertEnrolment(store, one, ada);
    await insertGate(store, one, { enrolmentId: gated.id, step: 1 });
    await insertEnrolment(store, one, { rowIndex: 1, email: 'bob@example.com' });
    await insertEnrolment(store, two, { ...ada, status: 'replied', stopReason: 'REPLY_RECEIVED' });
    await insertEnrolment(store, theirs, ada);
    expect(valueFrom(await put(caller, { email: 'ada@example.com' })).stoppedLeads).toBe(1);
    expect(await leadsOf(one.id)).toEqual([
      { email: 'ada@example.com', status: 'suppressed', stop_reason: 'SUPPRESSED' },
      { email: 'bob@example.com', status: 'active', stop_reason: null },
    ]);
    expect(await leadsOf(two.id)).toEqual([
      { email: 'ada@example.com', status: 'replied', stop_reason: 'REPLY_RECEIVED' },
    ]);
    expect(await leadsOf(theirs.id)).toEqual([
      { email: 'ada@example.com', status: 'active', stop_reason: null },
    ]);
  });

  it('to a suppressed domain is stopped, and a complaint is told apart', async () => {
    const caller = await store.caller();
    const campaign = await createRunning(caller);
    await insertEnrolment(store, campaign, { rowIndex: 0, email: 'a@example.com' });
    await insertEnrolment(store, campaign, { rowIndex: 1, email: 'b@sub.example.com' });
    await put(caller, { domain: 'example.com', reason: 'Complaint from their abuse desk' });
    expect(await leadsOf(campaign.id)).toEqual([
      { email: 'a@example.com', status: 'suppressed', stop_reason: 'COMPLAINED' },
      { email: 'b@sub.example.com', status: 'active', stop_reason: null },
    ]);
  });

  it('on the wire cannot be called back, and is counted', async () => {
    const caller = await store.caller();
    const campaign = await createRunning(caller);
    const rows = [
      ['claimed', 'a@example.com'],
      ['on_wire', 'b@example.com'],
    ] as const;
    const sends: string[] = [];
    for (const [rowIndex, [state, email]] of rows.entries()) {
      const { id } = await insertEnrolment(store, campaign, { rowIndex, email });
      const send = { enrolmentId: id, step: 1, epoch: 1, state };
      sends.push(await insertSend(store, campaign, send));
    }
    await store.db
      .insertInto('claim')
      .values({
        claim_no: 1,
        account_id: caller.accountId,
        worker_id: store.chance.uuid(start),
        engine_epoch: 1,
        lease_token: store.chance.uuid(start),
        lease_until: new Date(start + 60_000).toISOString(),
        claimed_at: new Date(start).toISOString(),
      })
      .execute();
    const made = valueFrom(await put(caller, { domain: 'example.com' }));
    expect([made.stoppedLeads, made.inFlight]).toEqual([2, 1]);
    const states = await store.db
      .selectFrom('send')
      .select(['id', 'state'])
      .where('campaign_id', '=', campaign.id)
      .orderBy('id')
      .execute();
    expect(states).toEqual([
      { id: sends[0], state: 'cancelled' },
      { id: sends[1], state: 'on_wire' },
    ]);
  });
});
