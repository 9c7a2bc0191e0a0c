/** Rows of a dataset that are edited, searched, deleted and exported. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approveStep } from '../../../src/usecases/approve-step.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { createDataset } from '../../../src/usecases/create-dataset.ts';
import { deleteDataset } from '../../../src/usecases/delete-dataset.ts';
import { deleteRow } from '../../../src/usecases/delete-row.ts';
import { editRow } from '../../../src/usecases/edit-row.ts';
import { exportDataset } from '../../../src/usecases/export-dataset.ts';
import { findDataset } from '../../../src/usecases/find-dataset.ts';
import { listRows } from '../../../src/usecases/list-rows.ts';
import { stopLead } from '../../../src/usecases/stop-lead.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let stranger: Caller;
beforeEach(async () => {
  world = await makeWorld();
  stranger = await world.caller('Stranger');
});
afterEach(() => world.close());

async function dataset(rows: readonly Record<string, string>[]) {
  const made = valueFrom(await createDataset(world.usecases)(world.me, { name: 'Rows', rows }));
  const page = await listRows(world.usecases)(world.me, {
    datasetId: made.id,
    cursor: null,
    limit: 50,
    q: null,
  });
  return { datasetId: made.id, rows: valueFrom(page).items };
}

async function datasetOf(campaignId: string) {
  const { dataset_id: datasetId } = await world.db
    .selectFrom('campaign')
    .select('dataset_id')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const leads = await world.db
    .selectFrom('enrolment')
    .select(['id', 'lead_id'])
    .where('campaign_id', '=', campaignId)
    .orderBy('row_index')
    .execute();
  return { datasetId, leads };
}

describe('a row', () => {
  it('has its columns merged, one taken away by null, and its address found anew', async () => {
    const { datasetId, rows } = await dataset([
      { 'Work Email': 'ada@example.com', first_name: 'Ada', city: 'London' },
    ]);
    const leadId = rows[0]?.leadId ?? '';
    const data = { 'Work Email': 'Ada@New.example', city: null, company: 'Engines' };
    const edited = valueFrom(await editRow(world.usecases)(world.me, { datasetId, leadId, data }));
    expect(edited).toEqual({
      leadId,
      rowIndex: 0,
      email: 'ada@new.example',
      data: { 'Work Email': 'Ada@New.example', first_name: 'Ada', company: 'Engines' },
    });
    const found = valueFrom(await findDataset(world.usecases)(world.me, { datasetId }));
    expect(found.columns).toEqual(['Work Email', 'first_name', 'city', 'company']);
    const refused = await editRow(world.usecases)(world.me, {
      datasetId,
      leadId,
      data: { note: 'x'.repeat(10_001), '': 'x' },
    });
    expect(failureFrom(refused).faults?.map(({ path }) => path)).toEqual([
      ['data', 'note'],
      ['data', ''],
    ]);
  });

  it('moves its leads to another zone, and back to that of their campaign', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launch(world, campaignId);
    const { datasetId, leads } = await datasetOf(campaignId);
    const leadId = leads[1]?.lead_id ?? '';
    const zones = async (timezone: string | null) => {
      const input = { datasetId, leadId, data: { timezone } };
      valueFrom(await editRow(world.usecases)(world.me, input));
      const rows = world.db
        .selectFrom('enrolment')
        .select('timezone')
        .where('lead_id', '=', leadId);
      return (await rows.executeTakeFirst())?.timezone;
    };
    expect(await zones('Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(await zones('Nowhere/Else')).toBeNull();
    expect(await zones('Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(await zones(null)).toBeNull();
  });

  it('keeps its address, and is not deleted, while a campaign may still write to it', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launch(world, campaignId);
    const { datasetId, leads } = await datasetOf(campaignId);
    const [, waiting] = leads;
    const leadId = waiting?.lead_id ?? '';
    const row = { datasetId, leadId };
    const change = { ...row, data: { email: 'else@example.com' } };
    const refused = failureFrom(await editRow(world.usecases)(world.me, change));
    expect([refused.code, refused.data]).toEqual(['LEAD_IN_USE', { campaignIds: [campaignId] }]);
    expect(failureFrom(await deleteRow(world.usecases)(world.me, row)).code).toBe('LEAD_IN_USE');
    // What it is called may change meanwhile.
    const named = { ...row, data: { first_name: 'Augusta' } };
    expect(valueFrom(await editRow(world.usecases)(world.me, named)).data['first_name']).toBe(
      'Augusta',
    );
    const stopped = { campaignId, campaignLeadId: waiting?.id ?? '' };
    valueFrom(await stopLead(world.usecases)(world.me, stopped));
    valueFrom(await deleteRow(world.usecases)(world.me, row));
    const after = valueFrom(await findDataset(world.usecases)(world.me, { datasetId }));
    expect(after.rowCount).toBe(1);
    expect(failureFrom(await deleteRow(world.usecases)(world.me, row)).code).toBe('NOT_FOUND');
  });

  it('is not there for another account, nor under another dataset', async () => {
    const { datasetId, rows } = await dataset([{ email: 'ada@example.com' }]);
    const { datasetId: other } = await dataset([{ email: 'eve@example.com' }]);
    const leadId = rows[0]?.leadId ?? '';
    const edits = [
      editRow(world.usecases)(stranger, { datasetId, leadId, data: { a: 'b' } }),
      editRow(world.usecases)(world.me, { datasetId: other, leadId, data: { a: 'b' } }),
    ];
    for (const edit of edits) expect(failureFrom(await edit).code).toBe('NOT_FOUND');
    const deletions = [
      deleteRow(world.usecases)(stranger, { datasetId, leadId }),
      deleteRow(world.usecases)(world.me, { datasetId: other, leadId }),
    ];
    for (const deletion of deletions) expect(failureFrom(await deletion).code).toBe('NOT_FOUND');
  });
});

describe('what was approved for a lead', () => {
  it('is stale at once where its row becomes somebody else, and waits for a person', async () => {
    const steps = [
      { step: 1, variants: [{ label: 'A', type: 'PERSONALIZATION' as const }] },
    ] as never;
    // Nothing leaves before the window opens.
    const campaign = { steps, approvalMode: 'required' as const, windowStart: '23:00:00' };
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    await launch(world, campaignId);
    await world.pass(3_600_000);
    const { datasetId, leads } = await datasetOf(campaignId);
    const [lead] = leads;
    const gate = await world.db
      .selectFrom('gate')
      .selectAll()
      .where('closed_at', 'is', null)
      .executeTakeFirst();
    if (gate === undefined || lead === undefined) throw new Error('no words wait for a verdict');
    valueFrom(
      await approveStep(world.usecases)(world.me, {
        campaignId,
        campaignLeadId: lead.id,
        step: 1,
        variantLabel: 'A',
        subject: gate.subject,
        body: gate.body,
        customPrompt: null,
        promptSnapshot: null,
        model: null,
        generationLatencyMs: null,
        researchSources: null,
        draftId: null,
        expectedStepConfig: null,
        expectedContentHash: null,
      }),
    );
    const approvals = () =>
      world.db.selectFrom('approval').select(['withdrawn_reason']).orderBy('approved_at').execute();
    expect(await approvals()).toEqual([{ withdrawn_reason: null }]);
    const row = { datasetId, leadId: lead.lead_id };
    // What is no part of who somebody is makes nothing stale.
    valueFrom(await editRow(world.usecases)(world.me, { ...row, data: { city: 'London' } }));
    expect(await approvals()).toEqual([{ withdrawn_reason: null }]);
    valueFrom(await editRow(world.usecases)(world.me, { ...row, data: { first_name: 'Eve' } }));
    expect(await approvals()).toEqual([{ withdrawn_reason: 'stale' }]);
    await world.pass(24 * 3_600_000, 3_600_000);
    expect(world.handed).toEqual([]);
  });
});

describe('a dataset', () => {
  it('goes with its rows when nothing needs it any more, and only then', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    const { datasetId } = await datasetOf(campaignId);
    const drafted = failureFrom(await deleteDataset(world.usecases)(world.me, { datasetId }));
    expect(drafted.code).toBe('DATASET_IN_USE');
    expect(drafted.message).toContain('“A campaign”');
    await launch(world, campaignId);
    expect(failureFrom(await deleteDataset(world.usecases)(world.me, { datasetId })).code).toBe(
      'DATASET_IN_USE',
    );
    await world.pass(3_600_000);
    expect(failureFrom(await deleteDataset(world.usecases)(stranger, { datasetId })).code).toBe(
      'NOT_FOUND',
    );
    valueFrom(await deleteDataset(world.usecases)(world.me, { datasetId }));
    expect(await world.db.selectFrom('lead').select('id').execute()).toEqual([]);
    // What was sent stays known.
    const sends = await world.db.selectFrom('send').select('state').execute();
    expect(sends).toEqual([{ state: 'accepted' }, { state: 'accepted' }]);
  });

  it('leaves as CSV in which nothing is a formula, in the order of its rows', async () => {
    const made = Array.from({ length: 1_500 }, (_, n) => ({
      email: `p${n}@example.com`,
      note: n === 0 ? '=1+1' : 'a "b", c',
      phone: n === 1 ? '+49 1' : '',
    }));
    const { datasetId } = await dataset(made.slice(0, 1_000));
    let text = '';
    const pieces = valueFrom(await exportDataset(world.usecases)(world.me, { datasetId }));
    for await (const piece of pieces) text += piece;
    const lines = text.split('\r\n');
    expect(lines.slice(0, 4)).toEqual([
      'email,note,phone',
      "p0@example.com,'=1+1,",
      'p1@example.com,"a ""b"", c",\'+49 1',
      'p2@example.com,"a ""b"", c",',
    ]);
    expect(lines).toHaveLength(1_002);
  });

  it('is searched for a whole address by its index, for anything else in its values', async () => {
    const { datasetId } = await dataset([
      { email: 'ada@example.com', note: 'x' },
      { email: 'eve@example.com', note: 'knows ada@example.com' },
      { email: 'bob@example.com', note: 'ADA' },
    ]);
    const found = async (q: string) => {
      const input = { datasetId, cursor: null, limit: 50, q };
      const page = valueFrom(await listRows(world.usecases)(world.me, input));
      return page.items.map(({ rowIndex }) => rowIndex);
    };
    expect(await found('Ada@Example.com')).toEqual([0]);
    expect(await found('ada')).toEqual([0, 1, 2]);
    expect(await found('nobody')).toEqual([]);
  });

  it('is searched by what its values hold, whatever that is, not by the names of its columns', async () => {
    const { datasetId } = await dataset([
      { email: 'a@example.com', note: 'says "no" to C:\\temp' },
      { email: 'b@example.com', note: 'two\nlines\tand a tab' },
      { email: 'c@example.com', note: 'Straße in ÖTZ, 100 % \u0001' },
      { email: 'd@example.com', note: 'plain', first_name: 'note' },
    ]);
    const found = async (q: string) => {
      const input = { datasetId, cursor: null, limit: 50, q };
      const page = valueFrom(await listRows(world.usecases)(world.me, input));
      return page.items.map(({ rowIndex }) => rowIndex);
    };
    expect(await found('"NO" to c:\\T')).toEqual([0]);
    expect(await found('two\nLINES\t')).toEqual([1]);
    expect(await found('ötz, 100 % \u0001')).toEqual([2]);
    expect(await found('100 x')).toEqual([]);
    expect(await found('note')).toEqual([3]);
    expect(await found('":"')).toEqual([]);
  });
});
