/**
 * The place where pages are timed over a campaign of a million leads: the first and the last, and
 * by every filter, asked for over HTTP. The rival is the same page of the same rows by offset.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startTestServer } from '../test/support/test-server.ts';
import { type Product, startProduct } from './product.ts';

export type ListsResult = {
  readonly leads: number;
  readonly pages: readonly Page[];
  /** Once each, with all that goes with them. */
  readonly campaignDeletedMs: number;
  readonly datasetDeletedMs: number;
};

type Page = { readonly what: string; readonly p95Ms: number; readonly rivalP95Ms: number | null };

const leads = 1_000_000;
const times = 40;
/** What reads a million rows each time is asked less often. */
const slowTimes = 5;
const slowMs = 200;

export async function lists(): Promise<ListsResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-lists-'));
  const database = await startTestServer({ durable: true });
  const product = await startProduct({
    DATABASE_URL: database.url,
    COUNTERSIGN_DATA_DIR: folder,
    COUNTERSIGN_ROLE: 'serve',
  });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { campaignId, datasetId } = await prepare(product, client);
    const pages: Page[] = [];
    for (const { what, path: asked, rival } of pagesOf(campaignId, datasetId)) {
      const p95Ms = await timed(() => product.request('GET', asked));
      const rivalP95Ms = rival === null ? null : await timed(() => client.query(rival));
      pages.push({ what, p95Ms, rivalP95Ms });
    }
    await client.query(
      `update enrolment set status = 'completed' where campaign_id = '${campaignId}'
         and status <> 'completed'`,
    );
    await client.query(`update campaign set status = 'completed' where id = '${campaignId}'`);
    const campaignDeletedMs = await once(() =>
      product.request('DELETE', `/api/v1/campaigns/${campaignId}`),
    );
    await client.query('delete from campaign');
    const datasetDeletedMs = await once(() =>
      product.request('DELETE', `/api/v1/datasets/${datasetId}`),
    );
    return { leads, pages, campaignDeletedMs, datasetDeletedMs };
  } finally {
    await client.end();
    await product.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function once(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await ask();
  return Math.round(performance.now() - began);
}

type Prepared = { readonly campaignId: string; readonly datasetId: string };

async function prepare(product: Product, client: pg.Client): Promise<Prepared> {
  const post = async (url: string, body: unknown) =>
    (await product.request('POST', `/api/v1${url}`, body)) as Record<string, string>;
  const rows = [{ email: 'first@example.com' }];
  const dataset = await post('/datasets', { name: 'A million', rows });
  const template = await post('/templates', { name: 'Hello', subject: 'Hello', body: 'Hello.' });
  const variants = [{ label: 'A', type: 'TEMPLATE', template_id: template.template_id }];
  const steps = [1, 2, 3].map((step) => ({ step, variants }));
  const of = { dataset_id: dataset.dataset_id, alias_ids: ['x'], steps };
  for (let n = 0; n < 200; n++) await post('/campaigns/', { ...of, name: `Small ${n}` });
  const campaign = await post('/campaigns/', { ...of, name: 'Large' });
  await client.query(
    `insert into lead (id, account_id, dataset_id, row_index, email, data, created_at, updated_at)
     select gen_random_uuid(), $2, $1, n, 'lead' || n || '@c' || n % 5000 || '.example',
       jsonb_build_object('email', 'lead' || n || '@c' || n % 5000 || '.example',
         'first_name', 'Name' || n % 977, 'company', 'Company ' || n), now(), now()
     from generate_series(1, ${leads}) n`,
    [dataset.dataset_id, dataset.account_id],
  );
  // Six in ten are done, three wait for their second step, one for its first; five have replied,
  // at the very end, where a walk along the rows comes last.
  await client.query(
    `insert into enrolment (id, account_id, campaign_id, lead_id, workflow_instance_id, row_index,
       email, domain, status, step, class, variants, due_at, ready_at, created_at, updated_at)
     select gen_random_uuid(), account_id, $1, id, gen_random_uuid(), row_index, email,
       split_part(email, '@', 2),
       case when row_index > ${leads - 5} then 'replied' when row_index % 10 < 6 then 'completed'
         when row_index % 10 < 9 then 'active' else 'pending' end,
       case when row_index > ${leads - 5} or row_index % 10 < 6 then 3
         when row_index % 10 < 9 then 2 else 1 end,
       1, '{"1": "A", "2": "A", "3": "A"}', now(), now(), now(), now()
     from lead where dataset_id = $2 and row_index > 0`,
    [campaign.campaign_id, dataset.dataset_id],
  );
  await client.query(
    `insert into gate (id, account_id, campaign_id, enrolment_id, step, draft_id, variant_label,
       subject, body, content_hash, alias_id, opened_at)
     select gen_random_uuid(), account_id, campaign_id, id, step, gen_random_uuid(), 'A', 'Hello',
       'Hello.', '', gen_random_uuid(), now()
     from enrolment where campaign_id = $1 and status = 'active' order by row_index desc limit 500`,
    [campaign.campaign_id],
  );
  await client.query(
    `update campaign set status = 'active', total_leads = ${leads} where id = $1`,
    [campaign.campaign_id],
  );
  await client.query('vacuum analyze');
  return { campaignId: String(campaign.campaign_id), datasetId: String(dataset.dataset_id) };
}

type Asked = { readonly what: string; readonly path: string; readonly rival: string | null };

function pagesOf(campaignId: string, datasetId: string): readonly Asked[] {
  const rowsPath = `/api/v1/datasets/${datasetId}/rows`;
  const leadsPath = `/api/v1/campaigns/${campaignId}/leads`;
  const cursor = (row: number) => Buffer.from(JSON.stringify([row])).toString('base64url');
  const rows = (where: string, offset = 0) =>
    `select * from enrolment where campaign_id = '${campaignId}' and ${where}
     order by row_index limit 50 offset ${offset}`;
  return [
    { what: 'leads, the first page', path: leadsPath, rival: rows('true') },
    {
      what: 'leads, a page at the end',
      path: `${leadsPath}?cursor=${cursor(leads - 100)}`,
      rival: rows('true', leads - 100),
    },
    {
      what: 'leads that replied (five, the last rows)',
      path: `${leadsPath}?status=replied`,
      rival: rows("status = 'replied'"),
    },
    {
      what: 'leads at step 2, a page at the end',
      path: `${leadsPath}?step=2&cursor=${cursor(leads - 500)}`,
      rival: rows('step = 2', (leads / 10) * 3 - 150),
    },
    {
      what: 'leads that wait for a verdict',
      path: `${leadsPath}?pending_approval=true`,
      rival: rows(
        'exists (select from gate where enrolment_id = enrolment.id and closed_at is null)',
      ),
    },
    {
      what: 'leads by a part of an address',
      path: `${leadsPath}?q=lead999999@`,
      rival: rows("email ilike '%lead999999@%'"),
    },
    {
      what: 'leads by a word of their row',
      path: `${leadsPath}?q=Company%20999998`,
      rival: `select * from lead where data::text ilike '%Company 999998%' limit 50`,
    },
    {
      what: 'rows, a page at the end',
      path: `${rowsPath}?cursor=${cursor(leads - 100)}`,
      rival: null,
    },
    {
      what: 'rows by a whole address',
      path: `${rowsPath}?q=lead999999@c4999.example`,
      rival: null,
    },
    { what: 'rows by a word', path: `${rowsPath}?q=Company%20999998`, rival: null },
    { what: 'campaigns', path: '/api/v1/campaigns?limit=100', rival: null },
    { what: 'campaigns by status', path: '/api/v1/campaigns?status=active', rival: null },
    { what: 'the campaign', path: `/api/v1/campaigns/${campaignId}`, rival: null },
    {
      what: 'the figures of the campaign',
      path: `/api/v1/campaigns/${campaignId}/stats`,
      rival: null,
    },
  ];
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
    if (n === slowTimes && Math.min(...took) > slowMs) break;
  }
  return took.sort((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1] ?? 0;
}
