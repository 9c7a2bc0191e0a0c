import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld } from '../../support/http.ts';

let http: HttpWorld;
afterEach(() => http.close());

async function listen(overrides: Parameters<typeof createHttpWorld>[0] = {}): Promise<number> {
  http = await createHttpWorld(overrides);
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  return (http.app.server.address() as AddressInfo).port;
}

/** Bytes in, bytes out, until the server hangs up. */
async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // What is refused half-way is reset.
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

const kib = 1024;

function askWith(path: string, headerBytes: number): string {
  const padding = 'a'.repeat(headerBytes - path.length - 100);
  return `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-padding: ${padding}\r\n\r\n`;
}

it('reads headers up to 64 KiB', async () => {
  const port = await listen();
  expect(await exchange(port, askWith('/healthz', 63 * kib))).toMatch(/^HTTP\/1.1 200 /);
});

it('reads five hundred ids in a URL', async () => {
  const port = await listen();
  const { key, accountId } = await http.tenant();
  const ids = Array.from({ length: 500 }, () => '019cadc6-9a80-7000-8000-000000000001').join(',');
  const id = '00000000-0000-7000-8000-000000000000';
  const url = `/v1/accounts/${accountId}/campaigns/${id}/lead-status?leadIds=${ids}`;
  const response = await fetch(`http://127.0.0.1:${port}${url}`, { headers: bearer(key) });
  expect(response.status).toBe(404);
});

it.each([
  ['/api/v1/campaigns', { detail: 'HEADERS_TOO_LARGE' }],
  ['/v1/accounts', { success: false, error: { code: 'HEADERS_TOO_LARGE' } }],
])('answers %s with longer ones in its envelope', async (path, body) => {
  const port = await listen();
  const answer = await exchange(port, askWith(path, 80 * kib));
  expect(answer).toMatch(/^HTTP\/1.1 431 /);
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject(body);
});

it.each([
  ['far too long headers', askWith('/v1/accounts', 300 * kib), '431 HEADERS_TOO_LARGE'],
  ['what is not HTTP', 'HELO example.org\r\n\r\n', '400 MALFORMED_REQUEST'],
])('answers %s in both envelopes at once', async (_, text, refusal) => {
  const port = await listen();
  const answer = await exchange(port, text);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${refusal}\r\n`));
  const body = JSON.parse(answer.slice(answer.indexOf('{')));
  const requestId = /x-request-id: (\S+)/.exec(answer)?.[1];
  const message = body.message;
  const code = refusal.slice(4);
  expect(body).toEqual({
    detail: code,
    message,
    request_id: requestId,
    success: false,
    data: null,
    error: { code, message, details: message },
    traceId: requestId,
  });
});

it.each([
  ['/api/v1/nothing', { detail: 'MALFORMED_REQUEST' }],
  ['/v1/nothing', { success: false, error: { code: 'VALIDATION_ERROR' } }],
])('answers %s without a Host in its envelope', async (path, body) => {
  const port = await listen();
  const answer = await exchange(port, `GET ${path} HTTP/1.1\r\nconnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject(body);
});

it('overlooks what it is expected to do', async () => {
  const port = await listen();
  const asked = 'GET /healthz HTTP/1.1\r\nhost: a\r\nexpect: more\r\nconnection: close\r\n\r\n';
  expect(await exchange(port, asked)).toMatch(/^HTTP\/1.1 200 /);
});

it('finishes what it began while it shuts down, and refuses what comes in meanwhile', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const port = await listen({
    readiness: async () => {
      await held;
      return { database: true, fencedBecause: null };
    },
  });
  const socket = connect(port, '127.0.0.1');
  const asked = once(http.app.server, 'request');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write('GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n');
  await asked;
  const closed = http.app.close();
  const askedAgain = once(http.app.server, 'request');
  socket.write('GET /api/v1/auth/me HTTP/1.1\r\nhost: a\r\n\r\n');
  await askedAgain;
  release();
  await once(socket, 'close');
  await closed;
  const answers = Buffer.concat(chunks)
    .toString()
    .split(/(?=HTTP\/1\.1 )/);
  expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['200', '503']);
  expect(answers[1]).toContain('"detail":"SHUTTING_DOWN"');
});
