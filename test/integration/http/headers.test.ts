import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';

let http: HttpWorld;
let secure: HttpWorld;
let key: string;
beforeAll(async () => {
  http = await createHttpWorld();
  secure = await createHttpWorld({ publicUrl: 'https://outreach.example.com' });
  key = (await http.tenant()).key;
});
afterAll(async () => {
  await http.close();
  await secure.close();
});

const plain = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

describe('every answer', () => {
  it.each([
    ['success', '/api/v1/auth/me', true],
    ['a refusal', '/api/v1/auth/me', false],
    ['an unknown route', '/nowhere', false],
    ['what cannot be read', '/v1/accounts/%zz', false],
    ['health', '/healthz', false],
    ['the document', '/openapi.json', false],
  ])('of %s may do nothing in a browser, and is kept nowhere', async (_, url, hasKey) => {
    const { headers } = await http.app.inject({ url, headers: hasKey ? bearer(key) : {} });
    expect(headers).toMatchObject(plain);
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('is bound to TLS where the public address is https', async () => {
    const { headers } = await secure.app.inject('/healthz');
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
  });
});

describe('the reference', () => {
  it('runs its own scripts alone, and may be framed by nobody', async () => {
    const { headers, body } = await http.app.inject('/docs/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(body).not.toMatch(/<script>|https?:/);
  });

  it('comes packed for those who can unpack it', async () => {
    const url = '/docs/reference.js';
    const whole = await http.app.inject(url);
    const packed = await http.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect([whole.statusCode, packed.statusCode]).toEqual([200, 200]);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.rawPayload.length).toBeLessThan(whole.rawPayload.length / 3);
  });
});
