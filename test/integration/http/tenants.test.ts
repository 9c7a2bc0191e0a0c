import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignsPrefix, campaignsRoutes } from '../../../src/contract/campaigns/routes.ts';
import { integrationPrefix, integrationRoutes } from '../../../src/contract/integration/routes.ts';
import type { Route } from '../../../src/contract/shared/route.ts';
import { type Permission, permissions } from '../../../src/domain/permission.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { leastCampaign, makeRoad, type Road } from '../../support/road.ts';

let http: HttpWorld;
let tenant: Tenant;
let road: Road;
let stranger: Tenant;
let ids: Readonly<Record<string, string>>;

const nobody = '00000000-0000-7000-8000-000000000000';

const routes: readonly (Route & { readonly name: string })[] = [
  ...listed(campaignsPrefix, campaignsRoutes),
  ...listed(integrationPrefix, integrationRoutes),
];

function listed(prefix: string, table: Readonly<Record<string, Route>>) {
  return Object.entries(table).map(([name, route]) => ({
    ...route,
    name,
    path: prefix + route.path,
  }));
}

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  stranger = await http.tenant('Stranger');
  road = await makeRoad(http, tenant);
  const launch = `/api/v1/campaigns/${road.campaignId}/launch`;
  const headers = bearer(tenant.key);
  const launched = await http.send({ method: 'POST', url: launch, headers });
  expect(launched.statusCode).toBe(200);
  ids = {
    dataset_id: road.datasetId,
    template_id: road.templateId,
    alias_id: road.aliasId,
    sender_profile_id: road.senderProfileId,
    campaign_id: road.campaignId,
    campaignId: road.campaignId,
    campaign_lead_id: nobody,
    send_id: nobody,
    accountGroupId: tenant.accountId,
    workflowInstanceId: nobody,
  };
});
afterAll(() => http.close());

/** What each body needs to be read at all. */
const bodies: Readonly<Record<string, object>> = {
  createDataset: { name: 'Autumn' },
  createTemplate: { name: 'Hello', subject: 'Hello', body: 'Hello.' },
  createSenderProfile: { profile_name: 'Me' },
  createAlias: { address: 'you@example.org', display_name: 'You', provider: 'sandbox' },
  createSuppression: { email: 'never@example.com', reason: 'asked' },
  approveStep: { step_index: 1, variant_label: 'A', subject: 'Hello', body: 'Hello.' },
  unapproveStep: { step_index: 1 },
  resolveSend: { outcome: 'sent' },
};

function ask(route: Route & { readonly name: string }, key: string, known = ids) {
  const url = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? name);
  const query = route.name === 'getLeadStatuses' ? `?leadIds=${nobody}` : '';
  const body = route.name === 'createCampaign' ? campaignBody() : bodies[route.name];
  return http.send({
    method: route.method,
    url: url + query,
    headers: { ...bearer(key), 'x-request-id': 'same' },
    ...(body === undefined ? {} : { payload: body }),
  });
}

function campaignBody(): object {
  return { ...leastCampaign(road.datasetId, road.templateId), alias_ids: [road.aliasId] };
}

describe('what belongs to somebody else', () => {
  const withIds = routes.filter(({ path }) => path.includes('{'));

  it.each(withIds.map((route) => [route.name, route] as const))(
    'is not there for %s, and nothing tells it from what is nowhere',
    async (_, route) => {
      // Their own group, so that what is asked for in it is what is somebody else's.
      const theirs = { ...ids, accountGroupId: stranger.accountId };
      const nowhere = Object.fromEntries(Object.keys(ids).map((name) => [name, nobody]));
      const unknown = { ...nowhere, accountGroupId: stranger.accountId };
      if (route.path.endsWith('{accountGroupId}/campaigns')) {
        expect((await ask(route, stranger.key, ids)).statusCode).toBe(404);
        return;
      }
      const [hidden, missing] = await Promise.all([
        ask(route, stranger.key, theirs),
        ask(route, stranger.key, unknown),
      ]);
      expect([hidden.statusCode, missing.statusCode]).toEqual([404, 404]);
      expect(hidden.body.replaceAll(/[0-9a-f-]{36}/g, 'id')).toBe(
        missing.body.replaceAll(/[0-9a-f-]{36}/g, 'id'),
      );
    },
  );

  it.each(
    routes
      .filter(({ method, path }) => method === 'GET' && !path.includes('_id}'))
      .map((route) => [route.name, route] as const),
  )('is not listed by %s', async (_, route) => {
    const known = { ...ids, accountGroupId: stranger.accountId };
    const { body } = await ask(route, stranger.key, known);
    const owned = [
      road.datasetId,
      road.templateId,
      road.aliasId,
      road.senderProfileId,
      tenant.accountId,
    ];
    expect(owned.filter((id) => body.includes(id))).toEqual([]);
  });

  it('cannot be built on', async () => {
    const response = await http.send({
      method: 'POST',
      url: '/api/v1/campaigns/',
      headers: bearer(stranger.key),
      payload: campaignBody(),
    });
    expect([response.statusCode, response.json().details[0].loc]).toEqual([
      422,
      ['body', 'dataset_id'],
    ]);
  });
});

describe('a token', () => {
  it.each(routes.map((route) => [route.name, route] as const))(
    'is needed for %s',
    async (_, route) => {
      const url = route.path.replaceAll(/\{(\w+)\}/g, nobody);
      const response = await http.send({ method: route.method, url });
      expect(response.statusCode).toBe(401);
    },
  );

  const guarded = routes.filter(({ permission }) => permission.length > 0);
  it.each(guarded.map((route) => [route.name, route] as const))(
    'without its permission does not open %s',
    async (_, route) => {
      const needed: readonly string[] = route.permission;
      const others = permissions.filter((permission) => !needed.includes(permission));
      const refused = await ask(route, await http.keyFor(tenant, others));
      expect(refused.statusCode).toBe(403);
      for (const permission of route.permission) {
        const key = await http.keyFor(tenant, [permission as Permission]);
        expect((await ask(route, key)).statusCode).not.toBe(403);
      }
    },
  );

  it('that was revoked opens nothing from then on', async () => {
    const key = await http.keyFor(tenant, ['campaigns:read']);
    const request = { url: '/api/v1/campaigns', headers: bearer(key) };
    expect((await http.send(request)).statusCode).toBe(200);
    const revoked_at = new Date().toISOString();
    await http.world.db
      .updateTable('api_key')
      .set({ revoked_at })
      .where('key_prefix', '=', key.slice(0, 17))
      .where('name', '=', `Key ${Number(key.slice(-6))}`)
      .execute();
    expect((await http.send(request)).statusCode).toBe(401);
  });
});
