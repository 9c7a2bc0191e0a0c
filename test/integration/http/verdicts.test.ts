import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { makeRoad, type Road } from '../../support/road.ts';

let http: HttpWorld;
let tenant: Tenant;
let road: Road;
let campaignId: string;
/** Its two leads, as the campaigns surface lists them. */
let leads: readonly {
  readonly campaign_lead_id: string;
  readonly lead_id: string;
  readonly workflow_instance_id: string;
}[];

const nobody = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  road = await makeRoad(http, tenant);
});
afterAll(() => http.close());

/** Each test has a campaign of its own, whose drafts wait for a verdict. */
beforeEach(async () => {
  const made = await api('POST', '/campaigns', {
    name: 'Countersigned',
    dataset_id: road.datasetId,
    alias_ids: [road.aliasId],
    approval_mode: 'required',
    min_interval_seconds: 60,
    sending_window_start: '00:00',
    sending_window_end: '23:59:59',
    send_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    steps: [{ step: 1, variants: [{ label: 'A', type: 'PERSONALIZATION' }] }],
  });
  campaignId = made.body.campaign_id;
  const launched = await api('POST', `/campaigns/${campaignId}/launch`);
  expect(launched.status).toBe(200);
  await http.world.settle();
  leads = (await api('GET', `/campaigns/${campaignId}/leads`)).body.items;
  expect(leads).toHaveLength(2);
  return async () => {
    for (const { campaign_lead_id: id } of leads) {
      await api('POST', `/campaigns/${campaignId}/leads/${id}/stop`);
    }
  };
});

async function api(method: 'GET' | 'POST', path: string, payload?: object) {
  return ask({ method, url: `/api/v1${path}`, ...(payload === undefined ? {} : { payload }) });
}

async function ask(request: InjectOptions) {
  const headers = { ...bearer(tenant.key), ...request.headers };
  const response = await http.send({ ...request, headers });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}

function lead(index: number) {
  const found = leads[index];
  if (found === undefined) throw new Error(`there is no lead ${index}`);
  return found;
}

function judge(index: number, verdict: 'approve' | 'discard', rest: InjectOptions = {}) {
  const campaign = `/v1/accounts/${tenant.accountId}/campaigns/${campaignId}`;
  const url = `${campaign}/workflow-instances/${lead(index).workflow_instance_id}/${verdict}`;
  return ask({ ...rest, method: 'POST', url });
}

async function statuses(...indexes: readonly number[]) {
  const ids = indexes.map((index) => lead(index).lead_id).join(',');
  const campaign = `/v1/accounts/${tenant.accountId}/campaigns/${campaignId}`;
  return ask({ url: `${campaign}/lead-status?leadIds=${ids}` });
}

