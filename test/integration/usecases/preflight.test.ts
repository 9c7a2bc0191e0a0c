import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LeadData } from '../../../src/domain/lead/lead.ts';
import { templateData } from '../../../src/domain/lead/lead.ts';
import { createCampaign } from '../../../src/usecases/create-campaign.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { createTemplate } from '../../../src/usecases/create-template.ts';
import { launchCampaign } from '../../../src/usecases/launch-campaign.ts';
import { preflightCampaign } from '../../../src/usecases/preflight-campaign.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import { leads, statusOf } from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const judge = async (campaignId: string) =>
  valueFrom(await preflightCampaign(world.usecases)(world.me, { campaignId }));

const body = `Dear {{ first_name }} of {{ company | default: "yours" }}, {{ odd }}{{ nowhere }}
{% if title %}{{ title }}{% endif %} Unsubscribe: reply.`;

async function campaignOver(rows: readonly LeadData[]): Promise<string> {
  const { usecases, me } = world;
  const dataset = valueFrom(await createDataset(usecases)(me, { name: 'Some', rows }));
  const text = { name: 'Some', subject: 'Hello', body };
  const template = valueFrom(await createTemplate(usecases)(me, text));
  const variants = [{ label: 'A', type: 'TEMPLATE' as const, templateId: template.id }];
  const campaign = await createCampaign(usecases)(me, {
    name: 'Some',
    datasetId: dataset.id,
    steps: [{ step: 1, variants }],
    aliasIds: [await makeAlias(world)],
    windowStart: '00:00:00',
    windowEnd: '23:59:59',
    minIntervalSeconds: 60,
  });
  return valueFrom(campaign).id;
}

describe('a preflight', () => {
  test('changes nothing, and says what the launch then says', async () => {
    const campaignId = await makeCampaign(world, { leads: ['ada@a.example', 'nobody'] });
    const told = await judge(campaignId);
    expect(await statusOf(world, campaignId)).toBe('draft');
    expect(told).toEqual({
      totalRows: 2,
      launchableRows: 1,
      errors: [],
      warnings: [
        expect.objectContaining({ code: 'NO_VALID_ADDRESS', rowIndex: 1, sampleRows: [1] }),
        expect.objectContaining({ code: 'NO_UNSUBSCRIBE_LINE', step: 1, variantLabel: 'A' }),
      ],
    });
    const launched = valueFrom(await launchCampaign(world.usecases)(world.me, { campaignId }));
    const { totalRows, launchableRows, warnings } = launched;
    expect({ totalRows, launchableRows, errors: [], warnings }).toEqual(told);
  });

  test('of what cannot be launched names the faults that the launch refuses by', async () => {
    const campaignId = await makeCampaign(world, { leads: ['nobody'] });
    const { errors, warnings } = await judge(campaignId);
    expect(errors.map(({ code }) => code)).toEqual(['NO_LAUNCHABLE_ROWS']);
    const refused = failureFrom(await launchCampaign(world.usecases)(world.me, { campaignId }));
    expect([refused.code, refused.data]).toEqual(['PREFLIGHT_FAILED', { errors, warnings }]);
  });

  test('of another account, or of nothing, finds nothing', async () => {
    const campaignId = await makeCampaign(world);
    const stranger = await world.caller('Stranger');
    const asked = await preflightCampaign(world.usecases)(stranger, { campaignId });
    expect(failureFrom(asked).code).toBe('NOT_FOUND');
  });
});

const cell = fc.constantFrom('Ada', '', ' ', '\u00a0', '\u2003 x', null, 7, false);
const address = fc.constantFrom(
  'ada@a.example',
  'ADA@a.example',
  'bob@b.example',
  'cyd@c.example',
  'dan@shut.example',
  'eve@shut.example',
  'no@a.example',
  'busy@a.example',
  'both@a.example',
  'nobody',
  '',
);
const row: fc.Arbitrary<LeadData> = fc.record(
  {
    Email: address,
    first_name: cell,
    'First Name': cell,
    fname: cell,
    odd: cell,
    title: cell,
    company: cell,
  },
  { requiredKeys: ['Email'] },
);

