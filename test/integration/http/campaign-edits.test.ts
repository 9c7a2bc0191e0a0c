import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { createStage, type Stage } from '../../support/stage.ts';

let http: HttpWorld;
let owner: Tenant;
let stage: Stage;
let path: string;
beforeEach(async () => {
  http = await createHttpWorld();
  owner = await http.tenant('Owner');
  stage = createStage(http, owner);
  path = `/api/v1/campaigns/${await stage.draft({ description: 'For spring' })}`;
});
afterEach(() => http.close());

const send = (method: 'GET' | 'PATCH' | 'DELETE', payload?: object, more: object = {}) =>
  http.send({
    method,
    url: path,
    headers: { ...bearer(owner.key), ...more },
    ...(payload === undefined ? {} : { payload }),
  });
type Json = Readonly<Record<string, unknown>>;
const read = async () => (await send('GET')).json<Json>();
const places = (body: Json) => (body['details'] as { loc: unknown }[]).map(({ loc }) => loc);

describe('PATCH of a campaign', () => {
  it('changes what it names, clears what is null, and leaves the rest', async () => {
    const before = await read();
    http.world.now.engine += 1_000;
    const response = await send('PATCH', { name: 'Summer', description: null, daily_limit: 3 });
    expect(response.statusCode).toBe(200);
    const { updated_at, ...changed } = response.json<Json>();
    expect(changed).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'updated_at')),
      name: 'Summer',
      description: null,
      daily_limit: 3,
    });
    expect(updated_at).not.toBe(before['updated_at']);
    expect(await read()).toEqual(response.json());
  });

  it('of a whole campaign as it was read is an edit of what differs in it', async () => {
    const response = await send('PATCH', { ...(await read()), name: 'Summer' });
    expect([response.statusCode, response.json<Json>()['name']]).toEqual([200, 'Summer']);
  });

  it('refuses what it may not change, each at its field', async () => {
    const given = { status: 'active', dataset_id: owner.userId, type: 'mixed', total_leads: 9 };
    const response = await send('PATCH', given);
    expect([response.statusCode, places(response.json())]).toEqual([
      422,
      [
        ['body', 'dataset_id'],
        ['body', 'type'],
        ['body', 'status'],
      ],
    ]);
  });

  it('refuses null where there must be something, and what nobody knows', async () => {
    const never = ['name', 'steps', 'daily_limit', 'timezone', 'send_days', 'approval_mode'];
    const nothing = Object.fromEntries(never.map((name) => [name, null]));
    const response = await send('PATCH', { ...nothing, colour: 'red' });
    expect(response.statusCode).toBe(422);
    const faulty = places(response.json()).map((place) => (place as string[])[1]);
    expect(new Set(faulty)).toEqual(new Set([...never, 'colour']));
  });

  it('names the fields that are locked, in the words of the wire', async () => {
    path = `/api/v1/campaigns/${await stage.active()}`;
    const response = await send('PATCH', { use_lead_timezone: true, alias_ids: ['x'] });
    expect([response.statusCode, response.json()]).toMatchObject([
      409,
      { detail: 'FIELD_LOCKED', state: 'active', fields: ['alias_ids', 'use_lead_timezone'] },
    ]);
  });

  it('of a step that leads have reached names it', async () => {
    path = `/api/v1/campaigns/${await stage.active()}`;
    const { steps_config } = await read();
    const [first] = steps_config as readonly Json[];
    const response = await send('PATCH', { steps: [{ ...first, delay_days: 3 }] });
    expect([response.statusCode, response.json()]).toMatchObject([
      409,
      { detail: 'STEP_ALREADY_RUNNING', steps: [1], reached: 1 },
    ]);
  });

  it('of a state that has changed since is 412, and says which there is now', async () => {
    const etag = (await send('GET')).headers.etag;
    const first = await send('PATCH', { name: 'Summer' }, { 'if-match': etag });
    expect(first.statusCode).toBe(200);
    const second = await send('PATCH', { name: 'Autumn' }, { 'if-match': etag });
    expect([second.statusCode, second.json<Json>()['etag']]).toEqual([412, first.headers.etag]);
    expect((await read())['name']).toBe('Summer');
  });
});

it('a campaign that runs is not deleted; one that does not is, once', async () => {
  expect((await send('DELETE')).statusCode).toBe(200);
  expect((await send('DELETE')).statusCode).toBe(404);
  path = `/api/v1/campaigns/${await stage.active()}`;
  const response = await send('DELETE');
  expect([response.statusCode, response.json()]).toMatchObject([
    409,
    { detail: 'CAMPAIGN_NOT_DELETABLE', state: 'active' },
  ]);
});
