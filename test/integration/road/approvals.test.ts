import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stopLead } from '../../../src/usecases/stop-lead.ts';
import { unapproveStep } from '../../../src/usecases/withdraw-approvals.ts';
import {
  approve,
  day,
  hang,
  leadId,
  leap,
  openGate,
  parsed,
  personalSteps,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** One lead; `delays` of its steps in days, each written by a model and waiting to be read. */
async function gated(delays: readonly number[] = [0]): Promise<string> {
  const campaignId = await makeCampaign(world, {
    leads: 1,
    campaign: { ...personalSteps(...delays), approvalMode: 'required' },
  });
  await launch(world, campaignId);
  return campaignId;
}

const approvals = () =>
  world.db
    .selectFrom('approval')
    .select(['body', 'withdrawn_reason'])
    .orderBy('approved_at')
    .orderBy('id')
    .execute();

/** They all have seen the lead as it is before the first of them may touch it. */
async function atOnce<T>(campaignLeadId: string, acts: readonly (() => Promise<T>)[]) {
  const begun = await world.db.transaction().execute(async (tx) => {
    await tx
      .selectFrom('enrolment')
      .select('id')
      .where('id', '=', campaignLeadId)
      .forUpdate()
      .execute();
    const all = acts.map((act) => act());
    for (let waiting = 0; waiting < acts.length; ) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(world.db);
      waiting = rows[0]?.n ?? 0;
    }
    return { all };
  });
  return Promise.all(begun.all);
}