describe('whatever the rows are', () => {
  beforeEach(async () => {
    const running = ['x@a.example', 'busy@a.example', 'both@a.example'];
    await launch(world, await makeCampaign(world, { leads: running }));
    // On both lists: suppressed behind the back of whoever stops leads.
    const row = { account_id: world.me.accountId, email: 'both@a.example', reason: 'asked us to' };
    const [id, created_at] = [world.chance.uuid(0), new Date(0).toISOString()];
    const both = { ...row, id, created_at, created_by: 'x' };
    await world.db.insertInto('suppression').values(both).execute();
    for (const what of [{ email: 'no@a.example' }, { domain: 'shut.example' }]) {
      valueFrom(await suppress(world.usecases)(world.me, { ...what, reason: 'asked us to' }));
    }
  });

  test('it counts them as the launch then enrols them, and values as templates miss them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 14 }), async (rows) => {
        const campaignId = await campaignOver(rows);
        const { totalRows, launchableRows, warnings } = await judge(campaignId);
        const counted = (code: string, field: string | null) => {
          const found = warnings.find((one) => one.code === code && one.field === field);
          return [...(found?.sampleRows ?? []), found?.count ?? 0];
        };
        const launched = await launchCampaign(world.usecases)(world.me, { campaignId });
        expect(launched.ok).toBe(launchableRows > 0);
        await world.settle();
        const enrolled = await leads(world, campaignId);
        if (!launched.ok) {
          expect(enrolled).toEqual([]);
          return;
        }
        const among = (of: readonly { readonly row_index: number }[]) => {
          const indexes = of.map((lead) => lead.row_index);
          return [...indexes.slice(0, 10), indexes.length];
        };
        const why = (name: string) => among(enrolled.filter((lead) => lead.ineligible === name));
        expect(totalRows).toBe(enrolled.length);
        expect(counted('NO_VALID_ADDRESS', null)).toEqual(why('no_address'));
        expect(counted('DUPLICATE_ADDRESS', null)).toEqual(why('duplicate'));
        expect(counted('SUPPRESSED', null)).toEqual(why('suppressed'));
        expect(counted('RUNNING_ELSEWHERE', null)).toEqual(why('running_elsewhere'));
        // What the template itself says it misses, of the rows that are written to.
        const written = enrolled.filter((lead) => lead.ineligible === null);
        expect(launchableRows).toBe(written.length);
        const columns = new Set(rows.flatMap((one) => Object.keys(one)));
        const fed = {
          first_name: ['first_name', 'First Name', 'fname'].some((name) => columns.has(name)),
          odd: columns.has('odd'),
          nowhere: false,
        };
        for (const [name, isFed] of Object.entries(fed)) {
          const missing = await Promise.all(
            written.map((lead) => misses(rows[lead.row_index] ?? {}, name)),
          );
          const lacking = written.filter((_lead, at) => missing[at]);
          const expected = isFed ? among(lacking) : [0];
          expect([name, counted('MISSING_VALUE', name)]).toEqual([name, expected]);
          const unknown = isFed ? [0] : [written.length];
          expect([name, counted('UNKNOWN_VARIABLE', name)]).toEqual([name, unknown]);
        }
        await world.db.deleteFrom('enrolment').where('campaign_id', '=', campaignId).execute();
      }),
      { numRuns: 60 },
    );
  });
});

/** As PostgreSQL keeps the row, so that the order of its keys is that of the road. */
async function misses(data: LeadData, name: string): Promise<boolean> {
  const kept = Object.fromEntries(
    Object.entries(data).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)),
  );
  const template = { subject: 'x', body, bodyFormat: 'text' as const };
  const rows = [templateData(kept)];
  const input = { asker: world.me.accountId, template, rows };
  const [rendered] = await world.usecases.renderer.render(input);
  return rendered?.ok === true && rendered.value.missing.includes(name);
}
