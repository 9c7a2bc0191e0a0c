/** What a body or a query may hold: each bound is told in words that name the field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, createHttpWorld, type HttpWorld, type Tenant } from '../../support/http.ts';
import { createStage, type Stage } from '../../support/stage.ts';

let http: HttpWorld;
let tenant: Tenant;
let stage: Stage;
beforeAll(async () => {
  http = await createHttpWorld();
  tenant = await http.tenant();
  stage = createStage(http, tenant);
});
afterAll(() => http.close());

async function post(path: string, payload: string, type = 'application/json') {
  const headers = { ...bearer(tenant.key), 'content-type': type };
  return http.send({ method: 'POST', url: path, headers, payload });
}

/** Status, and of each fault where it lies and what is said. */
async function faultsOf(path: string, payload: string) {
  const answered = await post(path, payload);
  const { details = [] } = answered.json<{ details?: readonly { loc: unknown; msg: string }[] }>();
  return [answered.statusCode, ...details.map(({ loc, msg }) => [loc, msg] as const)];
}

const name = 'must not be called __proto__';
const infinite = 'must be a number that can be kept; this one is too large';
const inexact =
  'must be a whole number between -9007199254740991 and 9007199254740991, or a text in quotes';

describe('a number that would not be kept as it came is refused at its field', () => {
  it.each([
    ['1e400', infinite],
    ['-1e400', infinite],
    ['9007199254740993', inexact],
    ['-9007199254740993', inexact],
    ['123456789012345678901234567890', inexact],
  ])('%s', async (number, said) => {
    expect(await faultsOf('/api/v1/datasets', `{"name":"n","rows":[{"id":${number}}]}`)).toEqual([
      422,
      [['body', 'rows', 0, 'id'], said],
    ]);
    const data = `{"profile_name":"n","sender_data":{"a":[1,{"b":${number}}]}}`;
    expect(await faultsOf('/api/v1/sender-profiles', data)).toEqual([
      422,
      [['body', 'sender_data', 'a', 1, 'b'], said],
    ]);
  });

  it('and one that is kept is none', async () => {
    const rows = '[{"a":9007199254740991,"b":-9007199254740991,"c":1e15,"d":0.5}]';
    expect((await post('/api/v1/datasets', `{"name":"n","rows":${rows}}`)).statusCode).toBe(201);
  });
});

describe('a field called __proto__ is refused at its place', () => {
  const spelt = ['__proto__', '\\u005f_proto__', '\\u005F\\u005Fproto\\u005f_', '__pr\\u006fto__'];
  it.each(spelt)('%s', async (key) => {
    const at = (...path: readonly unknown[]) => [422, [['body', ...path, '__proto__'], name]];
    expect(await faultsOf('/api/v1/datasets', `{"name":"n","${key}":1}`)).toEqual(at());
    const rows = `{"name":"n","rows":[{"a":1},{"${key}":"x"}]}`;
    expect(await faultsOf('/api/v1/datasets', rows)).toEqual(at('rows', 1));
    const data = `{"profile_name":"n","sender_data":{"a":{"${key}":{"b":1}}}}`;
    expect(await faultsOf('/api/v1/sender-profiles', data)).toEqual(at('sender_data', 'a'));
  });

  it('on the integration surface, too', async () => {
    const path = `/v1/accounts/${tenant.accountId}/campaigns/${tenant.accountId}`;
    const url = `${path}/workflow-instances/${tenant.accountId}/approve`;
    const refused = await post(url, '{"\\u005f_proto__":{}}');
    expect([refused.statusCode, refused.json().error.data]).toMatchObject([
      400,
      { fields: [{ path: 'body.__proto__', message: name }] },
    ]);
  });

  it('in a query of either surface', async () => {
    for (const [url, status] of [
      ['/api/v1/campaigns/?__proto__=1', 422],
      ['/api/v1/auth/me?__proto__=1', 422],
      ['/v1/accounts?__proto__=1', 400],
      [`/v1/accounts/${tenant.accountId}/campaigns?%5f_proto__=1`, 400],
    ] as const) {
      const refused = await http.send({ url, headers: bearer(tenant.key) });
      expect([url, refused.statusCode]).toEqual([url, status]);
      expect(refused.body).toContain(name);
    }
  });

  it('in the mapping of an import', async () => {
    const datasetId = await stage.dataset();
    for (const mapping of ['{"__proto__":"email"}', '{"name":"__proto__"}']) {
      const query = `?dry_run=true&mapping=${encodeURIComponent(mapping)}`;
      const url = `/api/v1/datasets/${datasetId}/import${query}`;
      const refused = await post(url, 'email,name\nada@example.com,Ada\n', 'text/csv');
      expect([mapping, refused.statusCode]).toEqual([mapping, 422]);
      expect(refused.body).toContain('__proto__');
    }
  });

  it('in a line of a file, as a refused row that names it', async () => {
    const datasetId = await stage.dataset();
    const lines = [
      '{"email":"a@example.org","\\u005f_proto__":"x"}',
      '{"email":"b@example.org","n":1e400}',
      '{"email":"c@example.org","n":9007199254740993}',
      '{"email":"d@example.org","n":{"__proto__":1}}',
      '{"email":"e@example.org","n":1}',
    ].join('\n');
    const url = `/api/v1/datasets/${datasetId}/import`;
    const type = 'application/x-ndjson';
    const looked = await post(`${url}?dry_run=true`, lines, type);
    expect(looked.json().refused).toEqual([
      { line: 1, reason: 'MALFORMED_COLUMN', message: expect.any(String), value: '__proto__' },
      { line: 2, reason: 'MALFORMED_VALUE', message: expect.any(String), value: 'n' },
      { line: 3, reason: 'INEXACT_NUMBER', message: expect.stringContaining('quotes'), value: 'n' },
      { line: 4, reason: 'MALFORMED_VALUE', message: expect.any(String), value: 'n' },
    ]);
    const taken = await post(url, lines, type);
    await http.world.settle();
    const { report_url: report } = taken.json<{ report_url: string }>();
    const told = await http.send({ url: report, headers: bearer(tenant.key) });
    expect(told.body.split('\n').map((line) => line.split(',').slice(0, 2))).toEqual(
      [
        ['line', 'reason'],
        ['1', 'MALFORMED_COLUMN'],
        ['2', 'MALFORMED_VALUE'],
        ['3', 'INEXACT_NUMBER'],
        ['4', 'MALFORMED_VALUE'],
        [''],
      ].map((line) => line.map((cell) => expect.stringContaining(cell))),
    );
  });
});