describe('on the integration surface', () => {
  it('a lead whose draft waits is pending, and says so', async () => {
    const { status, body } = await statuses(1, 0, 1);
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        data: {
          items: [1, 0].map((index) => ({
            leadId: lead(index).lead_id,
            workflowStatus: 'pending',
            workflowInstanceId: lead(index).workflow_instance_id,
            latestStep: 'step-1',
            workflowStopReason: null,
            hasPendingApproval: true,
          })),
        },
        error: null,
        traceId: expect.any(String),
      },
    ]);
  });

  it('a lead nobody knows is in no campaign, whatever its id looks like', async () => {
    const campaign = `/v1/accounts/${tenant.accountId}/campaigns/${campaignId}`;
    const { body } = await ask({ url: `${campaign}/lead-status?leadIds=${nobody}&leadIds=lead-7` });
    expect(body.data.items).toEqual(
      [nobody, 'lead-7'].map((leadId) => ({
        leadId,
        workflowStatus: 'not_in_campaign',
        workflowInstanceId: null,
        latestStep: null,
        workflowStopReason: null,
        hasPendingApproval: false,
      })),
    );
    const none = await ask({ url: `${campaign}/lead-status` });
    expect([none.status, none.body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('approve closes the gate, and the workflow goes on', async () => {
    const before = http.world.handed.length;
    const { status, body } = await judge(0, 'approve');
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        data: {
          action: 'approved',
          workflowInstanceId: lead(0).workflow_instance_id,
          leadStatus: {
            leadId: lead(0).lead_id,
            workflowStatus: 'pending',
            workflowInstanceId: lead(0).workflow_instance_id,
            latestStep: null,
            workflowStopReason: null,
            hasPendingApproval: false,
          },
        },
        error: null,
        traceId: expect.any(String),
      },
    ]);
    // The same approval, seen through the other window.
    const seen = await api('GET', `/campaigns/${campaignId}/leads/${lead(0).campaign_lead_id}`);
    expect(seen.body).toMatchObject({ approved_steps: [1], pending_approval: false });
    expect(http.world.handed).toHaveLength(before);
    await http.world.pass(120_000);
    expect(http.world.handed).toHaveLength(before + 1);
    const after = (await statuses(0)).body.data.items[0];
    expect([after.workflowStatus, after.latestStep]).toEqual(['completed', 'step-1']);
  });

  it('discard stops the instance, and nothing of it is ever sent', async () => {
    const before = http.world.handed.length;
    const { status, body } = await judge(0, 'discard', { payload: {} });
    expect([status, body.data.action, body.data.leadStatus]).toEqual([
      200,
      'discarded',
      {
        leadId: lead(0).lead_id,
        workflowStatus: 'stopped',
        workflowInstanceId: lead(0).workflow_instance_id,
        latestStep: null,
        workflowStopReason: 'CONTENT_DISCARDED',
        hasPendingApproval: false,
      },
    ]);
    const again = await judge(0, 'approve');
    expect([again.status, again.body.error.code]).toEqual([409, 'INSTANCE_FINISHED']);
    await http.world.pass(120_000);
    expect(http.world.handed).toHaveLength(before);
  });

  it('of two verdicts at once exactly one wins', async () => {
    const both = await Promise.all([judge(0, 'approve'), judge(0, 'discard')]);
    const [won, lost] = both.sort((a, b) => a.status - b.status);
    expect([won?.status, lost?.status]).toEqual([200, 409]);
    expect(['NO_PENDING_CONTENT', 'INSTANCE_FINISHED']).toContain(lost?.body.error.code);
  });

  it('a verdict on something else than what waits is refused, and told what waits', async () => {
    const bodies: readonly InjectOptions[] = [
      { payload: { gateId: nobody } },
      { payload: { contentHash: 'v1:other' } },
      { headers: { 'if-match': '"v1:other"' } },
    ];
    for (const given of bodies) {
      const { status, body } = await judge(0, 'approve', given);
      expect([status, body.error.code]).toEqual([409, 'GATE_CHANGED']);
      expect(body.error.data.gate).toEqual({
        gateId: expect.any(String),
        step: 1,
        subject: 'For Ada',
        body: expect.stringContaining('Step 1 for Ada'),
        contentHash: expect.any(String),
        openedAt: expect.any(String),
      });
    }
    const { gate } = (await judge(0, 'approve', { payload: { gateId: nobody } })).body.error.data;
    expect(new Date(gate.openedAt).toISOString()).toBe(gate.openedAt);
    const twoWords = {
      payload: { contentHash: gate.contentHash },
      headers: { 'if-match': '"v1:x"' },
    };
    const two = await judge(0, 'approve', twoWords);
    expect([two.status, two.body.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    const headers = { 'if-match': `"${gate.contentHash}"` };
    expect((await judge(0, 'approve', { headers, payload: { gateId: gate.gateId } })).status).toBe(
      200,
    );
  });

  it('a misspelt precondition is refused, not overlooked', async () => {
    const { status, body } = await judge(0, 'approve', { payload: { gateID: nobody } });
    expect([status, body.error.data.fields]).toEqual([
      400,
      [
        {
          path: 'body.gateID',
          message: 'is not a field of this request',
          type: 'object.unknown',
        },
      ],
    ]);
  });

  it('a campaign is the same campaign', async () => {
    const groups = `/v1/accounts/${tenant.accountId}/campaigns`;
    const { body } = await ask({ url: `${groups}/${campaignId}` });
    expect(body.data).toEqual({
      id: campaignId,
      name: 'Countersigned',
      description: null,
      status: 'active',
      selectedLeadCount: 2,
      includeConversationHistory: false,
      autoCancelOnMessageReceived: true,
      outreachLanguage: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      startedAt: expect.any(String),
      rateLimitedUntil: null,
    });
    const page = await ask({ url: `${groups}?limit=1` });
    expect(page.body.data.items).toEqual([body.data]);
    const next = await ask({ url: `${groups}?limit=1&cursor=${page.body.data.nextCursor}` });
    expect([next.status, next.body.data.items.length]).toEqual([200, 1]);
    const all = await ask({ url: groups });
    expect([all.body.data.hasMore, all.body.data.nextCursor]).toEqual([false, null]);
    expect(all.body.data.items.length).toBeGreaterThan(2);
  });
});

describe('on the campaigns surface', () => {
  const path = () => `/campaigns/${campaignId}/leads/${lead(0).campaign_lead_id}`;
  const words = { step_index: 1, variant_label: 'A', subject: 'Hello', body: 'Hello.' };

  it('a step is approved in exactly these words, and taken back', async () => {
    const { status, body } = await api('POST', `${path()}/approve`, words);
    const entry = {
      subject: 'Hello',
      body: 'Hello.',
      prompt_snapshot: expect.any(String),
      prompt_version_hash: expect.any(String),
      lead_identity_fingerprint: expect.any(String),
      step_index: 1,
      variant_label: 'A',
      step_config_fingerprint: expect.any(String),
      approved_at: expect.any(String),
      approved_by: expect.stringMatching(/^key:/),
      research_cache_fingerprint: null,
      sender_profile_id: road.senderProfileId,
      template_id: null,
      model: null,
      generation_latency_ms: null,
    };
    const change = {
      campaign_id: campaignId,
      campaign_lead_id: lead(0).campaign_lead_id,
      updated_at: expect.any(String),
      step_index: 1,
      approved_steps: [1],
      approved_entry: entry,
    };
    expect([status, body]).toEqual([200, change]);
    const back = await api('POST', `${path()}/unapprove`, { step_index: 1 });
    expect([back.status, back.body]).toEqual([200, { ...change, approved_steps: [] }]);
    const again = await api('POST', `${path()}/unapprove`, { step_index: 1 });
    expect(again.body).toMatchObject({ approved_steps: [], approved_entry: null, step_index: 1 });
  });

  it('a reset needs no body, and takes all back', async () => {
    await api('POST', `${path()}/approve`, words);
    for (const payload of [undefined, {}, { step_indices: null }, { step_indices: [] }]) {
      const { status, body } = await api('POST', `${path()}/reset`, payload);
      expect([status, body.approved_steps]).toEqual([200, []]);
    }
  });

  it('what was expected and is not is told with what is', async () => {
    const expected_step_config_fingerprint = 'v1:other';
    const { status, body } = await api('POST', `${path()}/approve`, {
      ...words,
      expected_step_config_fingerprint,
    });
    expect([status, body.detail, body.expected]).toEqual([
      422,
      'STEP_CONFIG_CHANGED',
      expected_step_config_fingerprint,
    ]);
    const changed = await api('POST', `${path()}/approve`, {
      ...words,
      expected_content_hash: 'x',
    });
    expect([changed.status, changed.body.detail]).toEqual([409, 'CONTENT_CHANGED']);
    const label = await api('POST', `${path()}/approve`, { ...words, variant_label: 'B' });
    expect([label.status, label.body.details[0].loc]).toEqual([422, ['body', 'variant_label']]);
    const step = await api('POST', `${path()}/approve`, { ...words, step_index: 2 });
    expect([step.status, step.body.details[0].loc]).toEqual([422, ['body', 'step_index']]);
  });

  it('a lead is stopped by a person, once', async () => {
    const { status, body } = await api('POST', `${path()}/stop`);
    expect([status, body.status, body.stop_reason, body.in_flight]).toEqual([
      200,
      'stopped',
      'STOPPED_BY_USER',
      0,
    ]);
    const again = await api('POST', `${path()}/stop`);
    expect([again.status, again.body.detail, again.body.state]).toEqual([
      409,
      'LEAD_FINISHED',
      'stopped',
    ]);
    const why = (await api('GET', `${path()}/why`)).body;
    expect([why.verdict, why.next_step]).toEqual(['stop', null]);
    const item = (await statuses(0)).body.data.items[0];
    expect([item.workflowStatus, item.workflowStopReason]).toEqual(['stopped', 'STOPPED_BY_USER']);
  });

  it('who may only review content may judge it, and nothing else', async () => {
    const key = await http.keyFor(tenant, ['content:review']);
    const request = { method: 'POST', headers: bearer(key) } as const;
    const approve = { ...request, url: `/api/v1${path()}/approve`, payload: words };
    expect((await http.send(approve)).statusCode).toBe(200);
    const pause = { ...request, url: `/api/v1/campaigns/${campaignId}/pause` };
    expect((await http.send(pause)).statusCode).toBe(403);
  });
});
