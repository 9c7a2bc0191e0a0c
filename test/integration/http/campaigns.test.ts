import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { leastCampaign, makeRoad, type Road } from '../../support/road.ts';
import { start } from '../../support/store.ts';

let http: HttpWorld;
let tenant: Tenant;
let road: Road;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  road = await makeRoad(http, tenant);
});
afterAll(() => http.close());

const started = new Date(start).toISOString();

async function ask(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const request: InjectOptions = { method, url: `/api/v1${path}`, headers: bearer(tenant.key) };
  const response = await http.send(payload === undefined ? request : { ...request, payload });
  return { status: response.statusCode, body: response.json() };
}

describe('what campaigns stand on', () => {
  it('a dataset keeps its rows in order, and gives them out in pages', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => ({
      email: `lead${index}@example.com`,
      n: index,
    }));
    const made = await ask('POST', '/datasets', { name: 'Five', rows });
    const dataset = {
      dataset_id: expect.any(String),
      account_id: tenant.accountId,
      name: 'Five',
      row_count: 5,
      columns: ['email', 'n'],
      created_at: started,
      updated_at: started,
    };
    expect(made).toEqual({ status: 201, body: dataset });
    const path = `/datasets/${made.body.dataset_id}`;
    expect(await ask('GET', path)).toEqual({ status: 200, body: made.body });
    const first = await ask('GET', `${path}/rows?limit=3`);
    expect(first.body.items.map((row: { row_index: number }) => row.row_index)).toEqual([0, 1, 2]);
    expect(first.body.has_more).toBe(true);
    const second = await ask('GET', `${path}/rows?limit=3&cursor=${first.body.next_cursor}`);
    expect(second.body).toEqual({
      items: [3, 4].map((index) => ({
        lead_id: expect.any(String),
        row_index: index,
        email: `lead${index}@example.com`,
        data: { email: `lead${index}@example.com`, n: index },
      })),
      next_cursor: null,
      has_more: false,
    });
    expect((await ask('GET', `${path}/rows?q=lead4`)).body.items).toHaveLength(1);
  });

  it('a row with what no column can hold is told by its row and column', async () => {
    const rows = [{ email: 'a@example.com' }, { email: 'b@example.com', 'Home Town': ['Vienna'] }];
    const { status, body } = await ask('POST', '/datasets', { name: 'Odd', rows });
    expect([status, body.details.map((fault: { loc: unknown }) => fault.loc)]).toEqual([
      422,
      [['body', 'rows', 1, 'Home Town']],
    ]);
  });

  it('a page of something else is refused', async () => {
    const { status, body } = await ask('GET', '/datasets?cursor=nonsense');
    expect([status, body.details]).toEqual([
      422,
      [
        {
          loc: ['query', 'cursor'],
          msg: 'must be a next_cursor this list gave out',
          type: 'string.cursor',
        },
      ],
    ]);
  });

  it('a template gets a new version with a new text, and its syntax is checked', async () => {
    const words = { name: 'Hello', subject: 'Hello {{ first_name }}', body: 'Hello.' };
    const made = await ask('POST', '/templates', words);
    expect(made).toEqual({
      status: 201,
      body: {
        ...words,
        template_id: expect.any(String),
        account_id: tenant.accountId,
        version: 1,
        body_format: 'text',
        variables: ['first_name'],
        created_at: started,
        updated_at: started,
      },
    });
    const path = `/templates/${made.body.template_id}`;
    const changed = await ask('PATCH', path, { body: 'Hello {{ company }}.' });
    expect([changed.status, changed.body.version, changed.body.variables]).toEqual([
      200,
      2,
      ['first_name', 'company'],
    ]);
    expect(await ask('GET', path)).toEqual(changed);
    const odd = await ask('POST', '/templates', { ...words, body: 'Hello {{ first_name' });
    expect([odd.status, odd.body.details[0].loc]).toEqual([422, ['body', 'body']]);
  });

  it('an alias never shows its password, and says that it has one', async () => {
    const server = { host: 'localhost', port: 2525, security: 'none' };
    const auth = { type: 'password', username: 'me', password: 'hunter2' };
    const made = await ask('POST', '/aliases', {
      address: 'Me@Example.org',
      display_name: 'Me',
      smtp: { ...server, auth },
    });
    expect(made).toEqual({
      status: 201,
      body: {
        alias_id: expect.any(String),
        account_id: tenant.accountId,
        address: 'me@example.org',
        display_name: 'Me',
        provider: 'smtp',
        smtp: { ...server, auth: { type: 'password', username: 'me', has_password: true } },
        imap: null,
        daily_cap: 50,
        min_gap_seconds: 0,
        reply_to: null,
        version: 1,
        signature: null,
        verified_at: null,
        paused_at: null,
        paused_reason: null,
        created_at: started,
        updated_at: started,
      },
    });
    const all = await ask('GET', '/aliases');
    expect(JSON.stringify(all.body)).not.toContain('hunter2');
  });

  it('a sender profile is free in what it says', async () => {
    const sender_data = { custom_prompt: 'Write.', prompts: [{ tone: 'dry' }] };
    const made = await ask('POST', '/sender-profiles', { profile_name: 'Me', sender_data });
    expect([made.status, made.body.sender_data]).toEqual([201, sender_data]);
    expect(await ask('GET', `/sender-profiles/${made.body.id}`)).toMatchObject({ body: made.body });
  });

  it('a suppression is of an address or a domain, and not both', async () => {
    const made = await ask('POST', '/suppressions', { email: 'No@Example.com', reason: 'asked' });
    expect(made).toEqual({
      status: 201,
      body: {
        suppression_id: expect.any(String),
        account_id: tenant.accountId,
        email: 'no@example.com',
        domain: null,
        reason: 'asked',
        note: null,
        created_by: expect.stringMatching(/^key:/),
        created_at: started,
        updated_at: started,
        stopped_leads: 0,
        released_at: null,
        released_reason: null,
        released_by: null,
        in_flight: 0,
      },
    });
    const both = { email: 'a@example.com', domain: 'example.com', reason: 'asked' };
    expect((await ask('POST', '/suppressions', both)).status).toBe(422);
    const again = await ask('POST', '/suppressions', { email: 'no@example.com', reason: 'asked' });
    expect([again.status, again.body.detail]).toEqual([409, 'ALREADY_SUPPRESSED']);
    const { stopped_leads: _, in_flight: __, ...listed } = made.body;
    expect((await ask('GET', '/suppressions')).body.items).toEqual([listed]);
  });
});

