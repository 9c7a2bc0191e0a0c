/** Bodies that are refused before their end leave the connection usable, or close it in words. */
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { startKeepAliveProxy } from '../../support/keep-alive-proxy.ts';
import { createRawClient, type RawRequest } from '../../support/raw-client.ts';
import { createStage } from '../../support/stage.ts';

const unknownId = '00000000-0000-7000-8000-000000000000';
const kib = 1024;
const mib = 1024 * kib;

let http: HttpWorld;
let tenant: Tenant;
let reader: string;
let port: number;
let datasetId: string;

beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  reader = await http.keyFor(tenant, ['campaigns:read']);
  datasetId = await createStage(http, tenant).dataset();
  await http.app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = http.app.server.address() as AddressInfo);
});
afterAll(() => http.close());

type Refused = {
  readonly what: string;
  readonly status: number;
  readonly isAlwaysLong?: boolean;
  readonly request: (bytes: number) => RawRequest;
};

const workbook = (bytes: number) =>
  Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(bytes)]);
const noAddress = (bytes: number) => Buffer.from(`name\n${'Ada\n'.repeat(bytes / 4)}`);
const endless = (bytes: number) => Buffer.from(`email\n${'x'.repeat(bytes)}`);
const lines = (bytes: number) => Buffer.from('{"email":"ada@example.com"}\n'.repeat(bytes / 28));
const json = (bytes: number) => Buffer.from(JSON.stringify({ name: 'a'.repeat(bytes) }));

function formOf(name: string, content: Buffer): Buffer {
  const head = `--cut\r\ncontent-disposition: form-data; name="${name}"; filename="a.csv"\r\n`;
  const type = 'content-type: text/csv\r\n\r\n';
  return Buffer.concat([Buffer.from(head + type), content, Buffer.from('\r\n--cut--\r\n')]);
}

function upload(of: {
  readonly type: string;
  readonly body: (bytes: number) => Buffer;
  readonly dataset?: string;
  readonly query?: string;
  readonly token?: () => string;
  readonly headers?: Readonly<Record<string, string>>;
}): (bytes: number) => RawRequest {
  return (bytes) => ({
    method: 'POST',
    path: `/api/v1/datasets/${of.dataset ?? datasetId}/import${of.query ?? ''}`,
    headers: { ...bearer(of.token?.() ?? tenant.key), 'content-type': of.type, ...of.headers },
    body: of.body(bytes),
  });
}

const csv = 'text/csv';
const form = 'multipart/form-data; boundary=cut';
const refused: readonly Refused[] = [
  { what: 'a workbook named CSV', status: 415, request: upload({ type: csv, body: workbook }) },
  {
    what: 'a workbook by type',
    status: 415,
    request: upload({ type: 'application/zip', body: workbook }),
  },
  {
    what: 'a workbook in a form',
    status: 415,
    request: upload({ type: form, body: (bytes) => formOf('file', workbook(bytes)) }),
  },
  {
    what: 'another part of a form',
    status: 422,
    request: upload({ type: form, body: (bytes) => formOf('picture', lines(bytes)) }),
  },
  {
    what: 'a compressed file',
    status: 415,
    request: upload({ type: csv, body: workbook, headers: { 'content-encoding': 'gzip' } }),
  },
  {
    what: 'a dry run without an address',
    status: 422,
    request: upload({ type: csv, body: noAddress, query: '?dry_run=true' }),
  },
  {
    what: 'a dry run of a workbook in a form',
    status: 422,
    request: upload({
      type: form,
      body: (bytes) => formOf('file', workbook(bytes)),
      query: '?dry_run=true',
    }),
  },
  {
    what: 'a dry run of a line without an end',
    status: 422,
    isAlwaysLong: true,
    request: upload({
      type: csv,
      body: (bytes) => endless(bytes),
      query: '?dry_run=true',
    }),
  },
  {
    what: 'JSON lines for an unknown dataset',
    status: 404,
    request: upload({ type: 'application/x-ndjson', body: lines, dataset: unknownId }),
  },
  {
    what: 'a query that does not fit',
    status: 422,
    request: upload({ type: 'application/x-ndjson', body: lines, query: '?format=xlsx' }),
  },
  {
    what: 'an unknown token',
    status: 401,
    request: upload({ type: csv, body: lines, token: () => 'x' }),
  },
  {
    what: 'a key that may only read',
    status: 403,
    request: upload({ type: csv, body: lines, token: () => reader }),
  },
  {
    what: 'an unknown route',
    status: 404,
    request: (bytes) => ({ method: 'POST', path: '/api/v1/nothing', body: json(bytes) }),
  },
  {
    what: 'a method that is none',
    status: 405,
    request: (bytes) => ({ method: 'POST', path: '/v1/accounts', body: json(bytes) }),
  },
  {
    what: 'a path that cannot be read',
    status: 400,
    request: (bytes) => ({ method: 'POST', path: '/api/v1/%zz', body: json(bytes) }),
  },
  {
    what: 'JSON beyond the limit of its route',
    status: 413,
    request: (bytes) => ({
      method: 'POST',
      path: '/api/v1/auth/sign-in',
      headers: { 'content-type': 'application/json' },
      body: json(bytes),
    }),
  },
  {
    what: 'a body where none is read',
    status: 200,
    request: (bytes) => ({ method: 'GET', path: '/healthz', body: json(bytes) }),
  },
];

