/** Holds the log to its promise over a real socket: whatever is asked, no secret reaches a line. */
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../support/http.ts';

let http: HttpWorld;
let port: number;

beforeAll(async () => {
  http = await createHttpWorld();
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  port = (http.app.server.address() as AddressInfo).port;
});
afterAll(() => http.close());

const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'];

/** A link's token, a session's (also of set-up, invitation and password links), and an API key. */
function secrets() {
  const recipient = {
    accountId: '019cadc6-9a80-7000-8000-000000000001',
    enrolmentId: '019cadc6-9a80-7000-8000-000000000002',
    email: 'ada@lead.example',
  };
  const link = http.world.usecases.links.unsubscribe(recipient);
  const key = `cs_live_${'K3y_'.repeat(11).slice(1)}`;
  return [link.slice(link.lastIndexOf('/') + 1), `${'T0k-'.repeat(11).slice(1)}`, key];
}

/** Sends bytes as they are, and reads the head of the answer. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (answer.includes('\r\n\r\n')) socket.end();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.write(text);
  });
}

function targetsWith(secret: string): readonly string[] {
  return [
    `/u/${secret}`,
    `/u/${secret}/`,
    `/u/${secret}/more`,
    `/u//${secret}`,
    `//u/${secret}`,
    `/U/${secret}`,
    `/%75/${secret}`,
    `/u%2F${secret}`,
    `/u/${secret}%`,
    `/u/${secret}%ff`,
    `/u/${secret}#x`,
    `/u/${secret};x`,
    `/u/${secret.slice(0, 20)}/${secret.slice(20)}`,
    `/u/x?${secret}`,
    `/unsubscribe/${secret}`,
    `/${secret}`,
    `/setup/${secret}`,
    `/password/${secret}`,
    `/invitation/${secret}`,
    `/api/v1/auth/invitations/${secret}`,
    `/api/v1/campaigns/${secret}`,
    `/api/v1/campaigns?api_key=${secret}`,
    `/api/v1/campaigns/${secret}%`,
    `/v1/accounts/${secret}`,
    `/assets/${secret}.js`,
    `http://outreach.example/u/${secret}`,
  ];
}

it('no method and no spelling of a path brings a token into the log', async () => {
  for (const secret of secrets()) {
    for (const target of targetsWith(secret)) {
      for (const method of methods) {
        const head = `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;
        const answer = await exchange(`${head}Content-Length: 0\r\n\r\n`);
        expect([method, target, answer.slice(0, 9)]).toEqual([method, target, 'HTTP/1.1 ']);
      }
    }
  }
  const asked = http.log.filter(({ message }) => message === 'request');
  expect(asked.length).toBeGreaterThan(methods.length * targetsWith('').length);
  expectNoSecret();
});

it('nor do headers, bodies, and requests that cannot be read', async () => {
  const before = http.log.length;
  for (const secret of secrets()) {
    const heads = [
      `GET /u/${secret}\r\n\r\n`,
      `GET /u/${secret} HTTP/9.9\r\n\r\n`,
      `GET /u/${secret} HTTP/1.1\r\nConnection: close\r\n\r\n`,
      `POST /u/${secret} HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n`,
      `POST /u/${secret} HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nConnection: close\r\n\r\n`,
      `POST /u/${secret} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\nConnection: close\r\n\r\n`,
      withHead(`Authorization: Bearer ${secret}`),
      withHead(`Cookie: countersign_session=${secret}`),
      withHead(`Idempotency-Key: ${secret}`),
      withHead(`X-CSRF-Token: ${secret}`),
      withHead(`X-Request-Id: cs_live_${secret}`),
    ];
    for (const head of heads) {
      const answer = await exchange(head);
      expect([head.slice(0, 40), answer.slice(0, 9)]).toEqual([head.slice(0, 40), 'HTTP/1.1 ']);
    }
  }
  expect(http.log.length).toBeGreaterThan(before);
  expectNoSecret();
});

function withHead(line: string): string {
  const head = `POST /api/v1/auth/password/reset HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${line}\r\n`;
  const body = '{"token":"?","password":"?"}';
  const size = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  return head + size + body;
}

it('what names a thing is still in the log, and an address is not', async () => {
  const id = '019cadc6-9a80-7000-8000-000000000001';
  const paths = [
    `/api/v1/campaigns/${id}`,
    '/api/v1/suppressions/ada@lead.example',
    '/openapi.json',
    '/',
  ];
  const before = http.log.length;
  for (const path of paths) await http.app.inject(path);
  expect(http.log.slice(before).map(({ fields }) => fields['path'])).toEqual([
    `/api/v1/campaigns/${id}`,
    '/api/v1/suppressions/*',
    '/openapi.json',
    '/',
  ]);
});

/** Half a token is enough to find the rest by, in a log that shows the other half elsewhere. */
function expectNoSecret(): void {
  const everything = JSON.stringify(http.log);
  for (const secret of secrets()) {
    const half = secret.slice(-Math.ceil(secret.length / 2));
    expect(everything.includes(half)).toBe(false);
    expect(everything.includes(secret.slice(0, 24))).toBe(false);
  }
}