describe('a campaign', () => {
  it('is created in draft, with every field there is', async () => {
    const { status, body } = await ask('GET', `/campaigns/${road.campaignId}/`);
    const no = { allowed: false, reason: expect.stringMatching(/\.$/) };
    const yes = { allowed: true, reason: null };
    expect([status, body]).toEqual([
      200,
      {
        campaign_id: road.campaignId,
        account_id: tenant.accountId,
        user_id: tenant.userId,
        dataset_id: road.datasetId,
        name: 'Spring',
        description: null,
        type: 'email',
        status: 'draft',
        launch_type: 'immediate',
        start_date: null,
        daily_limit: 500,
        sending_window_start: '09:00:00',
        sending_window_end: '17:00:00',
        min_interval_seconds: 300,
        timezone: 'UTC',
        send_days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        steps_config: [
          {
            step: 1,
            delay_days: 0,
            channel: 'email',
            variants: [
              {
                label: 'A',
                weight: 100,
                type: 'TEMPLATE',
                template_id: road.templateId,
                sender_profile_id: null,
              },
            ],
            ai_personalization_enabled: true,
            track_clicks: false,
            action_type: null,
            message_template: null,
            approval_required: null,
          },
        ],
        alias_ids: [road.aliasId],
        connected_account_id: null,
        total_leads: null,
        processed_leads: 0,
        launch_job_id: null,
        launch_requested_at: null,
        launch_error: null,
        system_prompt: null,
        unreviewed_launch_policy: 'launch_default',
        paused_reason: null,
        cancelled_at: null,
        playground_discovery_dismissed_at: null,
        approval_mode: 'optional',
        use_lead_timezone: false,
        can: {
          launch: yes,
          pause: no,
          resume: no,
          cancel: yes,
          delete: yes,
          repair: no,
          edit_content: yes,
          edit_schedule: yes,
          edit_pace: yes,
        },
        created_at: started,
        updated_at: started,
      },
    ]);
  });

  it('is found by its status and by a part of its name', async () => {
    const found = (await ask('GET', '/campaigns?name=PRIN&status=draft')).body.items;
    expect(found.map((campaign: { name: string }) => campaign.name)).toEqual(['Spring']);
    expect((await ask('GET', '/campaigns?status=paused')).body.items).toEqual([]);
    expect((await ask('GET', '/campaigns?status=sleeping')).status).toBe(422);
  });

  it('is not launched while something is missing, and is told what', async () => {
    const body = { ...leastCampaign(road.datasetId, road.templateId), alias_ids: ['nobody'] };
    const { body: made } = await ask('POST', '/campaigns', body);
    const refused = await ask('POST', `/campaigns/${made.campaign_id}/launch`);
    expect([refused.status, refused.body.detail]).toEqual([422, 'PREFLIGHT_FAILED']);
    expect(refused.body.errors.length).toBeGreaterThan(0);
    for (const error of refused.body.errors) {
      expect(Object.keys(error).sort()).toEqual(
        [
          'code',
          'count',
          'field',
          'message',
          'row_index',
          'sample_rows',
          'step',
          'variant_label',
        ].sort(),
      );
    }
  });

  it('is launched once, sends, is paused and resumed, and comes to its end', async () => {
    const path = `/campaigns/${road.campaignId}`;
    const both = await Promise.all([ask('POST', `${path}/launch`), ask('POST', `${path}/launch`)]);
    const [won, lost] = both.sort((a, b) => a.status - b.status);
    expect(won).toMatchObject({
      status: 200,
      body: {
        campaign: {
          campaign_id: road.campaignId,
          status: 'launching',
          launch_requested_at: started,
        },
        summary: { total_rows: 2, launchable_rows: 2 },
      },
    });
    expect(won?.body.summary.warning_count).toBe(won?.body.warnings.length);
    expect(lost?.status).toBe(409);
    expect(lost?.body).toMatchObject({ detail: 'CAMPAIGN_NOT_LAUNCHABLE', state: 'launching' });

    await http.world.settle();
    const leads = (await ask('GET', `${path}/leads`)).body.items;
    expect(leads.map((lead: { status: string }) => lead.status)).toEqual(['completed', 'pending']);
    const waiting = leads[1];
    expect(waiting).toEqual({
      campaign_lead_id: expect.any(String),
      lead_id: expect.any(String),
      account_id: tenant.accountId,
      row_index: 1,
      email: 'grace@example.com',
      status: 'pending',
      current_step: 1,
      pending_approval: false,
      stop_reason: null,
      workflow_instance_id: expect.any(String),
      variants: { '1': 'A' },
      approved_steps: [],
      next_due_at: started,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect((await ask('GET', `${path}/leads/${waiting.campaign_lead_id}`)).body).toEqual(waiting);

    const why = (await ask('GET', `${path}/leads/${waiting.campaign_lead_id}/why`)).body;
    expect([why.verdict, why.next_step, why.as_of]).toEqual(['hold', 1, started]);
    const held = why.checks.filter((check: { result: string }) => check.result !== 'pass');
    expect(held).toEqual([
      {
        check: 'interval',
        scope: 'campaign',
        result: 'hold',
        reason: expect.any(String),
        until: new Date(start + 300_000).toISOString(),
      },
    ]);

    const sends = (await ask('GET', `${path}/sends`)).body.items;
    expect(sends).toHaveLength(1);
    expect(sends[0]).toMatchObject({
      step: 1,
      channel: 'email',
      state: 'accepted',
      handed_over_at: started,
      smtp_response: '250 taken',
      attempts: [{ attempt: 1, state: 'accepted' }],
    });
    const resolved = await ask('POST', `${path}/sends/${sends[0].send_id}/resolve`, {
      outcome: 'sent',
    });
    expect([resolved.status, resolved.body.detail]).toEqual([409, 'SEND_NOT_UNKNOWN']);

    const paused = await ask('POST', `${path}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { status: 'paused', in_flight: 0 } });
    const again = await ask('POST', `${path}/pause`);
    expect([again.status, again.body.detail, again.body.state]).toEqual([
      409,
      'CAMPAIGN_NOT_PAUSABLE',
      'paused',
    ]);
    await http.world.pass(600_000);
    expect(http.world.handed).toHaveLength(1);
    const resumed = await ask('POST', `${path}/resume`);
    expect(resumed).toMatchObject({ status: 200, body: { status: 'active' } });
    await http.world.pass(600_000);
    const done = (await ask('GET', path)).body;
    expect([done.status, done.total_leads, done.processed_leads]).toEqual(['completed', 2, 2]);
  });
});
