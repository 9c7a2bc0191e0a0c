import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyHashOf } from '../../../src/domain/key.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { makeRoad, type Road } from '../../support/road.ts';

let http: HttpWorld;
let tenant: Tenant;
let road: Road;

beforeEach(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  road = await makeRoad(http, tenant);
});
afterEach(() => http.close());

const eventsPath = () => `/api/v1/campaigns/${road.campaignId}/events`;

/** `[type, data]` of each event in a piece of a stream. */
function eventsIn(text: string): readonly (readonly [string, unknown])[] {
  return [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(
    ([, type = '', data = '']) => [type, JSON.parse(data)] as const,
  );
}

/** Over the same rows. Where a test's clock sleeps no time passes: here it does, or something. */
function serverThatSleeps(sleep: () => Promise<void>): Promise<HttpWorld> {
  const { log: _, ...deps } = http.world.usecases;
  return createHttpWorld({ ...deps, clock: { ...deps.clock, sleep } });
}

it('tells how it stands at once, and then nothing that has not changed', async () => {
  const told = await http.send({ url: eventsPath(), headers: bearer(tenant.key) });
  expect([told.statusCode, told.headers['content-type']]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  expect(told.headers['cache-control']).toBe('no-store');
  expect(told.body.startsWith('retry: 1000\n\n')).toBe(true);
  expect(eventsIn(told.body)).toEqual([
    [
      'progress',
      {
        campaign_id: road.campaignId,
        status: 'draft',
        paused_reason: null,
        launch_error: null,
        total_leads: null,
        processed_leads: 0,
      },
    ],
  ]);
  // A comment for each look: nobody in between takes the line for dead.
  expect(told.body.match(/^:$/gm)).toHaveLength(59);
});

it('tells what changes while somebody listens, and ends with the server', async () => {
  let lookMs = 20;
  const listening = await serverThatSleeps(() => delay(lookMs));
  await listening.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = listening.app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${eventsPath()}`, {
    headers: bearer(tenant.key),
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const seen: unknown[] = [];
  const until = async (type: string, status?: string): Promise<void> => {
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) throw new Error(`it ended before ${type}`);
      const events = eventsIn(value ?? '');
      seen.push(...events);
      const isIt = (event: (typeof events)[number]) =>
        event[0] === type &&
        (status === undefined || (event[1] as { status: string }).status === status);
      if (events.some(isIt)) return;
    }
  };
  await until('progress', 'draft');
  const act = (path: string) =>
    http.send({
      method: 'POST',
      url: `/api/v1/campaigns/${road.campaignId}/${path}`,
      headers: bearer(tenant.key),
    });
  await act('launch');
  await until('progress', 'launching');
  await http.world.settle();
  await until('progress', 'active');
  // From here on its own end is a minute away.
  lookMs = 1_000;
  const closed = listening.close();
  await expect(until('progress', 'never')).rejects.toThrow();
  await closed;
});

it('says that the campaign is gone when it was deleted', async () => {
  const { db } = http.world;
  let looks = 0;
  const sleep = async () => {
    looks++;
    if (looks === 3) await db.deleteFrom('campaign').where('id', '=', road.campaignId).execute();
  };
  const watching = await serverThatSleeps(sleep);
  const told = await watching.app.inject({ url: eventsPath(), headers: bearer(tenant.key) });
  expect(eventsIn(told.body).map(([type]) => type)).toEqual(['progress', 'gone']);
  await watching.close();
});

describe('whoever may no longer ask is told no more', () => {
  /** How many looks there were, where `act` came before the third of sixty. */
  async function looksWhere(token: string, act: () => Promise<unknown>): Promise<number> {
    let looks = 0;
    const watching = await serverThatSleeps(async () => {
      looks++;
      if (looks === 3) await act();
    });
    const told = await watching.app.inject({ url: eventsPath(), headers: bearer(token) });
    await watching.close();
    expect(eventsIn(told.body).map(([type]) => type)).toEqual(['progress']);
    return looks;
  }

  it('where the key was revoked', async () => {
    const key = await http.keyFor(tenant, ['campaigns:read']);
    const keyHash = keyHashOf(key);
    const revoke = () =>
      sql`update api_key set revoked_at = now() where key_hash = ${keyHash}`.execute(http.world.db);
    expect(await looksWhere(key, revoke)).toBe(3);
    expect(await looksWhere(tenant.key, revoke)).toBe(59);
  });

  it('where the key reaches the account no longer', async () => {
    const take = () => http.world.db.deleteFrom('api_key_account').execute();
    expect(await looksWhere(tenant.key, take)).toBe(3);
  });

  it('where the session was ended', async () => {
    const token = await http.sessionFor(tenant);
    const end = () => http.world.db.deleteFrom('session').execute();
    expect(await looksWhere(token, end)).toBe(3);
    expect(await looksWhere(await http.sessionFor(tenant), async () => undefined)).toBe(59);
  });

  it('where the person is no longer a member', async () => {
    const viewer = await http.member(tenant, 'viewer');
    const leave = () =>
      http.world.db.deleteFrom('membership').where('person_id', '=', viewer.userId).execute();
    expect(await looksWhere(await http.sessionFor(viewer), leave)).toBe(3);
  });
});

it('is not told to anybody else', async () => {
  const other = await http.tenant('Other');
  const told = await http.send({ url: eventsPath(), headers: bearer(other.key) });
  expect(told.statusCode).toBe(404);
});

describe('only so many streams are open at a time', () => {
  const kept: ReadableStreamDefaultReader<Uint8Array>[] = [];
  let watching: HttpWorld;
  let url: string;
  beforeEach(async () => {
    watching = await serverThatSleeps(() => delay(50));
    await watching.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = watching.app.server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}${eventsPath()}`;
  });
  afterEach(async () => {
    for (const reader of kept.splice(0)) await reader.cancel().catch(() => undefined);
    watching.app.server.closeAllConnections();
    await watching.close();
  });

  async function open(token: string): Promise<number> {
    const answer = await fetch(url, { headers: bearer(token) });
    const reader = answer.body?.getReader();
    if (answer.status !== 200) {
      const told = JSON.parse(Buffer.from((await reader?.read())?.value ?? []).toString());
      expect([told.detail, answer.headers.get('retry-after')]).toEqual(['RATE_LIMITED', '10']);
      expect(told.message).toMatch(/at most \d+ event streams, exports and uploads/);
    } else if (reader !== undefined) kept.push(reader);
    return answer.status;
  }

  it('of one key or session, and again as soon as one is closed', async () => {
    for (let n = 0; n < 20; n++) expect(await open(tenant.key)).toBe(200);
    expect(await open(tenant.key)).toBe(429);
    expect(await open(await http.sessionFor(tenant))).toBe(200);
    await kept.shift()?.cancel();
    await expect.poll(() => open(tenant.key), { timeout: 20_000 }).toBe(200);
  });

  it('of one account, whichever key asks, and none of another is refused for it', async () => {
    const keys = await Promise.all(
      Array.from({ length: 6 }, () => http.keyFor(tenant, ['campaigns:read'])),
    );
    const answers: number[] = [];
    for (let n = 0; n < 102; n++) answers.push(await open(keys[n % 6] ?? ''));
    expect(answers).toEqual([...Array<number>(100).fill(200), 429, 429]);
    const other = await http.tenant('Other');
    const refused = await fetch(url, { headers: bearer(other.key) });
    expect(refused.status).toBe(404);
  });
});