describe('free JSON has bounds', () => {
  const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });
  const keys = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
  const sized = (bytes: number) => ({ a: 'é'.repeat((bytes - 8) / 2) });

  it.each([
    ['keys', keys(200), keys(201), 'must have at most 200 keys, those of its parts included'],
    ['levels', nested(8), nested(9), 'must have at most 8 levels'],
    ['bytes', sized(65_536), sized(65_538), 'must have at most 65536 bytes as JSON'],
    [
      'items',
      { a: Array(9_000).fill(1) },
      { a: Array(40_000).fill(1) },
      'must have at most 65536 bytes as JSON',
    ],
  ] as const)('of %s: sender_data', async (...[, within, beyond, said]) => {
    const path = '/api/v1/sender-profiles';
    const ask = (sender_data: object) =>
      faultsOf(path, JSON.stringify({ profile_name: 'n', sender_data }));
    expect(await ask(within)).toEqual([201]);
    const refused = await ask(beyond);
    expect(refused.slice(0, 1)).not.toEqual([201]);
    if (refused.length > 1) expect(refused).toEqual([422, [['body', 'sender_data'], said]]);
    else expect(refused).toEqual([413]);
    const made = await post(path, JSON.stringify({ profile_name: 'n' }));
    const url = `${path}/${made.json<{ id: string }>().id}`;
    const edited = await http.send({
      method: 'PATCH',
      url,
      headers: bearer(tenant.key),
      payload: { sender_data: beyond },
    });
    expect(edited.statusCode).toBe(refused[0]);
  });

  it('where research is kept with an approval, too', async () => {
    const url = `/api/v1/campaigns/${tenant.accountId}/leads/${tenant.accountId}/approve`;
    const words = { step_index: 1, variant_label: 'A', subject: 's', body: 'b' };
    const ask = (research_sources: unknown) =>
      faultsOf(url, JSON.stringify({ ...words, research_sources }));
    expect(await ask([keys(200)])).toEqual([404]);
    expect(await ask([keys(100), keys(101)])).toEqual([
      422,
      [['body', 'research_sources'], 'must have at most 200 keys, those of its parts included'],
    ]);
  });
});

describe('a row has a bound, however it comes in', () => {
  const wide = (cells: number) =>
    Object.fromEntries(Array.from({ length: cells }, (_, n) => [`c${n}`, 'x'.repeat(10_000)]));
  const said = 'must have at most 1048576 characters in its columns and their names';

  it('new', async () => {
    const rows = JSON.stringify({ name: 'n', rows: [{ a: 1 }, wide(105)] });
    expect(await faultsOf('/api/v1/datasets', rows)).toEqual([422, [['body', 'rows', 1], said]]);
    const within = JSON.stringify({ name: 'n', rows: [wide(104)] });
    expect(await faultsOf('/api/v1/datasets', within)).toEqual([201]);
  });

  it('by edits that add to it', async () => {
    const rows = JSON.stringify({ name: 'n', rows: [wide(104)] });
    const made = (await post('/api/v1/datasets', rows)).json<{ dataset_id: string }>();
    const [row] = await stage.list(`/datasets/${made.dataset_id}/rows`);
    const url = `/api/v1/datasets/${made.dataset_id}/rows/${row?.lead_id}`;
    const edit = (data: object) =>
      http.send({ method: 'PATCH', url, headers: bearer(tenant.key), payload: { data } });
    const refused = await edit({ d: 'y'.repeat(10_000) });
    expect([refused.statusCode, refused.json().details]).toMatchObject([
      422,
      [{ loc: ['body', 'data'], msg: said }],
    ]);
    expect((await edit({ c0: null, d: 'y'.repeat(10_000) })).statusCode).toBe(200);
  });
});

describe('a body has so many values that it is read at once', () => {
  it.each([
    ['/api/v1/sender-profiles', '{"profile_name":"n","sender_data":{"a":[', '1,', ']}}', '10,000'],
    ['/api/v1/sender-profiles', '{"profile_name":"n","sender_data":{"a":', '[', '', '10,000'],
    ['/api/v1/datasets', '{"name":"n","rows":[', '{"a":1},', ']}', '60,000'],
    ['/api/v1/auth/sign-in', '{"a":', '{"a":', '', '1,000'],
  ])('%s: %s%s…', async (...[path, before, member, after, bound]) => {
    const refused = await post(path, before + member.repeat(60_001) + after);
    expect([refused.statusCode, refused.json().detail]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(refused.json().message).toContain(`at most ${bound} values`);
  });

  it('and commas and brackets in its texts are none', async () => {
    const text = '[{,:\\"\\\\'.repeat(4_000);
    const payload = `{"name":"n","subject":"s","body":"${text}"}`;
    expect((await post('/api/v1/templates', payload)).statusCode).toBe(201);
  });
});
