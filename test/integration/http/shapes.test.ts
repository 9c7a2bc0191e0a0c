import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { makeRoad, type Road } from '../../support/road.ts';

let http: HttpWorld;
let tenant: Tenant;
let road: Road;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  road = await makeRoad(http, tenant);
});
afterAll(() => http.close());

describe('a path', () => {
  it.each([
    '/api/v1/auth/me',
    '/api/v1/campaigns',
    '/api/v1/datasets',
    '/v1/accounts',
    '/healthz',
    '/readyz',
    '/openapi.json',
  ])('%s is the same with a slash at its end, without a redirect', async (path) => {
    const headers = { ...bearer(tenant.key), 'x-request-id': 'same' };
    const [without, slashed] = await Promise.all([
      http.app.inject({ url: path, headers }),
      http.app.inject({ url: `${path}/`, headers }),
    ]);
    expect(without.statusCode).toBe(200);
    expect(slashed.statusCode).toBe(200);
    expect(slashed.body).toBe(without.body);
  });

  it('names a thing by its id in any case', async () => {
    const url = `/api/v1/campaigns/${road.campaignId.toUpperCase()}/`;
    const response = await http.send({ url, headers: bearer(tenant.key) });
    expect([response.statusCode, response.json().campaign_id]).toEqual([200, road.campaignId]);
  });
});

describe('a POST that needs no body', () => {
  const json = 'application/json';
  const bodies: readonly [string, string | undefined, string | undefined][] = [
    ['none', undefined, undefined],
    ['none, called JSON', undefined, json],
    ['an empty one', '', undefined],
    ['an empty one, called JSON', '', json],
    ['an empty one, called a form', '', 'application/x-www-form-urlencoded'],
    ['an empty object', '{}', undefined],
    ['an empty object, called JSON', '{}', json],
    ['a blank one, called JSON', ' \n', json],
  ];
  it.each(bodies)('takes %s', async (_, payload, type) => {
    const response = await http.send({
      method: 'POST',
      url: `/api/v1/aliases/${road.aliasId}/verify`,
      headers: { ...bearer(tenant.key), ...(type === undefined ? {} : { 'content-type': type }) },
      ...(payload === undefined ? {} : { payload }),
    });
    expect([response.statusCode, response.json().smtp]).toEqual([200, { ok: true, error: null }]);
  });

  it.each([
    ['null', ['body']],
    ['[]', ['body']],
    ['{"force":true}', ['body', 'force']],
  ])('does not take %s', async (payload, loc) => {
    const response = await http.send({
      method: 'POST',
      url: `/api/v1/aliases/${road.aliasId}/verify`,
      headers: { ...bearer(tenant.key), 'content-type': 'application/json' },
      payload,
    });
    expect([response.statusCode, response.json().details[0].loc]).toEqual([422, loc]);
  });
});

describe('a request', () => {
  it('has an id: its own, or one of ours', async () => {
    const headers = bearer(tenant.key);
    const own = await http.send({
      url: '/v1/accounts',
      headers: { ...headers, 'x-request-id': 'a-1' },
    });
    expect([own.headers['x-request-id'], own.json().traceId]).toEqual(['a-1', 'a-1']);
    const odd = await http.send({
      url: '/v1/accounts',
      headers: { ...headers, 'x-request-id': 'a b' },
    });
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.json().traceId).toBe(odd.headers['x-request-id']);
  });

  it('may carry an idempotency key', async () => {
    const headers = { ...bearer(tenant.key), 'idempotency-key': 'once' };
    const payload = { name: 'Twice' };
    const response = await http.send({ method: 'POST', url: '/api/v1/datasets', headers, payload });
    expect(response.statusCode).toBe(201);
  });

  it('leaves one line in the log: ids, a status, a time, why; never what it held', async () => {
    http.log.length = 0;
    const headers = { ...bearer(tenant.key), 'x-request-id': 'line' };
    const payload = { name: 'secret-content', nobody: 'knows' };
    await http.send({ method: 'POST', url: '/api/v1/datasets?q=secret', headers, payload });
    expect(http.log).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          request_id: 'line',
          method: 'POST',
          path: '/api/v1/datasets',
          status: 422,
          ms: expect.any(Number),
          account_id: tenant.accountId,
          actor: expect.stringMatching(/^key:/),
          why: 'VALIDATION_ERROR',
        },
      },
    ]);
  });

  it('of HEAD is answered as of GET, without the body', async () => {
    const request = {
      method: 'HEAD',
      url: '/api/v1/auth/me',
      headers: bearer(tenant.key),
    } as const;
    const response = await http.app.inject(request);
    expect([response.statusCode, response.body]).toEqual([200, '']);
  });
});

describe('readiness', () => {
  it('says in words what keeps it', async () => {
    const state = { database: true, migrations: false, engine: false, fencedBecause: null };
    const other = await createHttpWorld({ readiness: async () => state });
    try {
      const response = await other.app.inject('/readyz');
      const { not_ready, because } = response.json();
      expect([response.statusCode, not_ready]).toEqual([503, ['migrations', 'engine']]);
      for (const sentence of because) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
    } finally {
      await other.close();
    }
  });

  it('is the database, and tells besides whether sending is fenced', async () => {
    const ready = await http.app.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { ready: true, not_ready: [], because: [], engine: { fenced: false, reason: null } },
    ]);
    const readiness = async () => ({ database: false, fencedBecause: 'It was restored.' });
    const other = await createHttpWorld({ readiness });
    try {
      const response = await other.app.inject('/readyz');
      expect([response.statusCode, response.json()]).toEqual([
        503,
        {
          ready: false,
          not_ready: ['database'],
          because: ['The database does not answer; see DATABASE_URL and its log.'],
          engine: { fenced: true, reason: 'It was restored.' },
        },
      ]);
      expect((await other.app.inject('/healthz')).statusCode).toBe(200);
    } finally {
      await other.close();
    }
  });
});
