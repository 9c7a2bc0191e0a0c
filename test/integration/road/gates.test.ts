import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Writer } from '../../../src/ports/writer.ts';
import type { Caller } from '../../../src/usecases/caller.ts';
import { explainLead } from '../../../src/usecases/explain-lead.ts';
import { judgeGate } from '../../../src/usecases/judge-gate.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resumeCampaign } from '../../../src/usecases/resume-campaign.ts';
import {
  approve,
  day,
  hour,
  launchOnly,
  leadId,
  leads,
  leap,
  ledger,
  minute,
  openGate,
  parsed,
  personalSteps,
  skip,
  standings,
  statusOf,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** `delays` of its steps in days; every one is written by a model and waits to be read. */
async function gated(of: { leads?: number; delays?: readonly number[] } = {}): Promise<string> {
  const { delays = [0] } = of;
  const campaignId = await makeCampaign(world, {
    leads: of.leads ?? 1,
    campaign: { ...personalSteps(...delays), approvalMode: 'required' },
  });
  await launch(world, campaignId);
  return campaignId;
}

type Input = Parameters<ReturnType<typeof judgeGate>>[1];

async function judge(
  campaignId: string,
  verdict: 'approve' | 'discard',
  of: Partial<Input> & { by?: Caller } = {},
) {
  const [lead] = await leads(world, campaignId);
  const { by = world.me, ...rest } = of;
  return judgeGate(world.usecases)(by, {
    campaignId,
    workflowInstanceId: lead?.workflow_instance_id ?? '',
    verdict,
    gateId: null,
    contentHash: null,
    ...rest,
  });
}

const approvals = () =>
  world.db
    .selectFrom('approval')
    .select(['subject', 'body', 'approved_by', 'withdrawn_reason', 'gate_id', 'draft_id', 'model'])
    .orderBy('approved_at')
    .orderBy('id')
    .execute();

describe('where approval is required', () => {
  test('what a model wrote waits at a gate, and nothing leaves for as long as nobody reads it', async () => {
    const campaignId = await gated();
    const gate = await openGate(world, await leadId(world, campaignId));
    expect([gate?.subject, gate?.body]).toEqual([
      'For Lead0',
      'Step 1 for Lead0, by a prompt of 239.',
    ]);
    await leap(world, 30 * day);
    expect(world.handed).toEqual([]);
    expect(await standings(world, campaignId)).toEqual(['pending at 1']);
    expect(await statusOf(world, campaignId)).toBe('active');
  });

  test('what a person approved on their desk leaves word for word', async () => {
    const campaignId = await gated();
    const campaignLeadId = await leadId(world, campaignId);
    const words = {
      subject: 'Grüße, {{ first_name }}',
      body: 'One line.\n\nAnother: <b>5 > 3</b>',
    };
    valueFrom(await approve(world, { campaignId, campaignLeadId, ...words }));
    expect(world.handed).toEqual([]);
    await world.settle();
    expect(await parsed(world.handed[0])).toEqual({ subject: words.subject, text: words.body });
    const [send] = await world.db.selectFrom('send').selectAll().execute();
    const [approval] = await world.db.selectFrom('approval').selectAll().execute();
    expect([send?.approval_id, send?.content_hash]).toEqual([approval?.id, approval?.content_hash]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('what a program approved by its instance leaves word for word, from the same kind of row', async () => {
    const campaignId = await gated();
    const gate = await openGate(world, await leadId(world, campaignId));
    expect(valueFrom(await judge(campaignId, 'approve')).action).toBe('approved');
    expect(await approvals()).toEqual([
      {
        subject: 'For Lead0',
        body: 'Step 1 for Lead0, by a prompt of 239.',
        approved_by: world.me.actor,
        withdrawn_reason: null,
        gate_id: gate?.id,
        draft_id: gate?.draft_id,
        model: 'plain-writer',
      },
    ]);
    await world.settle();
    expect(await parsed(world.handed[0])).toEqual({
      subject: 'For Lead0',
      text: 'Step 1 for Lead0, by a prompt of 239.',
    });
  });

  test('each step waits for a verdict of its own', async () => {
    const campaignId = await gated({ delays: [0, 1] });
    valueFrom(await judge(campaignId, 'approve'));
    await leap(world, 3 * day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
    const gate = await openGate(world, await leadId(world, campaignId));
    expect(gate?.step).toBe(2);
    skip(world, 2 * minute);
    valueFrom(await judge(campaignId, 'approve'));
    await leap(world, hour);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted', '0 step 2 try 1 accepted']);
    expect(await standings(world, campaignId)).toEqual(['completed at 2']);
  });

  test('a draft is written a day ahead of its step, and can be judged before that is due', async () => {
    const campaignId = await gated({ delays: [3] });
    expect(await openGate(world, await leadId(world, campaignId))).toBeNull();
    await leap(world, 2 * day - 1);
    expect(await openGate(world, await leadId(world, campaignId))).toBeNull();
    await leap(world, 1);
    valueFrom(await judge(campaignId, 'approve'));
    await leap(world, day - 1);
    expect(world.handed).toEqual([]);
    await leap(world, 1);
    expect(world.handed).toHaveLength(1);
  });

  test('a gate may be judged while its campaign is paused; nothing leaves until it is resumed', async () => {
    const campaignId = await gated();
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    valueFrom(await judge(campaignId, 'approve'));
    await leap(world, day);
    expect(world.handed).toEqual([]);
    valueFrom(await resumeCampaign(world.usecases)(world.me, { campaignId }));
    await world.settle();
    expect(world.handed).toHaveLength(1);
  });

  test('a lead that waits at its gate does not hold up those behind it', async () => {
    const campaignId = await gated({ leads: 8 });
    const last = await leadId(world, campaignId, 7);
    valueFrom(await approve(world, { campaignId, campaignLeadId: last }));
    await leap(world, hour);
    expect(await ledger(world)).toEqual(['7 step 1 try 1 accepted']);
  });
});

describe('where approval is optional', () => {
  test('a draft goes out as it was written, without a gate', async () => {
    const campaignId = await makeCampaign(world, { leads: 2, campaign: personalSteps(0) });
    await launch(world, campaignId);
    await leap(world, hour);
    expect(await parsed(world.handed[1])).toEqual({
      subject: 'For Lead1',
      text: 'Step 1 for Lead1, by a prompt of 239.',
    });
    expect(await world.db.selectFrom('gate').selectAll().execute()).toEqual([]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('one step of it may require approval all the same', async () => {
    const [first] = personalSteps(0).steps;
    if (first === undefined) throw new Error('there is a first step');
    const steps = [{ ...first, approvalRequired: true }];
    const campaignId = await makeCampaign(world, { leads: 1, campaign: { steps } });
    await launch(world, campaignId);
    await leap(world, day);
    expect(world.handed).toEqual([]);
    expect(await openGate(world, await leadId(world, campaignId))).not.toBeNull();
  });

  test('a writer that fails for good holds its lead; a person’s own words go out all the same', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0) });
    const write = () =>
      Promise.resolve({ outcome: 'failed', retryable: false, reason: 'no' } as const);
    const speechless = { ...world.engine, writer: { ...world.engine.writer, write } };
    await launchOnly(world, campaignId);
    await world.settle(speechless);
    await leap(world, day);
    expect(world.handed).toEqual([]);
    const campaignLeadId = await leadId(world, campaignId);
    const why = valueFrom(
      await explainLead(world.usecases)(world.me, { campaignId, campaignLeadId }),
    );
    expect(why.checks.filter((check) => check.result !== 'pass')).toEqual([
      {
        check: 'content',
        scope: 'lead',
        result: 'hold',
        reason: 'The draft could not be written: no',
        until: null,
      },
    ]);
    valueFrom(await approve(world, { campaignId, campaignLeadId }));
    await world.settle();
    expect((await parsed(world.handed[0])).text).toBe('A body.');
  });

  test('a writer that fails for now is asked three times, and its draft then goes out', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0) });
    let asked = 0;
    const write: Writer['write'] = (request) => {
      asked += 1;
      if (asked === 3) return world.engine.writer.write(request);
      if (asked === 2) return Promise.reject(new Error('a bug'));
      return Promise.resolve({ outcome: 'failed', retryable: true, reason: 'busy' });
    };
    const stammering = { ...world.engine, writer: { ...world.engine.writer, write } };
    await launchOnly(world, campaignId);
    for (let minutes = 0; minutes < 5; minutes++) {
      await world.settle(stammering);
      skip(world, minute);
    }
    expect(asked).toBe(3);
    expect(world.handed).toHaveLength(1);
  });
});

