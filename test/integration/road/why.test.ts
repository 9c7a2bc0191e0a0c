import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../../../src/db/columns.ts';
import type { CheckAnswer } from '../../../src/domain/send/checks.ts';
import { explainLead } from '../../../src/usecases/explain-lead.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import {
  approve,
  day,
  dispatch,
  enrolOnly,
  hang,
  hour,
  later,
  launchOnly,
  leadId,
  leap,
  makeTemplate,
  minute,
  personalSteps,
  setValue,
  skip,
  templateSteps,
} from '../../support/drive.ts';
import { failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const notNow = { outcome: 'refused', permanent: false, recipient: true, response: '450' } as const;

async function why(campaignId: string, row = 0) {
  const campaignLeadId = await leadId(world, campaignId, row);
  return valueFrom(await explainLead(world.usecases)(world.me, { campaignId, campaignLeadId }));
}

/** What does not pass, in few words. */
async function against(campaignId: string, row = 0): Promise<readonly string[]> {
  const { checks } = await why(campaignId, row);
  return checks.flatMap((check) => (check.result === 'pass' ? [] : [inWords(check)]));
}

function inWords(answer: CheckAnswer): string {
  if (answer.result !== 'hold') return `${answer.check}: ${answer.result}`;
  const { until } = answer;
  const ends = until === null ? 'by an act' : `in ${(until - world.now.engine) / minute} min`;
  return `${answer.check} holds the ${answer.scope}, ends ${ends}`;
}

describe('why not yet', () => {
  test('is answered with every check in order, and go where all pass', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    const told = await why(campaignId);
    expect([told.verdict, told.nextStep, told.now]).toEqual(['go', 1, world.now.engine]);
    expect(told.checks.map(({ check, scope }) => `${check} ${scope}`)).toEqual([
      'fenced engine',
      'campaign_live campaign',
      'lead_live lead',
      'suppression lead',
      'ledger lead',
      'due lead',
      'content lead',
      'approval lead',
      'window campaign',
      'daily_limit campaign',
      'interval campaign',
      'mailbox alias',
      'mailbox_cap alias',
      'mailbox_gap alias',
      'domain_cap domain',
    ]);
    expect(new Set(told.checks.map((check) => check.result))).toEqual(new Set(['pass']));
  });

  test('names every hold at once, each with the instant at which it can change', async () => {
    const aliasIds = [await makeAlias(world, { dailyCap: 1, minGapSeconds: 90 })];
    const campaign = { aliasIds, dailyLimit: 1, windowStart: '09:00:00', windowEnd: '17:00:00' };
    const campaignId = await makeCampaign(world, { leads: 2, campaign });
    await launch(world, campaignId);
    expect(await against(campaignId, 1)).toEqual([
      'daily_limit holds the campaign, ends in 900 min',
      'interval holds the campaign, ends in 1 min',
      'mailbox_cap holds the alias, ends in 1450 min',
    ]);
    skip(world, 9 * hour);
    expect(await against(campaignId, 1)).toEqual([
      'window holds the campaign, ends in 900 min',
      'daily_limit holds the campaign, ends in 360 min',
      'mailbox_cap holds the alias, ends in 910 min',
    ]);
  });

  test('of a lead that is set aside says until when, and what for', async () => {
    const aliasIds = [await makeAlias(world, { dailyCap: 1 }), await makeAlias(world)];
    const steps = templateSteps(await makeTemplate(world, 'Hello.'), 0, 0);
    const campaignId = await makeCampaign(world, { leads: 1, campaign: { ...steps, aliasIds } });
    await launch(world, campaignId);
    await world.db
      .updateTable('enrolment')
      .set({ alias_id: aliasIds[0] ?? '' })
      .execute();
    await sql`update usage set key = ${aliasIds[0]}`.execute(world.db);
    await leap(world, minute);
    expect(world.handed).toHaveLength(1);
    expect(await against(campaignId)).toEqual([
      'due holds the lead, ends in 1449 min',
      'mailbox_cap holds the alias, ends in 1449 min',
    ]);
  });

  test('of a refusal for the time being says when the next try is', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    world.answer = () => notNow;
    await launch(world, campaignId);
    skip(world, 2 * minute);
    const { checks } = await why(campaignId);
    expect(checks.find((check) => check.check === 'due')).toMatchObject({
      reason: 'Refused for now; the next try is due later.',
      until: world.now.engine + 3 * minute,
    });
  });

  test('follows a message over the wire', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const settled = world.settle();
    await arrived;
    expect(await against(campaignId)).toEqual([
      'ledger holds the lead, ends by an act',
      'interval holds the campaign, ends in 1 min',
    ]);
    release({ outcome: 'unknown', response: '' });
    await settled;
    const told = await why(campaignId);
    expect([told.verdict, told.nextStep]).toEqual(['stop', null]);
    expect(await against(campaignId)).toEqual([
      'campaign_live holds the campaign, ends by an act',
      'lead_live: stop',
      'ledger holds the lead, ends by an act',
      'due holds the lead, ends by an act',
      'interval holds the campaign, ends in 1 min',
    ]);
  });

  test('of what a model writes says whether it is being written, waits, or is stale', async () => {
    const campaign = { ...personalSteps(0), approvalMode: 'required' as const };
    const campaignId = await makeCampaign(world, { leads: 1, campaign });
    await launchOnly(world, campaignId);
    const asked = later();
    const write = () => {
      asked.resolve();
      return new Promise<never>(() => undefined);
    };
    world
      .settle({ ...world.engine, writer: { ...world.engine.writer, write } })
      .catch(() => undefined);
    await asked.promise;
    expect(await against(campaignId)).toEqual(['content holds the lead, ends by an act']);
    // That writer never comes back: its lease ends, and another writes.
    skip(world, 4 * minute);
    await world.settle();
    const waits = 'approval holds the lead, ends by an act';
    expect(await against(campaignId)).toEqual([waits]);
    const campaignLeadId = await leadId(world, campaignId);
    valueFrom(await approve(world, { campaignId, campaignLeadId }));
    expect(await against(campaignId)).toEqual([]);
    await setValue(world, campaignLeadId, { first_name: 'Grace' });
    const { checks } = await why(campaignId);
    expect(checks.find((check) => check.check === 'approval')).toMatchObject({
      reason:
        "What was approved no longer holds: the lead's name, company or address changed. Review it again.",
    });
  });

  test('is nobody else’s business: a lead of another account or campaign is not found', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    const other = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    const campaignLeadId = await leadId(world, campaignId);
    const stranger = await world.caller('Other');
    const ask = explainLead(world.usecases);
    const answers = [
      await ask(stranger, { campaignId, campaignLeadId }),
      await ask(world.me, { campaignId: other, campaignLeadId }),
      await ask(world.me, { campaignId, campaignLeadId: other }),
      await ask(world.me, { campaignId: 'none', campaignLeadId }),
      await ask(world.me, { campaignId, campaignLeadId: 'none' }),
    ];
    expect(answers.map((answer) => failureFrom(answer).code)).toEqual(Array(5).fill('NOT_FOUND'));
  });
});