const all = refused.map((one) => [one.what, one] as const);
const short = all.filter(([, one]) => one.isAlwaysLong !== true);

const framings = [
  ['with a content length', false],
  ['in chunks', true],
] as const;

/** The first is refused with most of it unread; the second asks for nothing special. */
async function askTwice(request: RawRequest): Promise<readonly (number | 'closed')[]> {
  const client = createRawClient(port);
  try {
    const first = await client.ask(request);
    if (first.closes) return [first.status, 'closed'];
    const second = await client.ask({ method: 'GET', path: '/healthz' });
    return [first.status, second.status];
  } finally {
    client.close();
  }
}

describe.each(framings)('a body that comes %s', (_, chunked) => {
  it.each(short)(
    'and is refused for %s leaves its connection to the next request',
    async (__, { status, request }) => {
      expect(await askTwice({ ...request(150 * kib), chunked })).toEqual([status, 200]);
    },
  );

  it.each(all)(
    'and is refused for %s closes its connection in words where too much is on its way',
    async (__, { status, request }) => {
      expect(await askTwice({ ...request(12 * mib), chunked })).toEqual([status, 'closed']);
    },
  );
});

it('a refused body leaves the pooled connection of a proxy to whoever comes next', async () => {
  const proxy = await startKeepAliveProxy(port);
  try {
    for (const [, { status, request }] of short) {
      const { method, path, headers = {}, body } = request(150 * kib);
      // The fetch of a browser gives no body to a GET.
      if (method === 'GET') continue;
      const url = `http://127.0.0.1:${proxy.port}`;
      const first = await fetch(url + path, {
        method,
        headers: headers as Record<string, string>,
        body: new Uint8Array(body ?? Buffer.alloc(0)),
      });
      await first.text();
      const second = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(15_000) });
      expect([first.status, second.status]).toEqual([status, 200]);
      await second.text();
    }
  } finally {
    proxy.close();
  }
});

it('a refusal reaches whoever still writes, every time', async () => {
  const request: RawRequest = {
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    headers: { 'content-type': 'application/json' },
    body: json(24 * mib),
    writesAll: true,
  };
  const told: unknown[] = [];
  for (let tries = 0; tries < 40; tries++) {
    told.push(await askTwice({ ...request, chunked: tries % 2 === 1 }).catch(String));
  }
  expect(told).toEqual(told.map(() => [413, 'closed']));
});

it('what is sent behind a request that closes its connection is not begun', async () => {
  const begun: string[] = [];
  const other = await createHttpWorld({
    readiness: async () => {
      begun.push('readiness');
      return { database: true, fencedBecause: null };
    },
  });
  await other.app.listen({ port: 0, host: '127.0.0.1' });
  const client = createRawClient((other.app.server.address() as AddressInfo).port);
  const path = '/api/v1/auth/sign-in';
  const headers = { 'content-type': 'application/json', 'content-length': 4 * mib };
  const first = await client.ask({ method: 'POST', path, headers });
  expect([first.status, first.closes]).toEqual([413, true]);
  const second = Buffer.from('GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n');
  client.send(Buffer.concat([json(4 * mib - 11), second]));
  await client.closed();
  // By then it has read all that came.
  const { server } = other.app;
  const open = () => promisify(server.getConnections.bind(server))();
  await expect.poll(open, { timeout: 20_000 }).toBe(0);
  expect(begun).toEqual([]);
  await other.close();
});

it('a refusal of headers without an end reaches whoever still writes, every time', async () => {
  const told: unknown[] = [];
  for (let tries = 0; tries < 20; tries++) {
    const headers = { 'x-padding': 'a'.repeat(24 * mib) };
    const request = { method: 'GET', path: '/healthz', headers, writesAll: true };
    told.push(await askTwice(request).catch(String));
  }
  expect(told).toEqual(told.map(() => [431, 'closed']));
});
