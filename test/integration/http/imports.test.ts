/** Files over HTTP: how they may come, what is refused of them, and that none lies about. */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
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

type Sent = {
  readonly payload: string | Buffer;
  readonly type?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
};

async function send(datasetId: string, { payload, type, query = '', headers }: Sent) {
  const own = { ...bearer(tenant.key), ...(type === undefined ? {} : { 'content-type': type }) };
  return http.send({
    method: 'POST',
    url: `/api/v1/datasets/${datasetId}/import${query}`,
    headers: { ...own, ...headers },
    payload,
  });
}

function formOf(name: string, content: string): Sent {
  const payload = [
    '--cut',
    `content-disposition: form-data; name="${name}"; filename="leads.csv"`,
    'content-type: text/csv',
    '',
    content,
    '--cut--',
    '',
  ].join('\r\n');
  return { payload, type: 'multipart/form-data; boundary=cut' };
}

async function chunks(): Promise<number> {
  const rows = await http.world.db.selectFrom('import_chunk').select('no').execute();
  return rows.length;
}

const file = 'email,name\nada@example.com,Ada\nnobody,x\n';

describe('a file', () => {
  it('comes raw, as JSON lines, or as the part of a form, and is the same then', async () => {
    const sent: readonly Sent[] = [
      { payload: file, type: 'text/csv; charset=utf-8' },
      { payload: file, type: 'application/octet-stream' },
      { payload: file },
      { payload: '{"email":"ada@example.com","name":"Ada"}\nx\n', type: 'application/x-ndjson' },
      formOf('file', file),
    ];
    for (const one of sent) {
      const datasetId = await stage.dataset();
      const accepted = await send(datasetId, one);
      expect([accepted.statusCode, accepted.json().status]).toEqual([202, 'running']);
      await http.world.settle();
      const { import_id: id } = accepted.json<{ import_id: string }>();
      const ended = await http.send({ url: `/api/v1/imports/${id}`, headers: bearer(tenant.key) });
      expect(ended.json()).toMatchObject({
        status: 'completed',
        rows_read: 2,
        rows_imported: 1,
        rows_refused: 1,
        duplicates: 0,
      });
    }
    expect(await chunks()).toBe(0);
  });

  it.each<readonly [string, Sent, string]>([
    ['JSON', { payload: '{}', type: 'application/json' }, '415 UNSUPPORTED_MEDIA_TYPE'],
    [
      'a workbook by name',
      {
        payload: 'x',
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
      '415 UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a workbook by content',
      { payload: Buffer.from('PK\u0003\u0004xx'), type: 'text/csv' },
      '415 FILE_NOT_SUPPORTED',
    ],
    [
      'gzip by content',
      { payload: Buffer.from([0x1f, 0x8b, 8, 0, 0]), type: 'text/csv' },
      '415 FILE_NOT_SUPPORTED',
    ],
    [
      'gzip by header',
      { payload: file, type: 'text/csv', headers: { 'content-encoding': 'gzip' } },
      '415 UNSUPPORTED_MEDIA_TYPE',
    ],
    ['nothing', { payload: '', type: 'text/csv' }, '422 FILE_NOT_READABLE'],
    ['another part of a form', formOf('picture', file), '422 VALIDATION_ERROR'],
    [
      'a mapping that is none',
      { payload: file, type: 'text/csv', query: '?mapping=[]' },
      '422 VALIDATION_ERROR',
    ],
    [
      'a format that is none',
      { payload: file, type: 'text/csv', query: '?format=xlsx' },
      '422 VALIDATION_ERROR',
    ],
    [
      'no column with an address, in a dry run',
      { payload: 'name\nAda\n', type: 'text/csv', query: '?dry_run=true' },
      '422 FILE_NOT_READABLE',
    ],
  ])('is refused where it is %s, and does not stay', async (_, sent, what) => {
    const refused = await send(await stage.dataset(), sent);
    expect(`${refused.statusCode} ${refused.json().detail}`).toBe(what);
    expect(refused.json().message).toMatch(/\w{3}/);
    expect(await chunks()).toBe(0);
  });

  it('is one import under one Idempotency-Key, and another file is a conflict', async () => {
    const datasetId = await stage.dataset();
    const headers = { 'idempotency-key': 'once' };
    const first = await send(datasetId, { payload: file, type: 'text/csv', headers });
    const stored = await chunks();
    const again = await send(datasetId, { payload: file, type: 'text/csv', headers });
    expect([again.statusCode, again.body]).toEqual([202, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await send(datasetId, { payload: `${file}x\n`, type: 'text/csv', headers });
    expect([other.statusCode, other.json().detail]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    expect(await chunks()).toBe(stored);
    await http.world.settle();
  });

  it('is only looked at in a dry run, which says what an import would come to', async () => {
    const datasetId = await stage.dataset();
    const query = `?dry_run=true&mapping=${encodeURIComponent('{"name":"first_name"}')}`;
    const told = await send(datasetId, { payload: file, type: 'text/csv', query });
    expect(told.statusCode).toBe(200);
    expect(told.json()).toMatchObject({
      dry_run: true,
      mapping: { email: 'email', name: 'first_name' },
      rows_read: 2,
      rows_imported: 1,
      preview: [{ email: 'ada@example.com', data: { first_name: 'Ada' } }],
      refused: [{ line: 3, reason: 'MALFORMED_ADDRESS', value: 'nobody' }],
    });
    expect(await chunks()).toBe(0);
    const rows = await http.send({
      url: `/api/v1/datasets/${datasetId}`,
      headers: bearer(tenant.key),
    });
    expect(rows.json().row_count).toBe(2);
  });

  it('is gone where whoever sends it hangs up, and that is no fault of ours', async () => {
    const datasetId = await stage.dataset();
    await http.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = http.app.server.address() as AddressInfo;
    http.log.length = 0;
    const client = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: `/api/v1/datasets/${datasetId}/import`,
      headers: { ...bearer(tenant.key), 'content-type': 'text/csv', 'content-length': 10_000_000 },
    });
    client.on('error', () => undefined);
    client.write('email\n'.repeat(100_000));
    await expect.poll(chunks, { timeout: 20_000 }).toBeGreaterThan(0);
    client.destroy();
    await expect.poll(chunks, { timeout: 20_000 }).toBe(0);
    expect(http.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

it('ten files of an account may lie here, and no more', async () => {
  const other = await http.tenant('Busy');
  const busy = createStage(http, other);
  const datasetId = await busy.dataset();
  const url = `/api/v1/datasets/${datasetId}/import`;
  const headers = { ...bearer(other.key), 'content-type': 'text/csv' };
  const one = () => http.send({ method: 'POST', url, headers, payload: file });
  for (let n = 0; n < 10; n++) expect((await one()).statusCode).toBe(202);
  const refused = await one();
  expect([refused.statusCode, refused.json().detail]).toEqual([409, 'LIMIT_REACHED']);
  await http.world.settle();
  expect((await one()).statusCode).toBe(202);
});

it('what campaigns need is refused with their names, as the document says', async () => {
  const campaignId = await stage.active();
  const [lead] = await stage.list(`/campaigns/${campaignId}/leads`);
  const campaign = await http.send({
    url: `/api/v1/campaigns/${campaignId}`,
    headers: bearer(tenant.key),
  });
  const dataset = `/api/v1/datasets/${campaign.json<{ dataset_id: string }>().dataset_id}`;
  const leads = await stage.list(`/campaigns/${campaignId}/leads?status=pending`);
  const { lead_id: leadId } = leads[0] ?? lead ?? {};
  for (const [url, code] of [
    [dataset, 'DATASET_IN_USE'],
    [`${dataset}/rows/${leadId}`, 'LEAD_IN_USE'],
  ] as const) {
    const refused = await http.send({ method: 'DELETE', url, headers: bearer(tenant.key) });
    expect([refused.statusCode, refused.json().detail]).toEqual([409, code]);
    expect(refused.json().campaign_ids).toEqual([campaignId]);
  }
});
