/** What a running campaign says of itself: its figures, and the timeline of each lead. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HandOver } from '../../../src/ports/mailer.ts';
import { findStats } from '../../../src/usecases/find-stats.ts';
import { listCampaignLeads } from '../../../src/usecases/list-campaign-leads.ts';
import { listLeadEvents } from '../../../src/usecases/list-lead-events.ts';
import { stopLead } from '../../../src/usecases/stop-lead.ts';
import { day, leap, makeTemplate, templateSteps } from '../../support/drive.ts';
import { allPages, failureFrom, valueFrom } from '../../support/outcome.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const answers: Readonly<Record<string, HandOver>> = {
  ada: { outcome: 'accepted', response: '250 taken' },
  bob: { outcome: 'refused', permanent: true, recipient: true, response: '550 no such user' },
  cyd: { outcome: 'unknown', response: 'the line went dead' },
  dan: { outcome: 'accepted', response: '250 taken' },
};

async function run(timezone = 'UTC'): Promise<string> {
  world.answer = ({ to }) =>
    answers[to.split('@')[0] ?? ''] ?? { outcome: 'accepted', response: '' };
  const template = await makeTemplate(world, 'Hello {{ first_name }}.');
  const campaign = { ...templateSteps(template, 0, 1), timezone };
  const leads = Object.keys(answers).map((name) => `${name}@a.example`);
  const campaignId = await makeCampaign(world, { leads, campaign });
  await launch(world, campaignId);
  return campaignId;
}

async function leadsOf(campaignId: string) {
  const page = { cursor: null, limit: 50, campaignId };
  const any = { status: null, step: null, pendingApproval: null, q: null };
  return valueFrom(await listCampaignLeads(world)(world.me, { ...page, ...any })).items;
}

async function storyOf(campaignId: string, index: number) {
  const campaignLeadId = (await leadsOf(campaignId))[index]?.campaignLeadId ?? '';
  const of = { campaignId, campaignLeadId };
  const events = await allPages((cursor) =>
    listLeadEvents(world)(world.me, { ...of, cursor, limit: 2 }),
  );
  return events;
}

const none = { accepted: 0, refused: 0, unknown: 0, replied: 0, bounced: 0 };

describe('the figures of a campaign', () => {
  test('count every lead once, and every step by what came of it', async () => {
    const campaignId = await run();
    const before = valueFrom(await findStats(world)(world.me, { campaignId }));
    expect(before.steps.map(({ step, planned }) => [step, planned])).toEqual([
      [1, 3],
      [2, 4],
    ]);
    await leap(world, 3 * day);
    const { leads, steps, days } = valueFrom(await findStats(world)(world.me, { campaignId }));
    const counted = Object.entries(leads).filter(([, count]) => count > 0);
    expect(Object.fromEntries(counted)).toEqual({ completed: 2, bounced: 1, unknown: 1 });
    const first = { ...none, accepted: 2, refused: 1, unknown: 1, bounced: 1 };
    const second = { ...none, accepted: 2 };
    expect(steps).toEqual([
      { step: 1, planned: 0, ...first, byVariant: new Map([['A', first]]) },
      { step: 2, planned: 0, ...second, byVariant: new Map([['A', second]]) },
    ]);
    expect(days.map(({ accepted, refused, unknown }) => [accepted, refused, unknown])).toEqual([
      [2, 1, 1],
      [2, 0, 0],
    ]);
  });

  test('are told by the days of the campaign’s own zone', async () => {
    world.now.engine = Date.parse('2026-03-01T23:30:00Z');
    world.now.real = world.now.engine + 5;
    const campaignId = await run('Asia/Tokyo');
    await leap(world, 3 * day);
    const { days } = valueFrom(await findStats(world)(world.me, { campaignId }));
    expect(days.map(({ date }) => date)).toEqual(['2026-03-02', '2026-03-03']);
  });

  test('of somebody else’s campaign are none of theirs', async () => {
    const campaignId = await run();
    const other = await world.caller('Other');
    expect(failureFrom(await findStats(world)(other, { campaignId })).code).toBe('NOT_FOUND');
  });
});

describe('the timeline of a lead', () => {
  test('tells in order what the engine and what people did', async () => {
    const campaignId = await run();
    await leap(world, 2 * day);
    const told = await storyOf(campaignId, 0);
    expect(told.map(({ type, step }) => [type, step])).toEqual([
      ['enrolled', null],
      ['handed_over', 1],
      ['accepted', 1],
      ['handed_over', 2],
      ['accepted', 2],
      ['finished', 2],
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(6);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort((a, b) => a - b));
    expect(told.at(-1)?.data).toEqual({ status: 'completed', reason: null });
  });

  test('says why it ended: a refusal, an unknown, or a person', async () => {
    const campaignId = await run();
    await leap(world, day / 2);
    const bounced = await storyOf(campaignId, 1);
    expect(
      bounced.slice(-2).map(({ type, data }) => [type, data.smtp_response ?? data.reason]),
    ).toEqual([
      ['refused', '550 no such user'],
      ['finished', 'BOUNCED'],
    ]);
    expect((await storyOf(campaignId, 2)).map(({ type }) => type)).toContain('unknown');
    const stopping = (await leadsOf(campaignId))[3]?.campaignLeadId ?? '';
    valueFrom(await stopLead(world.usecases)(world.me, { campaignId, campaignLeadId: stopping }));
    const [stopped, finished] = (await storyOf(campaignId, 3)).slice(-2);
    expect([stopped?.type, stopped?.actor]).toEqual(['stopped', world.me.actor]);
    expect([finished?.type, finished?.data]).toEqual([
      'finished',
      { status: 'stopped', reason: 'STOPPED_BY_USER' },
    ]);
  });

  test('of a lead elsewhere is not told', async () => {
    const campaignId = await run();
    const campaignLeadId = (await leadsOf(campaignId))[0]?.campaignLeadId ?? '';
    const elsewhere = await makeCampaign(world);
    const page = { cursor: null, limit: 10, campaignLeadId };
    const asked = await listLeadEvents(world)(world.me, { ...page, campaignId: elsewhere });
    expect(failureFrom(asked).code).toBe('NOT_FOUND');
    const other = await world.caller('Other');
    const stranger = await listLeadEvents(world)(other, { ...page, campaignId });
    expect(failureFrom(stranger).code).toBe('NOT_FOUND');
  });
});
