import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditActions } from '../../../src/domain/audit.ts';
import {
  ask,
  codeOf,
  type EveryRoute,
  everyRoute,
  isMutation,
  named,
  nowhere,
  oddIds,
  paramNames,
  pathOf,
  type Sample,
  tokenFor,
} from '../../support/every-route.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { samples } from '../../support/samples.ts';
import { createStage, type Stage } from '../../support/stage.ts';

let http: HttpWorld;
let owner: Tenant;
let stranger: Tenant;
let stage: Stage;

beforeAll(async () => {
  http = await createHttpWorld();
  owner = await http.tenant('Owner');
  stranger = await http.tenant('Stranger');
  stage = createStage(http, owner);
});
afterAll(() => http.close());

async function sampleOf(route: EveryRoute): Promise<Sample> {
  const make = samples[route.name];
  if (make === undefined) throw new Error(`no sample of ${route.name}: add one to samples.ts`);
  return make(stage);
}

/** What differs between two answers though both say the same. */
function withoutIds(body: string): string {
  return body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
}

function trail(accountId: string) {
  const rows = http.world.db.selectFrom('audit').selectAll();
  return rows.where('account_id', '=', accountId).orderBy('id').execute();
}

describe('the table of samples', () => {
  it('has one for every route of both surfaces, and none besides', () => {
    expect(Object.keys(samples).sort()).toEqual(everyRoute.map(({ name }) => name).sort());
  });
});

/** Their own tests have a server nobody can sign in to, and an address nobody has proved. */
const elsewhere = ['setUp', 'sendEmailCode', 'proveEmail'];
const probed = everyRoute.filter(({ name }) => !elsewhere.includes(name));

describe.each(named(probed))('%s', (_, route) => {
  const token = (tenant: Tenant) => tokenFor(http, route, tenant);
  /** The group of whoever asks, so that what is asked for in it is what is somebody else's. */
  function inOwnGroup(params: Readonly<Record<string, string>>) {
    if (!('accountGroupId' in params) || paramNames(route).length === 1) return params;
    return { ...params, accountGroupId: stranger.accountId };
  }

  it('answers its owner, and leaves exactly one line on the trail if it changes something', async () => {
    const sample = await sampleOf(route);
    const before = (await trail(owner.accountId)).map(({ id }) => id);
    const headers = { 'x-request-id': `probe-${route.name}` };
    const answered = await ask(http, route, { sample, token: await token(owner), headers });
    expect(answered.statusCode, answered.body).toBe(route.status);
    const added = (await trail(owner.accountId)).filter(({ id }) => !before.includes(id));
    if (!isMutation(route)) return expect(added).toEqual([]);
    expect(added).toEqual([
      expect.objectContaining({
        actor: expect.stringMatching(/^(?:key:)?[0-9a-f-]{36}$/),
        request_id: `probe-${route.name}`,
        action: expect.toSatisfy((action) => auditActions.includes(action)),
      }),
    ]);
    const [row] = added;
    expect(JSON.stringify(sample.params ?? {}) + answered.body).toContain(
      row?.target_kind === 'campaign_lead' && route.surface === 'integration'
        ? sample.params?.['workflowInstanceId']
        : row?.target_id,
    );
  });

  if (paramNames(route).length === 0) return;

  it('hides from a stranger what the owner then is shown', async () => {
    const sample = await sampleOf(route);
    const params = sample.params ?? {};
    const before = await trail(owner.accountId);
    const asStranger = async (which: Readonly<Record<string, string>>) =>
      ask(http, route, {
        sample: { ...sample, params: inOwnGroup(which) },
        token: await token(stranger),
        headers: { 'x-request-id': 'same' },
      });
    const hidden = await asStranger(params);
    const missing = await asStranger(nowhere(route));
    expect([hidden.statusCode, missing.statusCode]).toEqual([404, 404]);
    expect(withoutIds(hidden.body)).toBe(withoutIds(missing.body));
    expect(Object.keys(hidden.headers).sort()).toEqual(Object.keys(missing.headers).sort());
    expect(await trail(owner.accountId)).toEqual(before);
    expect(await trail(stranger.accountId)).toEqual([]);
    const shown = await ask(http, route, { sample, token: await token(owner) });
    expect(shown.statusCode, shown.body).toBe(route.status);
  });

  it('finds nothing where one of its ids is no id', async () => {
    const sample = await sampleOf(route);
    const { params = {} } = sample;
    for (const name of paramNames(route)) {
      for (const odd of oddIds(params[name] ?? '')) {
        const changed = { ...sample, params: { ...params, [name]: encodeURIComponent(odd) } };
        const answered = await ask(http, route, { sample: changed, token: await token(owner) });
        expect([odd, answered.statusCode]).toEqual([odd, 404]);
      }
    }
  });

  it('finds nothing under a thing of another kind', async () => {
    const sample = await sampleOf(route);
    const { params = {} } = sample;
    for (const name of paramNames(route)) {
      // A member's id is the person's.
      const other = name === 'member_id' ? owner.accountId : owner.userId;
      const changed = { ...sample, params: { ...params, [name]: other } };
      const answered = await ask(http, route, { sample: changed, token: await token(owner) });
      expect([name, answered.statusCode]).toEqual([name, 404]);
    }
  });

  it('answers the same with a slash at its end, and with ids in upper case', async () => {
    if (isMutation(route)) return;
    const sample = await sampleOf(route);
    const { params = {}, query } = sample;
    const loud = Object.fromEntries(Object.entries(params).map(([k, v]) => [k, v.toUpperCase()]));
    const headers = { ...bearer((await token(owner)) ?? ''), 'x-request-id': 'same' };
    const suffix = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const { method } = route;
    const at = (path: string) => http.send({ method, url: path + suffix, headers });
    const plain = await at(pathOf(route, params).replace(/\/$/, ''));
    expect(plain.statusCode).toBe(200);
    for (const path of [pathOf(route, params), pathOf(route, loud)]) {
      expect((await at(`${path.replace(/\/$/, '')}/`)).body).toBe(plain.body);
    }
  });
});

