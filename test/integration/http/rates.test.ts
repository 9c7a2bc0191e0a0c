import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { strangerRequestsPerMinuteMax } from '../../../src/http/shell/limits.ts';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';

let http: HttpWorld;
let tenant: Tenant;
beforeAll(async () => {
  http = await createHttpWorld({ requestsPerMinuteMax: 3 });
});
beforeEach(async () => {
  tenant = await http.tenant();
});
afterAll(() => http.close());

async function get(url: string, key: string | null = tenant.key) {
  const headers = key === null ? {} : bearer(key);
  const { statusCode, headers: answered, body } = await http.send({ url, headers });
  const { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining } = answered;
  return { status: statusCode, limit, remaining, headers: answered, body: JSON.parse(body) };
}

describe('a key', () => {
  it('is told what it may still ask, on success and on refusal', async () => {
    const weak = await http.keyFor(tenant, ['content:review']);
    const seen = [
      await get('/api/v1/auth/me', weak),
      await get('/api/v1/campaigns', weak),
      await get('/api/v1/campaigns/7', weak),
    ];
    expect(seen.map(({ status, limit, remaining }) => [status, limit, remaining])).toEqual([
      [200, '3', '2'],
      [403, '3', '1'],
      [403, '3', '0'],
    ]);
    const reset = Math.ceil(http.world.now.real / 60_000) * 60;
    expect(seen[0]?.headers['x-ratelimit-reset']).toBe(String(reset));
  });

  it.each([
    ['/api/v1/auth/me', (body: { detail: string }) => body.detail],
    ['/v1/accounts', (body: { error: { code: string } }) => body.error.code],
  ])('is refused on %s when its minute is spent, and told when to come back', async (url, code) => {
    for (let n = 0; n < 3; n++) expect((await get(url)).status).toBe(200);
    const refused = await get(url);
    expect([refused.status, code(refused.body)]).toEqual([429, 'RATE_LIMITED']);
    const left = 60 - Math.floor((http.world.now.real % 60_000) / 1000);
    expect(refused.headers['retry-after']).toBe(String(left));
    expect([refused.limit, refused.remaining]).toEqual(['3', '0']);
    const other = await http.keyFor(tenant, ['campaigns:read']);
    expect((await get(url, other)).status).toBe(200);
  });
});

describe('who has no key', () => {
  it('is not told of any budget, and bounded by where they are', async () => {
    const unknown = bearer(`cs_live_${'x'.repeat(43)}`);
    const ask = (remoteAddress: string) =>
      http.app.inject({ url: '/api/v1/auth/me', headers: unknown, remoteAddress });
    const first = await ask('203.0.113.7');
    expect([first.statusCode, first.headers['x-ratelimit-limit']]).toEqual([401, undefined]);
    for (let n = 1; n < strangerRequestsPerMinuteMax; n += 100) {
      await Promise.all(Array.from({ length: 100 }, () => ask('203.0.113.7')));
    }
    const refused = await ask('203.0.113.7');
    expect([refused.statusCode, refused.json().detail]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('203.0.113.8')).statusCode).toBe(401);
    // Whoever has a key is never counted among them.
    const known = { url: '/api/v1/auth/me', headers: bearer(tenant.key) };
    expect((await http.app.inject({ ...known, remoteAddress: '203.0.113.7' })).statusCode).toBe(
      200,
    );
  });
});