/** Everything that can befall a lead between its enrolment and the look at it. */
const fates: Readonly<Record<string, (campaignId: string) => Promise<unknown>>> = {
  pause: (campaignId) => pauseCampaign(world.usecases)(world.me, { campaignId }),
  suppress: () =>
    suppress(world.usecases)(world.me, { domain: 'a.example', reason: 'asked us to' }),
  unverify: () => world.db.updateTable('alias').set({ verified_at: null }).execute(),
  pauseMailbox: () =>
    world.db
      .updateTable('alias')
      .set({ paused_at: at(world.now.engine) })
      .execute(),
  fillMailbox: () => world.db.updateTable('alias').set({ daily_cap: 1 }).execute(),
  shutWindow: () =>
    world.db.updateTable('campaign').set({ sending_window_start: '22:00:00' }).execute(),
  limit: () => world.db.updateTable('campaign').set({ daily_limit: 1 }).execute(),
  slow: () => world.db.updateTable('campaign').set({ min_interval_seconds: 3_600 }).execute(),
  fence: () => sql`update engine set fenced_at = now(), fence_reason = 'x'`.execute(world.db),
  refuse: () => {
    world.answer = () => notNow;
    return world.settle();
  },
  send: () => world.settle(),
  approve: async (campaignId) =>
    approve(world, { campaignId, campaignLeadId: await leadId(world, campaignId) }),
  rename: async (campaignId) =>
    setValue(world, await leadId(world, campaignId), { first_name: 'Grace' }),
  wait: () => Promise.resolve(skip(world, 30 * minute)),
  waitLong: () => Promise.resolve(skip(world, day)),
};

async function startOver(): Promise<void> {
  for (const table of [
    'campaign',
    'send',
    'claim',
    'account_pace',
    'usage',
    'suppression',
  ] as const) {
    await world.db.deleteFrom(table).execute();
  }
  await sql`update engine set fenced_at = null, fence_reason = null`.execute(world.db);
  world.answer = () => ({ outcome: 'accepted', response: '250' });
}

describe('the answer', () => {
  test('is go exactly when the engine would send the lead’s message at this very instant', async () => {
    const drawn = fc.record({
      steps: fc.constantFrom('template', 'personal', 'gated'),
      delayDays: fc.constantFrom(0, 0, 1),
      befall: fc.array(fc.constantFrom(...Object.keys(fates)), { maxLength: 4 }),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(drawn, async ({ steps, delayDays, befall }) => {
        await startOver();
        const templateId = await makeTemplate(world, 'Hello.');
        const campaignId = await makeCampaign(world, {
          leads: ['ada@a.example'],
          campaign: {
            ...(steps === 'template'
              ? templateSteps(templateId, delayDays, 0)
              : personalSteps(delayDays, 0)),
            approvalMode: steps === 'gated' ? 'required' : 'optional',
          },
        });
        await enrolOnly(world, campaignId);
        for (const fate of befall) await fates[fate]?.(campaignId);
        const { verdict } = await why(campaignId);
        seen.add(verdict);
        const before = world.handed.length;
        await dispatch(world);
        expect(world.handed.length - before).toBe(verdict === 'go' ? 1 : 0);
      }),
      { numRuns: 40 },
    );
    expect(seen.has('go') && seen.has('hold')).toBe(true);
  });
});
