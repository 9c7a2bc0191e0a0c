import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask as askRoute,
  codeOf,
  everyRoute,
  named,
  pathOf,
  tokenFor,
} from '../../support/every-route.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { makeRoad, type Road } from '../../support/road.ts';
import { samples } from '../../support/samples.ts';
import { createStage } from '../../support/stage.ts';

let http: HttpWorld;
let tenant: Tenant;
let road: Road;
beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  road = await makeRoad(http, tenant);
});
afterAll(() => http.close());

type Ask = { readonly payload?: object; readonly ifMatch?: string; readonly key?: string };

async function ask(method: 'GET' | 'POST' | 'PATCH', path: string, of: Ask = {}) {
  const { payload, ifMatch, key } = of;
  const headers = {
    ...bearer(tenant.key),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const url = path.startsWith('/v1') ? path : `/api/v1${path}`;
  const response = await http.send({ method, url, headers, ...(payload && { payload }) });
  const { etag } = response.headers;
  return { status: response.statusCode, etag: String(etag), body: response.json() };
}

describe('an ETag', () => {
  it('is the same however the thing is asked for, and no other thing has it', async () => {
    const group = `/v1/accounts/${tenant.accountId}`;
    const paths = [
      `/datasets/${road.datasetId}`,
      `/templates/${road.templateId}`,
      `/sender-profiles/${road.senderProfileId}`,
      `/aliases/${road.aliasId}`,
      `/campaigns/${road.campaignId}`,
      `${group}/campaigns/${road.campaignId}`,
    ];
    const tags = await Promise.all(paths.map(async (path) => (await ask('GET', path)).etag));
    for (const tag of tags) expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(tags[5]).toBe(tags[4]);
    expect(new Set(tags).size).toBe(5);
  });

  it('is given with what was just made', async () => {
    const payload = { name: 'Hello', subject: 'Hello', body: 'Hello.' };
    const made = await ask('POST', '/templates', { payload });
    const read = await ask('GET', `/templates/${made.body.template_id}`);
    expect(made.etag).toBe(read.etag);
  });

  it('is not disturbed by what happens to a thing by itself', async () => {
    const path = `/campaigns/${road.campaignId}`;
    const before = await ask('GET', path);
    expect((await ask('POST', `${path}/launch`)).status).toBe(200);
    await http.world.settle();
    const after = await ask('GET', path);
    expect([before.body.status, after.body.status]).toEqual(['draft', 'active']);
    expect(after.etag).toBe(before.etag);
    const alias = await ask('GET', `/aliases/${road.aliasId}`);
    await ask('POST', `/aliases/${road.aliasId}/verify`);
    expect((await ask('GET', `/aliases/${road.aliasId}`)).etag).toBe(alias.etag);
  });
});

const checked = everyRoute.filter(({ etag }) => etag === 'checked');

describe.each(named(checked))('%s', (_, route) => {
  it('takes the tag its thing is read with, refuses another, and answers the next', async () => {
    const sample = (await samples[route.name]?.(createStage(http, tenant))) ?? {};
    const token = (await tokenFor(http, route, tenant)) ?? '';
    const url = pathOf(route, sample.params ?? {});
    const read = async () => (await http.send({ url, headers: bearer(token) })).headers.etag;
    const change = (ifMatch: string) =>
      askRoute(http, route, { sample, token, headers: { 'if-match': ifMatch } });
    const before = `${await read()}`;
    const refused = await change('"another"');
    expect([refused.statusCode, codeOf(refused)]).toEqual([412, 'PRECONDITION_FAILED']);
    expect(refused.json<{ etag: string }>().etag).toBe(before);
    expect(await read()).toBe(before);
    const changed = await change(before);
    expect(changed.statusCode, changed.body).toBe(200);
    expect(changed.headers.etag).not.toBe(before);
    expect(await read()).toBe(changed.headers.etag);
    expect((await change(before)).statusCode).toBe(412);
  });
});

describe('a change with If-Match', () => {
  async function template() {
    const payload = { name: 'Hello', subject: 'Hello', body: 'Hello.' };
    const { body, etag } = await ask('POST', '/templates', { payload });
    return { path: `/templates/${body.template_id}`, etag };
  }

  it('is made where nothing changed meanwhile, and answers the new tag', async () => {
    const { path, etag } = await template();
    const changed = await ask('PATCH', path, { payload: { name: 'Hi' }, ifMatch: etag });
    expect([changed.status, changed.body.name]).toEqual([200, 'Hi']);
    expect(changed.etag).not.toBe(etag);
    expect((await ask('GET', path)).etag).toBe(changed.etag);
  });

  it('is refused where somebody was faster, and says what is there now', async () => {
    const { path, etag } = await template();
    const first = await ask('PATCH', path, { payload: { name: 'First' }, ifMatch: etag });
    const second = await ask('PATCH', path, { payload: { name: 'Second' }, ifMatch: etag });
    expect([second.status, second.body.detail]).toEqual([412, 'PRECONDITION_FAILED']);
    expect(second.body.etag).toBe(first.etag);
    expect((await ask('GET', path)).body.name).toBe('First');
  });

  it('is won by one of many at once', async () => {
    const { path, etag } = await template();
    const names = Array.from({ length: 8 }, (_, n) => `Name ${n}`);
    const answers = await Promise.all(
      names.map((name) => ask('PATCH', path, { payload: { name }, ifMatch: etag })),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
  });

  it.each([
    ['*', 200],
    ['"x", "y"', 412],
    ['W/"x"', 412],
    ['no quotes', 400],
  ])('of %s is answered %d', async (ifMatch, status) => {
    const { path } = await template();
    expect((await ask('PATCH', path, { payload: { name: 'Hi' }, ifMatch })).status).toBe(status);
  });

  it('takes a list with the right one in it, and no weak one', async () => {
    const { path, etag } = await template();
    const payload = { name: 'Hi' };
    const weak = await ask('PATCH', path, { payload, ifMatch: `W/${etag}` });
    const listed = await ask('PATCH', path, { payload, ifMatch: `"x", ${etag}` });
    expect([weak.status, listed.status]).toEqual([412, 200]);
  });

  it('is a 404 where there is nothing to change', async () => {
    const path = `/templates/${tenant.accountId}`;
    const missing = await ask('PATCH', path, { payload: { name: 'Hi' }, ifMatch: '*' });
    expect(missing.status).toBe(404);
  });

  it('that comes twice under one Idempotency-Key is answered twice', async () => {
    const { path, etag } = await template();
    const change = { payload: { name: 'Hi' }, ifMatch: etag, key: 'edit-1' };
    const first = await ask('PATCH', path, change);
    const again = await ask('PATCH', path, change);
    expect([again.status, again.etag, again.body]).toEqual([200, first.etag, first.body]);
  });
});
