import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimitOf } from '../../../src/contract/shared/body-limit.ts';
import {
  codeOf,
  type EveryRoute,
  everyRoute,
  isMutation,
  named,
  paramNames,
  pathOf,
  tokenFor,
  unknownId,
} from '../../support/every-route.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

let http: HttpWorld;
let tenant: Tenant;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
});
afterAll(() => http.close());

const json = 'application/json';

function urlOf(route: EveryRoute): string {
  const ids = paramNames(route).map((name) => [name, unknownId]);
  return pathOf(route, { ...Object.fromEntries(ids), accountGroupId: tenant.accountId });
}

async function tokenOf(route: EveryRoute): Promise<Record<string, string>> {
  const token = await tokenFor(http, route, tenant);
  return token === null ? {} : { ...bearer(token) };
}

type Sent = { readonly payload?: string | Buffer; readonly headers?: Record<string, string> };

async function send(route: EveryRoute, { payload, headers }: Sent) {
  const own = await tokenOf(route);
  const request = { method: route.method, url: urlOf(route), headers: { ...own, ...headers } };
  const answered = await http.send(payload === undefined ? request : { ...request, payload });
  return { status: answered.statusCode, code: codeOf(answered), answered };
}

/** What the shape of a request gets wrong is another status on each surface. */
const invalid = { campaigns: 422, integration: 400 } as const;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;
const templates = [...new Set(everyRoute.map(({ template }) => template.replace(/\/$/, '')))];

describe.each(templates)('%s', (template) => {
  const here = everyRoute.filter((route) => route.template.replace(/\/$/, '') === template);
  const [route] = here;
  if (route === undefined) throw new Error('a template is that of a route');

  it('says which methods it answers to, to every other', async () => {
    const allowed = here.map(({ method }) => method as string);
    for (const method of methods.filter((one) => !allowed.includes(one))) {
      for (const slash of ['', '/']) {
        const url = urlOf(route).replace(/\/$/, '') + slash;
        const answered = await http.send({ method: method as 'GET', url });
        expect([method, answered.statusCode, codeOf(answered)]).toEqual([
          method,
          405,
          'METHOD_NOT_ALLOWED',
        ]);
        expect(`${answered.headers.allow}`.split(', ').sort()).toEqual([...allowed].sort());
      }
    }
  });

  it('has nothing beside it', async () => {
    const url = urlOf(route).replace(/\/$/, '');
    const headers = await tokenOf(route);
    const beside = ['/nothing/beside', '//', '.json', '%2f', ';x=1'].map((tail) => url + tail);
    for (const odd of beside) {
      const answered = await http.send({ method: route.method, url: odd, headers });
      expect([odd, answered.statusCode, codeOf(answered)]).toEqual([odd, 404, 'NOT_FOUND']);
    }
  });
});

/** A file is read otherwise, and bounded otherwise: imports.test.ts. */
const ofJson = everyRoute.filter((route) => isMutation(route) && route.takes === undefined);

describe.each(named(ofJson))('%s', (_, route) => {
  const malformed = route.surface === 'integration' ? 'VALIDATION_ERROR' : 'MALFORMED_REQUEST';

  it('reads JSON in UTF-8, as it is, and nothing else', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { status, code } = await send(route, {
        payload: '{}',
        headers: { 'content-type': type },
      });
      expect([status, code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    const gzip = { 'content-type': json, 'content-encoding': 'gzip' };
    expect((await send(route, { payload: '{}', headers: gzip })).status).toBe(415);
    const broken = ['{', '{"a":1}}', "{'a':1}", 'undefined', '{"a":1,}', '\u0000'];
    for (const payload of [...broken, Buffer.from([0x22, 0xff, 0x22])]) {
      const { status, code } = await send(route, { payload, headers: { 'content-type': json } });
      expect([payload, status, code]).toEqual([payload, 400, malformed]);
    }
  });

  it('takes no more than its limit', async () => {
    const { bytesMax: limit } = bodyLimitOf(route);
    const payload = `"${'a'.repeat(limit - 1)}"`;
    const { status, code } = await send(route, { payload, headers: { 'content-type': json } });
    expect([status, code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const within = `"${'a'.repeat(limit - 3)}"`;
    const read = await send(route, { payload: within, headers: { 'content-type': json } });
    expect(read.status).toBe(invalid[route.surface]);
  });

  it('refuses what is no object, and a field it does not know', async () => {
    for (const payload of ['[]', 'null', '7', '"a"', 'true', '{"nonsense":1}']) {
      const { status, code } = await send(route, { payload, headers: { 'content-type': json } });
      expect([payload, status, code]).toEqual([
        payload,
        invalid[route.surface],
        'VALIDATION_ERROR',
      ]);
    }
    const told = await send(route, {
      payload: '{"nonsense":1}',
      headers: { 'content-type': json },
    });
    expect(told.answered.body).toContain('nonsense');
  });
});

describe.each(named(everyRoute))('%s', (_, route) => {
  it("answers under the caller's own id, and in JSON that nobody keeps", async () => {
    const { answered } = await send(route, { headers: { 'x-request-id': 'probe-7' } });
    expect(answered.headers).toMatchObject({
      'x-request-id': 'probe-7',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
    const odd = await send(route, { headers: { 'x-request-id': 'a b' } });
    expect(odd.answered.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells a query parameter it does not know, on the strict surface', async () => {
    const url = `${urlOf(route)}?nonsense=1`;
    const headers = await tokenOf(route);
    const answered = await http.send({ method: route.method, url, headers });
    if (route.surface === 'integration') return;
    expect([answered.statusCode, codeOf(answered)]).toEqual([422, 'VALIDATION_ERROR']);
    expect(answered.body).toContain('nonsense');
  });
});
