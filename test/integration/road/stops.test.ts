import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeGate } from '../../../src/usecases/judge-gate.ts';
import { stopLead } from '../../../src/usecases/stop-lead.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import { unsubscribe } from '../../../src/usecases/unsubscribe.ts';
import { resetApprovals, unapproveStep } from '../../../src/usecases/withdraw-approvals.ts';
import {
  approve,
  day,
  enrolOnly,
  hang,
  interrupted,
  launchOnly,
  leadId,
  leads,
  leap,
  ledger,
  makeTemplate,
  minute,
  openGate,
  personalSteps,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const addresses = ['ada@one.example', 'bob@two.example'];

const suppressed = async (what: { email?: string; domain?: string }) =>
  valueFrom(await suppress(world.usecases)(world.me, { ...what, reason: 'asked us to' }));

const stopped = (campaignId: string, campaignLeadId: string) =>
  stopLead(world.usecases)(world.me, { campaignId, campaignLeadId });

const unapprove = (campaignId: string, campaignLeadId: string, step = 1) =>
  unapproveStep(world.usecases)(world.me, { campaignId, campaignLeadId, step });

/**
 * What holds between a claim and the wire: nothing of the first lead leaves, its slots are free.
 */
async function expectCalledBack(campaignId: string, standing: string): Promise<void> {
  expect(world.handed.map((mail) => mail.to).filter((to) => to === addresses[0])).toEqual([]);
  expect((await ledger(world, campaignId))[0]).toBe('0 step 1 try 1 cancelled');
  expect((await standings(world, campaignId))[0]).toBe(standing);
  const [usage] = await world.db.selectFrom('usage').select('count').execute();
  const claimed = (await ledger(world)).filter((line) => !line.endsWith('cancelled'));
  expect(usage?.count).toBe(claimed.length);
}

describe('between a claim and the wire', () => {
  let campaignId: string;
  beforeEach(async () => {
    campaignId = await makeCampaign(world, { leads: addresses });
    await launchOnly(world, campaignId);
  });

  test('a suppressed address is called back', async () => {
    let told: unknown;
    await world.settle(
      interrupted(world, async () => {
        const { stoppedLeads, inFlight } = await suppressed({ email: 'ada@one.example' });
        told = { stoppedLeads, inFlight };
      }),
    );
    expect(told).toEqual({ stoppedLeads: 1, inFlight: 0 });
    await expectCalledBack(campaignId, 'suppressed at 1: SUPPRESSED');
  });

  test('a suppressed domain is called back', async () => {
    await world.settle(interrupted(world, () => suppressed({ domain: 'one.example' })));
    await expectCalledBack(campaignId, 'suppressed at 1: SUPPRESSED');
  });

  test('a recipient who unsubscribes is obeyed before the next hand-over', async () => {
    const unsubscribed = async () => {
      const [first] = await world.db
        .selectFrom('enrolment')
        .select('id')
        .where('email', '=', 'ada@one.example')
        .execute();
      const recipient = {
        accountId: world.me.accountId,
        enrolmentId: first?.id ?? '',
        email: 'ada@one.example',
      };
      const token = world.usecases.links.unsubscribe(recipient).split('/u/')[1] ?? '';
      return unsubscribe(world.usecases)({ token, requestId: 'r' });
    };
    await world.settle(interrupted(world, unsubscribed));
    await expectCalledBack(campaignId, 'unsubscribed at 1: UNSUBSCRIBED');
    await leap(world, day);
    expect(world.handed.map((mail) => mail.to)).toEqual(['bob@two.example']);
  });

  test('a lead that a person stops is called back, and told to be', async () => {
    const campaignLeadId = await enrolledFirst(campaignId);
    let told: unknown;
    await world.settle(
      interrupted(world, async () => {
        told = valueFrom(await stopped(campaignId, campaignLeadId));
      }),
    );
    expect(told).toEqual({ campaignLeadId, inFlight: 0 });
    await expectCalledBack(campaignId, 'stopped at 1: STOPPED_BY_USER');
  });

  test('the others of the same claim leave all the same', async () => {
    const other = await makeCampaign(world, { leads: ['cyd@three.example'] });
    await launchOnly(world, other);
    await world.settle(interrupted(world, () => suppressed({ email: 'ada@one.example' })));
    expect(world.handed.map((mail) => mail.to)).toEqual(['cyd@three.example']);
    await leap(world, minute);
    expect(world.handed.map((mail) => mail.to)).toEqual(['cyd@three.example', 'bob@two.example']);
  });

  /** Enrols, and lets no claim begin. */
  async function enrolledFirst(id: string): Promise<string> {
    const halted = { ...world.engine, worker: { ...world.engine.worker, engineEpoch: 0 } };
    await world.settle(halted);
    return leadId(world, id);
  }
});

describe('on the wire', () => {
  test('a suppression says that it came too late for one, and stops what comes after', async () => {
    const templateId = await makeTemplate(world, 'Hello.');
    const campaign = templateSteps(templateId, 0, 1);
    const campaignId = await makeCampaign(world, { leads: addresses, campaign });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    const { stoppedLeads, inFlight } = await suppressed({ email: 'ada@one.example' });
    expect({ stoppedLeads, inFlight }).toEqual({ stoppedLeads: 1, inFlight: 1 });
    release();
    await settled;
    await leap(world, 3 * day);
    expect(await ledger(world)).toEqual([
      '0 step 1 try 1 accepted',
      '1 step 1 try 1 accepted',
      '1 step 2 try 1 accepted',
    ]);
    expect(await standings(world, campaignId)).toEqual([
      'suppressed at 1: SUPPRESSED',
      'completed at 2',
    ]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('a stop says that one is in flight', async () => {
    const campaignId = await makeCampaign(world, { leads: addresses });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    const campaignLeadId = await leadId(world, campaignId);
    const result = await stopped(campaignId, campaignLeadId);
    expect(valueFrom(result)).toEqual({ campaignLeadId, inFlight: 1 });
    // It still is, whoever stops what has been stopped.
    for (const what of [{ email: 'ada@one.example' }, { domain: 'one.example' }]) {
      const { stoppedLeads, inFlight } = await suppressed(what);
      expect({ stoppedLeads, inFlight }).toEqual({ stoppedLeads: 0, inFlight: 1 });
    }
    const other = await suppressed({ domain: 'nobody.example' });
    expect(other.inFlight).toBe(0);
    release();
    await settled;
    expect((await standings(world, campaignId))[0]).toBe('stopped at 1: STOPPED_BY_USER');
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  });

  test('an approval cannot be taken back: ALREADY_SENT', async () => {
    const campaignId = await approvedCampaign();
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    expect(failureFrom(await unapprove(campaignId, await leadId(world, campaignId)))).toEqual({
      code: 'ALREADY_SENT',
      message: 'This step has been handed over; its approval cannot be taken back.',
      data: { state: 'on_wire' },
    });
    release();
    await settled;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  });
});

/** One lead, gated, approved, ready to leave; nothing claimed yet. */
async function approvedCampaign(): Promise<string> {
  const campaignId = await makeCampaign(world, {
    leads: ['ada@one.example'],
    campaign: { ...personalSteps(0), approvalMode: 'required' },
  });
  await launch(world, campaignId);
  valueFrom(await approve(world, { campaignId, campaignLeadId: await leadId(world, campaignId) }));
  return campaignId;
}

describe('an approval taken back', () => {
  test('between a claim and the wire calls the message back and opens the gate again', async () => {
    const campaignId = await approvedCampaign();
    const campaignLeadId = await leadId(world, campaignId);
    let told: readonly number[] = [];
    const between = interrupted(world, async () => {
      const change = valueFrom(await unapprove(campaignId, campaignLeadId));
      told = [change.step ?? 0, ...change.approvedSteps];
    });
    await world.settle(between);
    expect(told).toEqual([1]);
    await leap(world, day);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
    expect((await openGate(world, campaignLeadId))?.step).toBe(1);
  });

  test('by a reset is called back in the same way', async () => {
    const campaignId = await approvedCampaign();
    const campaignLeadId = await leadId(world, campaignId);
    const reset = resetApprovals(world.usecases);
    await world.settle(
      interrupted(world, () => reset(world.me, { campaignId, campaignLeadId, steps: null })),
    );
    await leap(world, minute);
    expect(world.handed).toEqual([]);
    expect((await openGate(world, campaignLeadId))?.step).toBe(1);
  });

  test('of a step that was never approved changes nothing', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    const before = await leads(world, campaignId);
    const campaignLeadId = await leadId(world, campaignId);
    const change = valueFrom(await unapprove(campaignId, campaignLeadId));
    expect(change).toEqual({
      campaignId,
      campaignLeadId,
      updatedAt: world.now.engine,
      step: 1,
      approvedSteps: [],
      entry: null,
    });
    expect(await leads(world, campaignId)).toEqual(before);
  });
});

describe('a discard', () => {
  test('ends the lead: nothing of it is ever sent, and the campaign goes on without it', async () => {
    const campaignId = await makeCampaign(world, {
      leads: addresses,
      campaign: { ...personalSteps(0), approvalMode: 'required' },
    });
    await launch(world, campaignId);
    const [first, second] = await leads(world, campaignId);
    const discard = await judgeGate(world.usecases)(world.me, {
      campaignId,
      workflowInstanceId: first?.workflow_instance_id ?? '',
      verdict: 'discard',
      gateId: null,
      contentHash: null,
    });
    expect(valueFrom(discard).action).toBe('discarded');
    valueFrom(await approve(world, { campaignId, campaignLeadId: second?.id ?? '' }));
    await leap(world, day);
    expect(world.handed.map((mail) => mail.to)).toEqual(['bob@two.example']);
    expect(await standings(world, campaignId)).toEqual([
      'discarded at 1: CONTENT_DISCARDED',
      'completed at 1',
    ]);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });
});

describe('a lead that is stopped', () => {
  test('while its gate is open has no gate any more', async () => {
    const campaignId = await makeCampaign(world, {
      leads: addresses,
      campaign: { ...personalSteps(0), approvalMode: 'required' },
    });
    await launch(world, campaignId);
    const campaignLeadId = await leadId(world, campaignId);
    expect(await openGate(world, campaignLeadId)).not.toBeNull();
    valueFrom(await stopped(campaignId, campaignLeadId));
    expect(await openGate(world, campaignLeadId)).toBeNull();
  });

  test('by the claim itself, which alone saw its suppression, has no gate any more either', async () => {
    const campaignId = await makeCampaign(world, {
      leads: ['ada@one.example'],
      campaign: { ...personalSteps(2), approvalMode: 'required' },
    });
    await launch(world, campaignId);
    await leap(world, day);
    const campaignLeadId = await leadId(world, campaignId);
    expect(await openGate(world, campaignLeadId)).not.toBeNull();
    // As when the lead was being enrolled while somebody suppressed it.
    const id = world.chance.uuid(world.now.real);
    const account_id = world.me.accountId;
    const row = { id, account_id, email: 'ada@one.example', reason: 'asked us to' };
    const created_at = new Date(world.now.engine).toISOString();
    await world.db
      .insertInto('suppression')
      .values({ ...row, created_at, created_by: 'x' })
      .execute();
    await leap(world, 2 * day);
    expect(await standings(world, campaignId)).toEqual(['suppressed at 1: SUPPRESSED']);
    expect(await openGate(world, campaignLeadId)).toBeNull();
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('is stopped once', async () => {
    const campaignId = await makeCampaign(world, { leads: addresses });
    await launch(world, campaignId);
    const campaignLeadId = await leadId(world, campaignId, 1);
    valueFrom(await stopped(campaignId, campaignLeadId));
    expect(failureFrom(await stopped(campaignId, campaignLeadId))).toEqual({
      code: 'LEAD_FINISHED',
      message: 'This lead is finished already (stopped).',
      data: { state: 'stopped' },
    });
    await leap(world, day);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });
});