describe('approving', () => {
  test('the same content again is the same approval', async () => {
    const campaignId = await gated([1]);
    const campaignLeadId = await leadId(world, campaignId);
    const first = valueFrom(await approve(world, { campaignId, campaignLeadId }));
    const again = valueFrom(await approve(world, { campaignId, campaignLeadId }));
    expect(again.entry?.id).toBe(first.entry?.id);
    expect(await approvals()).toHaveLength(1);
  });

  test('other content replaces the live approval, which is kept as history', async () => {
    const campaignId = await gated([1]);
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId, body: 'First.' }));
    valueFrom(await approve(world, { campaignId, campaignLeadId, body: 'Second.' }));
    const history = (await approvals()).map((row) => [row.body, row.withdrawn_reason]);
    expect(history).toEqual([
      ['First.', 'replaced'],
      ['Second.', null],
    ]);
    await leap(world, day);
    expect((await parsed(world.handed[0])).text).toBe('Second.');
  });

  test('different words by two people at once: one wins, the other is told of the conflict', async () => {
    const campaignId = await gated([1]);
    const campaignLeadId = await leadId(world, campaignId);
    const both = await atOnce(campaignLeadId, [
      () => approve(world, { campaignId, campaignLeadId, body: 'One.' }),
      () => approve(world, { campaignId, campaignLeadId, body: 'Other.' }),
    ]);
    const losers = both.flatMap((one) => (one.ok ? [] : [failureFrom(one)]));
    expect(losers).toEqual([
      {
        code: 'APPROVAL_CONFLICT',
        message: 'Somebody else approved this step just now; read what they approved first.',
        data: { approved_by: world.me.actor },
      },
    ]);
    expect(await approvals()).toHaveLength(1);
  });

  test('the same words by two people at once is one approval, and neither is told off', async () => {
    const campaignId = await gated([1]);
    const campaignLeadId = await leadId(world, campaignId);
    const one = () => approve(world, { campaignId, campaignLeadId });
    const both = await atOnce(campaignLeadId, [one, one]);
    expect(new Set(both.map((each) => valueFrom(each).entry?.id)).size).toBe(1);
    expect(await approvals()).toHaveLength(1);
  });

  test('a step that is on the wire, or out, is refused: ALREADY_SENT', async () => {
    const campaignId = await gated([0, 3]);
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId }));
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    const other = { campaignId, campaignLeadId, body: 'Other words.' };
    expect(failureFrom(await approve(world, other))).toEqual({
      code: 'ALREADY_SENT',
      message: 'This step is being handed over right now.',
      data: { state: 'on_wire' },
    });
    release();
    await settled;
    expect(failureFrom(await approve(world, other))).toEqual({
      code: 'ALREADY_SENT',
      message: 'This step has been handed over already.',
      data: { state: 'accepted' },
    });
  });

  test('anything of a finished lead is refused: LEAD_FINISHED', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await stopLead(world.usecases)(world.me, { campaignId, campaignLeadId }));
    expect(failureFrom(await approve(world, { campaignId, campaignLeadId }))).toEqual({
      code: 'LEAD_FINISHED',
      message: 'This lead is finished (stopped); nothing more goes out to it.',
      data: { state: 'stopped' },
    });
  });

  test('another variant than the lead’s is refused at its field', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const failure = failureFrom(
      await approve(world, { campaignId, campaignLeadId, variantLabel: 'B' }),
    );
    expect([failure.code, failure.faults]).toEqual([
      'VALIDATION_ERROR',
      [{ path: ['variant_label'], message: 'must be A', type: 'any.only' }],
    ]);
  });

  test('a step that the campaign does not have is refused at its field', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const failure = failureFrom(await approve(world, { campaignId, campaignLeadId, step: 7 }));
    expect([failure.code, failure.faults]).toEqual([
      'VALIDATION_ERROR',
      [{ path: ['step_index'], message: 'is no step of the campaign', type: 'any.unknown' }],
    ]);
  });

  test('a step that was read in another shape is refused: STEP_CONFIG_CHANGED', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const draft = await world.db.selectFrom('draft').selectAll().executeTakeFirstOrThrow();
    const failure = failureFrom(
      await approve(world, { campaignId, campaignLeadId, expectedStepConfig: 'v1:other' }),
    );
    expect([failure.code, failure.data]).toEqual([
      'STEP_CONFIG_CHANGED',
      { expected: 'v1:other', actual: draft.step_config_fingerprint },
    ]);
    const expectedStepConfig = draft.step_config_fingerprint;
    valueFrom(await approve(world, { campaignId, campaignLeadId, expectedStepConfig }));
  });

  test('what is no longer what was read is refused: CONTENT_CHANGED', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const gate = await openGate(world, campaignLeadId);
    const failure = failureFrom(
      await approve(world, { campaignId, campaignLeadId, expectedContentHash: 'v1:other' }),
    );
    expect([failure.code, failure.data]).toEqual([
      'CONTENT_CHANGED',
      { expected: 'v1:other', actual: gate?.content_hash },
    ]);
    const expectedContentHash = gate?.content_hash ?? '';
    valueFrom(await approve(world, { campaignId, campaignLeadId, expectedContentHash }));
    const stale = await approve(world, {
      campaignId,
      campaignLeadId,
      body: 'Yet others.',
      expectedContentHash,
    });
    expect(failureFrom(stale).code).toBe('CONTENT_CHANGED');
  });

  test('what was read is refused where nothing is there any more to compare it with', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const expectedContentHash = (await openGate(world, campaignLeadId))?.content_hash ?? '';
    valueFrom(await approve(world, { campaignId, campaignLeadId }));
    valueFrom(
      await unapproveStep(world.usecases)(world.me, { campaignId, campaignLeadId, step: 1 }),
    );
    const late = await approve(world, { campaignId, campaignLeadId, expectedContentHash });
    expect(failureFrom(late)).toMatchObject({
      code: 'CONTENT_CHANGED',
      data: { expected: expectedContentHash, actual: null },
    });
  });

  test('a draft of another lead, of another account, or of nobody is refused at its field', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const other = await openGate(world, await leadId(world, await gated()));
    const own = await openGate(world, campaignLeadId);
    const foreign = await world.db
      .updateTable('draft')
      .set({ account_id: (await world.caller('Other')).accountId })
      .where('id', '=', own?.draft_id ?? '')
      .returning('id')
      .executeTakeFirst();
    for (const draftId of [other?.draft_id, foreign?.id, world.chance.uuid(0)]) {
      const refused = await approve(world, {
        campaignId,
        campaignLeadId,
        draftId: draftId ?? null,
        expectedContentHash: 'v1:other',
      });
      expect(failureFrom(refused)).toMatchObject({
        code: 'VALIDATION_ERROR',
        faults: [{ path: ['draft_id'] }],
      });
    }
  });
});