describe('what belongs to somebody else', () => {
  const lists = everyRoute.filter(
    (route) =>
      route.method === 'GET' && paramNames(route).every((name) => name === 'accountGroupId'),
  );

  async function idsOf({ accountId }: Tenant): Promise<readonly string[]> {
    const { db } = http.world;
    const tables = ['dataset', 'template', 'alias', 'sender_profile', 'campaign'] as const;
    const more = ['suppression', 'audit', 'api_key', 'invitation'] as const;
    const found = [...tables, ...more].map((table) =>
      db.selectFrom(table).select('id').where('account_id', '=', accountId).execute(),
    );
    const people = db.selectFrom('membership').select('person_id as id');
    found.push(people.where('account_id', '=', accountId).execute());
    return [accountId, ...(await Promise.all(found)).flat().map(({ id }) => id)];
  }

  it.each(named(lists))('is not in the answer of %s', async (_, route) => {
    const owned = await idsOf(owner);
    const answerTo = async (tenant: Tenant) => {
      const params = { accountGroupId: tenant.accountId };
      const answered = await ask(http, route, {
        sample: { params },
        token: await tokenFor(http, route, tenant),
      });
      expect(answered.statusCode, answered.body).toBe(200);
      return answered.body;
    };
    const [own, theirs] = [await answerTo(owner), await answerTo(stranger)];
    expect(owned.filter((id) => theirs.includes(id))).toEqual([]);
    // These name nothing by its id.
    if (['getToday', 'getSetup'].includes(route.name)) return;
    expect(owned.filter((id) => own.includes(id))).not.toEqual([]);
  });

  it('cannot be built on', async () => {
    const theirs = createStage(http, stranger);
    const launch = async (
      from: Partial<Record<'dataset' | 'template' | 'alias' | 'profile', Stage>>,
    ) => {
      const of = { dataset: theirs, template: theirs, alias: theirs, profile: theirs, ...from };
      const variant = {
        label: 'A',
        type: 'TEMPLATE',
        template_id: await of.template.template(),
        sender_profile_id: await of.profile.profile(),
      };
      const payload = {
        name: 'Spring',
        dataset_id: await of.dataset.dataset(),
        alias_ids: [await of.alias.alias()],
        steps: [{ step: 1, variants: [variant] }],
      };
      const headers = bearer(stranger.key);
      const post = { method: 'POST', headers } as const;
      const made = await http.send({ ...post, url: '/api/v1/campaigns', payload });
      if (made.statusCode !== 201) return [made.statusCode, codeOf(made)];
      const { campaign_id } = made.json<{ campaign_id: string }>();
      const launched = await http.send({ ...post, url: `/api/v1/campaigns/${campaign_id}/launch` });
      return [launched.statusCode, launched.statusCode === 200 ? '' : codeOf(launched)];
    };
    expect(await launch({})).toEqual([200, '']);
    expect(await launch({ dataset: stage })).toEqual([422, 'VALIDATION_ERROR']);
    expect(await launch({ template: stage })).toEqual([422, 'PREFLIGHT_FAILED']);
    expect(await launch({ alias: stage })).toEqual([422, 'PREFLIGHT_FAILED']);
    expect(await launch({ profile: stage })).toEqual([422, 'PREFLIGHT_FAILED']);
  });
});
