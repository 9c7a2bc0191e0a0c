import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

let http: HttpWorld;
let tenant: Tenant;
let reader: string;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  reader = await http.keyFor(tenant, ['campaigns:read']);
});
afterAll(() => http.close());

const requestId = 'request-7';
const nobody = '00000000-0000-7000-8000-000000000000';

type Ask = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | object;
};

type Refused = readonly [how: Ask, status: number, code: string];

async function ask(url: string, { method = 'GET', key = tenant.key, headers, payload }: Ask = {}) {
  const response = await http.send({
    method,
    url,
    headers: { 'x-request-id': requestId, ...(key === null ? {} : bearer(key)), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  expect(response.headers['x-request-id']).toBe(requestId);
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}

const json = { 'content-type': 'application/json' };

describe('a refusal on /api/v1', () => {
  const cases: readonly [string, string, Refused][] = [
    ['no token', '/api/v1/campaigns', [{ key: null }, 401, 'UNAUTHENTICATED']],
    ['a wrong token', '/api/v1/campaigns', [{ key: 'cs_live_x' }, 401, 'UNAUTHENTICATED']],
    [
      'another scheme',
      '/api/v1/campaigns',
      [{ key: null, headers: { authorization: 'Basic eA==' } }, 401, 'UNAUTHENTICATED'],
    ],
    ['an unknown route', '/api/v1/nothing', [{}, 404, 'NOT_FOUND']],
    ['a route of nobody', '/nothing', [{ key: null }, 404, 'NOT_FOUND']],
    ['an unknown thing', `/api/v1/campaigns/${nobody}`, [{}, 404, 'NOT_FOUND']],
    ['what is no id', '/api/v1/campaigns/7', [{}, 404, 'NOT_FOUND']],
    ['another method', '/api/v1/auth/me', [{ method: 'PUT' }, 405, 'METHOD_NOT_ALLOWED']],
    [
      'malformed JSON',
      '/api/v1/datasets',
      [{ method: 'POST', headers: json, payload: '{' }, 400, 'MALFORMED_REQUEST'],
    ],
    ['a bad URL', '/api/v1/campaigns/%zz', [{}, 400, 'MALFORMED_REQUEST']],
    [
      'another media type',
      '/api/v1/datasets',
      [
        { method: 'POST', headers: { 'content-type': 'text/csv' }, payload: 'a,b' },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
    ],
  ];
  it.each(cases)('of %s has the one shape', async (_, url, expected) => {
    const [how, status, code] = expected;
    const answered = await ask(url, how);
    expect(answered.status).toBe(status);
    expect(answered.body).toEqual({
      detail: code,
      message: expect.stringMatching(/\S+\.$/),
      request_id: requestId,
    });
  });

  it('of a permission names it', async () => {
    const answered = await ask('/api/v1/datasets', { method: 'POST', key: reader, payload: {} });
    expect(answered).toMatchObject({
      status: 403,
      body: {
        detail: 'MISSING_PERMISSION',
        message: 'This needs the permission campaigns:write.',
        permission: 'campaigns:write',
        request_id: requestId,
      },
    });
  });

  it('of a method says which it would allow', async () => {
    const { headers } = await ask('/api/v1/campaigns/', { method: 'DELETE' });
    expect(headers.allow).toBe('POST, GET');
  });

  it('of a token says how to send one', async () => {
    expect((await ask('/api/v1/auth/me', { key: null })).headers['www-authenticate']).toBe(
      'Bearer',
    );
  });

  it('of a request lists every fault, in the older shape', async () => {
    const payload = {
      name: '',
      steps: [
        { step: 2, variants: [{ label: 'A', type: 'TEMPLATE', weight: 101 }] },
        { step: 2, variants: [] },
      ],
      sending_window_start: '18:00',
      timezone: 'Mars/Olympus',
      colour: 'red',
    };
    const { status, body } = await ask('/api/v1/campaigns/?x=1', { method: 'POST', payload });
    expect([status, body]).toEqual([
      422,
      {
        detail: 'VALIDATION_ERROR',
        error: 'Request Validation Error',
        message: 'The request failed validation',
        details: [
          { loc: ['query', 'x'], msg: 'is not a field of this request', type: 'object.unknown' },
          { loc: ['body', 'name'], msg: 'must have at least 1 character', type: 'string.min' },
          { loc: ['body', 'dataset_id'], msg: 'is required', type: 'any.required' },
          {
            loc: ['body', 'steps', 0, 'variants', 0, 'weight'],
            msg: 'must be <= 100',
            type: 'number.maximum',
          },
          {
            loc: ['body', 'colour'],
            msg: 'is not a field of this request',
            type: 'object.unknown',
          },
          {
            loc: ['body', 'alias_ids'],
            msg: 'must name at least one alias for a campaign of type email',
            type: 'any.required',
          },
          {
            loc: ['body', 'sending_window_end'],
            msg: 'must be later than sending_window_start',
            type: 'any.order',
          },
          {
            loc: ['body', 'timezone'],
            msg: 'must be an IANA time zone name',
            type: 'string.timezone',
          },
        ],
        path: '/api/v1/campaigns/',
        request_id: requestId,
      },
    ]);
  });

  it('of what only the use case can see has the same shape', async () => {
    const alias_ids = ['an alias'];
    const steps = [{ step: 1, variants: [{ label: 'A', type: 'PERSONALIZATION' }] }];
    const payload = { name: 'Spring', dataset_id: nobody, alias_ids, steps };
    const { status, body } = await ask('/api/v1/campaigns/', { method: 'POST', payload });
    expect(status).toBe(422);
    expect(body.details).toEqual([
      { loc: ['body', 'dataset_id'], msg: expect.any(String), type: expect.any(String) },
    ]);
  });

  it('of text that cannot be stored comes before the database sees it', async () => {
    const payload = '{"name":"a\\u0000b"}';
    const { status, body } = await ask('/api/v1/datasets', {
      method: 'POST',
      headers: json,
      payload,
    });
    expect([status, body.details[0].loc]).toEqual([422, ['body', 'name']]);
    const query = await ask('/api/v1/campaigns/?name=a%00b');
    expect([query.status, query.body.details[0].loc]).toEqual([422, ['query', 'name']]);
  });

  it('of a body too large says so', async () => {
    const payload = JSON.stringify({ name: 'a'.repeat(17 * 1024 * 1024) });
    const large = await ask('/api/v1/datasets', { method: 'POST', headers: json, payload });
    expect([large.status, large.body.detail]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});

describe('a refusal on /v1', () => {
  const group = () => `/v1/accounts/${tenant.accountId}`;
  const cases: readonly [string, () => string, Refused][] = [
    ['no token', () => '/v1/accounts', [{ key: null }, 401, 'UNAUTHENTICATED']],
    ['a wrong token', () => `${group()}/campaigns`, [{ key: 'x' }, 401, 'UNAUTHENTICATED']],
    ['an unknown route', () => '/v1/nothing', [{}, 404, 'NOT_FOUND']],
    ['a group out of reach', () => `/v1/accounts/${nobody}/campaigns`, [{}, 404, 'NOT_FOUND']],
    ['what is no group', () => '/v1/accounts/7/campaigns', [{}, 404, 'NOT_FOUND']],
    ['an unknown campaign', () => `${group()}/campaigns/${nobody}`, [{}, 404, 'NOT_FOUND']],
    ['another method', () => '/v1/accounts', [{ method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED']],
    ['a bad URL', () => '/v1/accounts/%zz', [{}, 400, 'VALIDATION_ERROR']],
  ];
  it.each(cases)('of %s has the envelope', async (_, url, expected) => {
    const [how, status, code] = expected;
    const answered = await ask(url(), how);
    const sentence = expect.stringMatching(/\S+\.$/);
    expect(answered.status).toBe(status);
    expect(answered.body).toEqual({
      success: false,
      data: null,
      error: { code, message: sentence, details: sentence },
      traceId: requestId,
    });
  });

  it('of a permission names it', async () => {
    const key = await http.keyFor(tenant, ['content:review']);
    const { status, body } = await ask(`${group()}/campaigns`, { key });
    expect([status, body.error]).toEqual([
      403,
      {
        code: 'MISSING_PERMISSION',
        message: 'This needs the permission campaigns:read.',
        details: 'This needs the permission campaigns:read.',
        data: { permission: 'campaigns:read' },
      },
    ]);
  });

  it('is not given for parameters that a route does not know', async () => {
    expect((await ask('/v1/accounts?limit=5&x=1')).status).toBe(200);
  });

  it('of a request tells its faults in a sentence and in structure', async () => {
    const { status, body } = await ask(`${group()}/campaigns?limit=501`);
    expect([status, body.error]).toEqual([
      400,
      {
        code: 'VALIDATION_ERROR',
        message: 'The request failed validation.',
        details: 'query.limit must be <= 500',
        data: {
          fields: [{ path: 'query.limit', message: 'must be <= 500', type: 'number.maximum' }],
        },
      },
    ]);
  });
});

describe('a fault of ours', () => {
  it('is a 500 in an envelope that says nothing of its cause, and is logged', async () => {
    const secret = 'the password is hunter2';
    const clock = { ...http.world.clock, read: () => Promise.reject(new Error(secret)) };
    const broken = await createHttpWorld({ clock });
    try {
      const { key } = await broken.tenant();
      const headers = { ...bearer(key), 'x-request-id': requestId };
      const payload = { name: 'Spring' };
      const request = { method: 'POST', url: '/api/v1/datasets', headers, payload } as const;
      const response = await broken.send(request);
      expect([response.statusCode, response.json()]).toEqual([
        500,
        {
          detail: 'INTERNAL_ERROR',
          message: 'Something went wrong here; it has been logged under this request id.',
          request_id: requestId,
        },
      ]);
      const logged = broken.log.filter(({ level }) => level === 'error');
      expect(logged).toEqual([
        {
          level: 'error',
          message: 'a request failed through a fault of ours',
          fields: {
            request_id: requestId,
            route: '/api/v1/datasets',
            stack: expect.stringContaining(secret),
          },
        },
      ]);
    } finally {
      await broken.close();
    }
  });
});