describe('a verdict by the instance alone', () => {
  test('of two at once exactly one wins', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const campaignId = await gated();
      const both = await Promise.all([judge(campaignId, 'approve'), judge(campaignId, 'discard')]);
      expect(both.filter((one) => one.ok)).toHaveLength(1);
      const loser = both.find((one) => !one.ok);
      if (loser === undefined) throw new Error('both won');
      const { code } = failureFrom(loser);
      expect(code).toBe(both[0]?.ok === true ? 'NO_PENDING_CONTENT' : 'INSTANCE_FINISHED');
    }
  });

  test('on nothing is refused and changes nothing', async () => {
    const campaignId = await gated({ delays: [3] });
    expect(failureFrom(await judge(campaignId, 'discard'))).toEqual({
      code: 'NO_PENDING_CONTENT',
      message: 'Nothing of this lead waits for a verdict now.',
      data: { state: 'pending' },
    });
    expect(await standings(world, campaignId)).toEqual(['pending at 1']);
  });

  test('on a finished instance is refused', async () => {
    const campaignId = await gated();
    valueFrom(await judge(campaignId, 'discard'));
    expect(failureFrom(await judge(campaignId, 'approve'))).toEqual({
      code: 'INSTANCE_FINISHED',
      message: 'This workflow instance is finished (discarded).',
      data: { state: 'discarded' },
    });
  });

  test('that names another gate or other content is refused with the gate that waits', async () => {
    const campaignId = await gated();
    const gate = await openGate(world, await leadId(world, campaignId));
    const shown = {
      gateId: gate?.id,
      step: 1,
      subject: gate?.subject,
      body: gate?.body,
      contentHash: gate?.content_hash,
      openedAt: gate?.opened_at,
    };
    const gateId = world.me.accountId;
    for (const of of [{ gateId }, { contentHash: 'v1:other' }]) {
      const failure = failureFrom(await judge(campaignId, 'approve', of));
      expect([failure.code, failure.data]).toEqual(['GATE_CHANGED', { gate: shown }]);
    }
    const contentHash = gate?.content_hash ?? '';
    valueFrom(await judge(campaignId, 'approve', { gateId: gate?.id ?? '', contentHash }));
  });
});

