/** The web interface is served beside the API, and never in its place. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';

const page = '<!doctype html><title>Countersign</title>';
const script = 'export const built = "once";\n'.repeat(50);
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const folder = mkdtempSync(join(tmpdir(), 'countersign-web-'));
let http: HttpWorld;
let bare: HttpWorld;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets/main-1a2b.js'), script);
  writeFileSync(join(folder, 'assets/main-1a2b.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'secret.txt'), 'not an asset');
  http = await createHttpWorld({ webDir: folder });
  bare = await createHttpWorld({ webDir: join(folder, 'nowhere') });
});

afterAll(async () => {
  await http.close();
  await bare.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a screen', () => {
  it.each(['/', '/sign-in', '/settings/members', '/settings/members/', '/no/such/screen?x=1'])(
    'at %s is the one page, asked for anew each time',
    async (url) => {
      const { statusCode, headers, body } = await http.app.inject({ url, headers: asBrowser });

      expect({ statusCode, body }).toEqual({ statusCode: 200, body: page });
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  it('is there, too, for whoever asks for its headers only', async () => {
    const asked = { method: 'HEAD', url: '/settings/keys', headers: asBrowser } as const;

    expect((await http.app.inject(asked)).statusCode).toBe(200);
  });
});

describe('what is no screen', () => {
  it.each([
    ['GET', '/api/v1/nowhere', asBrowser],
    ['GET', '/api', asBrowser],
    ['GET', '/v1/nowhere', asBrowser],
    ['GET', '/assets/main-0000.js', asBrowser],
    ['GET', '/assets/', asBrowser],
    ['GET', '/assets/%2e%2e%2fsecret.txt', asBrowser],
    ['GET', '/settings/members', { accept: 'application/json' }],
    ['GET', '/', {}],
    ['POST', '/settings/members', asBrowser],
  ] as const)('%s %s is a 404 in its envelope', async (method, url, headers) => {
    const { statusCode, body } = await http.app.inject({ method, url, headers });

    expect({ statusCode, isEnveloped: body.includes('"NOT_FOUND"') }).toEqual({
      statusCode: 404,
      isEnveloped: true,
    });
  });

  it('is no other file of the folder either', async () => {
    for (const url of ['/secret.txt', '/assets/../secret.txt', '/assets/%2e%2e/secret.txt']) {
      expect((await http.app.inject({ url, headers: asBrowser })).body).toBe(page);
    }
  });

  it('is refused by its method as before', async () => {
    const { statusCode } = await http.app.inject({
      method: 'PATCH',
      url: '/api/v1/auth/me',
      headers: asBrowser,
    });

    expect(statusCode).toBe(405);
  });
});

describe('an asset', () => {
  it('is kept for good: its name is its content', async () => {
    const { statusCode, headers, body } = await http.app.inject('/assets/main-1a2b.js');

    expect({ statusCode, body }).toEqual({ statusCode: 200, body: script });
    expect(headers).toMatchObject({
      'content-type': 'application/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('that is gone since the start is a 404, and never the page', async () => {
    const gone = join(folder, 'assets/gone-3c4d.js');
    writeFileSync(gone, script);
    const other = await createHttpWorld({ webDir: folder });
    rmSync(gone);

    const { statusCode, body } = await other.app.inject('/assets/gone-3c4d.js');
    await other.close();

    expect({ statusCode, isEnveloped: body.includes('"NOT_FOUND"') }).toEqual({
      statusCode: 404,
      isEnveloped: true,
    });
  });

  it('is sent as small as it was made', async () => {
    const { headers, rawPayload } = await http.app.inject({
      url: '/assets/main-1a2b.js',
      headers: { 'accept-encoding': 'gzip, br' },
    });

    expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(rawPayload).toString()).toBe(script);
  });
});

it('is said to be missing where nobody built it, and the API is there all the same', async () => {
  const { statusCode, body } = await bare.app.inject({ url: '/', headers: asBrowser });
  expect({ statusCode, message: JSON.parse(body).message }).toEqual({
    statusCode: 404,
    message:
      'The web interface is not built here: run "npm run build" and start again. ' +
      'The API is under /api/v1, its document at /openapi.json.',
  });

  expect((await bare.app.inject('/openapi.json')).statusCode).toBe(200);
  const screen = await bare.app.inject({ url: '/sign-in', headers: asBrowser });
  expect(screen.statusCode).toBe(404);
});
