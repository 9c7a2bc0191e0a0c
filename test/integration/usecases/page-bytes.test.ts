/** Pages end where their items are large, and go on behind the last item they gave out. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlias } from '../../../src/usecases/create-alias.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { createSenderProfile } from '../../../src/usecases/create-sender-profile.ts';
import { createTemplate } from '../../../src/usecases/create-template.ts';
import { editTemplate } from '../../../src/usecases/edit-template.ts';
import { listAliases } from '../../../src/usecases/list-aliases.ts';
import { listCampaigns } from '../../../src/usecases/list-campaigns.ts';
import { listDatasets } from '../../../src/usecases/list-datasets.ts';
import { listRows } from '../../../src/usecases/list-rows.ts';
import { listSenderProfiles } from '../../../src/usecases/list-sender-profiles.ts';
import { listTemplateVersions } from '../../../src/usecases/list-template-versions.ts';
import { listTemplates } from '../../../src/usecases/list-templates.ts';
import { type Page, pageBytesMax } from '../../../src/usecases/page.ts';
import { valueFrom } from '../../support/outcome.ts';
import { makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

type Table = 'template' | 'sender_profile' | 'dataset' | 'alias' | 'campaign';

/** So many more of a thing, each made a second after the one before. */
async function copy(table: Table, id: string, count: number): Promise<void> {
  await sql`
    insert into ${sql.table(table)}
    select (copied).* from (
      select jsonb_populate_record(original, jsonb_build_object(
        'id', gen_random_uuid(), 'is_default', false,
        'created_at', original.created_at + n * interval '1 second')) as copied
      from ${sql.table(table)} as original, generate_series(1, ${count}::integer) as n
      where original.id = ${id}::uuid) as all_of_them
  `.execute(world.db);
}

type Input = { readonly cursor: string | null; readonly limit: number };
type List = (input: Input) => Promise<Page<object>>;

/** The pages of a list at its largest limit. */
async function pagesOf(list: List, limit = 500): Promise<readonly (readonly object[])[]> {
  const pages: (readonly object[])[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<object> = await list({ cursor, limit });
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Every item once, in pages that are neither empty nor larger than they may be. */
async function expectPages(list: List, count: number): Promise<void> {
  const pages = await pagesOf(list);
  const items = pages.flat();
  expect(items.length).toBe(count);
  expect(new Set(items.map((item) => JSON.stringify(item))).size).toBe(count);
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) {
    expect(page.length).toBeGreaterThan(0);
    if (page.length > 1) expect(bytesOf(page)).toBeLessThanOrEqual(pageBytesMax * 1.1);
  }
  // A page is as full as it may be: the first item of the next one would not have fitted.
  for (const [at, page] of pages.slice(0, -1).entries()) {
    expect(bytesOf([...page, pages[at + 1]?.[0]])).toBeGreaterThan(pageBytesMax * 0.8);
  }
  // Nothing of it is lost to a smaller limit.
  expect((await pagesOf(list, 3)).flat()).toEqual(items);
}

describe('a page ends early where its items are large', () => {
  it('templates, and what they were', async () => {
    const { usecases, me } = world;
    const input = {
      name: 'Large',
      subject: 's',
      body: 'é'.repeat(50_000),
      bodyFormat: 'text' as const,
    };
    const { id } = valueFrom(await createTemplate(usecases)(me, input));
    await copy('template', id, 44);
    const list = async (page: Input) => valueFrom(await listTemplates(usecases)(me, page));
    await expectPages(list, 45);
    for (let n = 0; n < 44; n++) {
      const body = `${n}${'é'.repeat(49_990)}`;
      valueFrom(await editTemplate(usecases)(me, { templateId: id, body }));
    }
    const versions = async (page: Input) =>
      valueFrom(await listTemplateVersions(usecases)(me, { ...page, templateId: id }));
    await expectPages(versions, 45);
  });

  it('sender profiles, also those of a time without bounds', async () => {
    const { usecases, me } = world;
    const senderData = { a: 'x'.repeat(65_000) };
    const input = { profileName: 'Large', senderData, description: null, isDefault: false };
    const { id } = valueFrom(await createSenderProfile(usecases)(me, input));
    await copy('sender_profile', id, 69);
    await sql`
      update sender_profile set sender_data = jsonb_build_object('a', repeat('y', 8000000))
      where id in (select id from sender_profile order by created_at offset 10 limit 2)
    `.execute(world.db);
    const list = async (page: Input) => valueFrom(await listSenderProfiles(usecases)(me, page));
    await expectPages(list, 70);
  });

  it('rows of a dataset, and what a search finds of them', async () => {
    const { usecases, me } = world;
    const row = (n: number) => ({
      email: `p${n}@example.com`,
      ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`c${at}`, 'z'.repeat(10_000)])),
    });
    const rows = Array.from({ length: 8 }, (_, n) => row(n));
    const { id: datasetId } = valueFrom(await createDataset(usecases)(me, { name: 'Rows', rows }));
    for (const q of [null, 'zzz']) {
      const list = async (page: Input) =>
        valueFrom(await listRows(usecases)(me, { ...page, datasetId, q }));
      await expectPages(list, 8);
    }
    const one = { cursor: null, limit: 500, datasetId, q: 'p3@example.com' };
    expect(valueFrom(await listRows(usecases)(me, one)).items).toHaveLength(1);
  });

  it('datasets', async () => {
    const { usecases } = world;
    const me = await world.caller('Of wide datasets');
    const names = Array.from({ length: 200 }, (_, n) => `${n}`.padEnd(255, 'n'));
    const rows = [Object.fromEntries(names.map((name) => [name, 1]))];
    const { id } = valueFrom(await createDataset(usecases)(me, { name: 'Wide', rows }));
    await copy('dataset', id, 99);
    await expectPages(async (page) => valueFrom(await listDatasets(usecases)(me, page)), 100);
  });

  it('campaigns', async () => {
    const { usecases, me } = world;
    const id = await makeCampaign(world);
    await sql`
      update campaign set system_prompt = repeat('p', 300000) where id = ${id}
    `.execute(world.db);
    await copy('campaign', id, 19);
    const of = { status: null, name: null };
    const list = async (page: Input) =>
      valueFrom(await listCampaigns(usecases)(me, { ...page, ...of }));
    await expectPages(list, 20);
    const all = valueFrom(await listCampaigns(usecases)(me, { cursor: null, limit: null, ...of }));
    expect([all.items.length, all.nextCursor]).toEqual([20, null]);
  });

  it('aliases', async () => {
    const { usecases } = world;
    const me = await world.caller('Of long signatures');
    const alias = { address: 'a@ours.example', displayName: 'A', provider: 'sandbox' as const };
    const signature = 's'.repeat(10_000);
    const { id } = valueFrom(await createAlias(usecases)(me, { ...alias, signature }));
    await copy('alias', id, 299);
    await expectPages(async (page) => valueFrom(await listAliases(usecases)(me, page)), 300);
  });
});