describe('a second bare verdict', () => {
  /** The first step is approved and gone; the second waits at a gate of its own. */
  async function secondGate(): Promise<string> {
    const campaignId = await gated({ delays: [0, 0] });
    valueFrom(await judge(campaignId, 'approve'));
    await world.settle();
    expect((await openGate(world, await leadId(world, campaignId)))?.step).toBe(2);
    return campaignId;
  }

  test('within a minute of the last one is taken for its retry, and told when to come back', async () => {
    const campaignId = await secondGate();
    skip(world, 59_001);
    const gate = await openGate(world, await leadId(world, campaignId));
    const failure = failureFrom(await judge(campaignId, 'approve'));
    expect([failure.code, failure.retryAfterSeconds]).toEqual(['VERDICT_TOO_SOON', 1]);
    expect(failure.data).toMatchObject({ gate: { gateId: gate?.id, step: 2 } });
    skip(world, 999);
    valueFrom(await judge(campaignId, 'approve'));
  });

  test('of somebody else is none of theirs', async () => {
    const campaignId = await secondGate();
    valueFrom(await judge(campaignId, 'approve', { by: { ...world.me, actor: 'key:other' } }));
  });

  test('that names what it judges is no bare one', async () => {
    const campaignId = await secondGate();
    const gate = await openGate(world, await leadId(world, campaignId));
    valueFrom(await judge(campaignId, 'approve', { gateId: gate?.id ?? '' }));
  });

  test('that has a key of its own is no retry of the first', async () => {
    const campaignId = await secondGate();
    valueFrom(await judge(campaignId, 'approve', { retrySafe: true }));
  });
});
