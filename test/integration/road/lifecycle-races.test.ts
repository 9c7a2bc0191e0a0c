import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CampaignStatus } from '../../../src/domain/campaign/campaign.ts';
import { fromStates } from '../../../src/domain/campaign/lifecycle.ts';
import type { EngineDeps } from '../../../src/engine/deps.ts';
import { verbs } from '../../../src/engine/verbs.ts';
import type { HandOver } from '../../../src/ports/mailer.ts';
import { cancelCampaign } from '../../../src/usecases/cancel-campaign.ts';
import { editCampaign } from '../../../src/usecases/edit-campaign.ts';
import { launchCampaign } from '../../../src/usecases/launch-campaign.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resolveSend } from '../../../src/usecases/resolve-send.ts';
import { resumeCampaign } from '../../../src/usecases/resume-campaign.ts';
import { retryLead } from '../../../src/usecases/retry-lead.ts';
import { stopLead } from '../../../src/usecases/stop-lead.ts';
import { suppress } from '../../../src/usecases/suppress.ts';
import { day, makeTemplate, minute, skip, templateSteps } from '../../support/drive.ts';
import { makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let engines: readonly EngineDeps[];
beforeAll(async () => {
  world = await makeWorld();
  engines = [world.engine, await world.worker()];
  // Every change of a status, as PostgreSQL committed it.
  await sql`create table moved (n bigserial, id uuid, was text, is_now text, drain_to text)`.execute(
    world.db,
  );
  await sql`create function note() returns trigger language plpgsql as $$ begin
    if new.status <> old.status or new.drain_to is distinct from old.drain_to
        or new.cancelled_at is distinct from old.cancelled_at then
      insert into moved (id, was, is_now, drain_to)
        values (new.id, old.status, new.status, new.drain_to);
    end if;
    return null; end $$`.execute(world.db);
  await sql`create trigger note after update on campaign for each row execute function note()`.execute(
    world.db,
  );
});
afterAll(() => world.close());

const people = ['launch', 'pause', 'resume', 'cancel'] as const;
const acts = [...people, 'edit', 'steps', 'stop', 'retry', 'resolve', 'suppress'] as const;
const rounds = ['round', 'round again', 'sweep'] as const;
type Act = (typeof acts)[number] | (typeof rounds)[number];

const one = fc.record({
  act: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Act>(...acts) },
    { weight: 2, arbitrary: fc.constantFrom<Act>(...rounds) },
  ),
  campaign: fc.nat(1),
  lead: fc.nat(2),
});
const burst = fc.record({
  acts: fc.array(one, { minLength: 2, maxLength: 6 }),
  minutes: fc.constantFrom(0, 1, 2, 60, 1440),
  answer: fc.constantFrom<HandOver['outcome'] | 'deferred'>(
    'accepted',
    'refused',
    'unknown',
    'deferred',
  ),
});

const answers: Readonly<Record<string, HandOver>> = {
  accepted: { outcome: 'accepted', response: '250 taken' },
  refused: { outcome: 'refused', permanent: true, recipient: false, response: '554 no' },
  deferred: { outcome: 'refused', permanent: false, recipient: false, response: '451 later' },
  unknown: { outcome: 'unknown', response: 'the line was lost' },
};

/** The table of the contract, from → to, without who may ask for it. */
const moves: Readonly<Record<CampaignStatus, readonly CampaignStatus[]>> = {
  draft: ['launching', 'scheduled', 'draining'],
  failed: ['launching', 'scheduled', 'draining'],
  scheduled: ['launching', 'paused', 'draft', 'draining'],
  launching: ['active', 'failed', 'draining'],
  active: ['draining', 'completed'],
  draining: ['paused', 'completed', 'draining'],
  paused: ['active', 'scheduled', 'launching', 'draining'],
  completed: ['active'],
};

async function doIt(
  campaignIds: readonly string[],
  of: { act: Act; campaign: number; lead: number },
) {
  const { usecases, me } = world;
  const campaignId = campaignIds[of.campaign] ?? '';
  const rows = await world.db
    .selectFrom('enrolment')
    .select(['id', 'email'])
    .where('campaign_id', '=', campaignId)
    .orderBy('row_index')
    .execute();
  const lead = rows[of.lead];
  const campaignLeadId = lead?.id ?? campaignId;
  const now = { ...world.now };
  switch (of.act) {
    case 'launch':
      return launchCampaign(usecases)(me, { campaignId });
    case 'pause':
      return pauseCampaign(usecases)(me, { campaignId, waitMsMax: 0 });
    case 'resume':
      return resumeCampaign(usecases)(me, { campaignId });
    case 'cancel':
      return cancelCampaign(usecases)(me, { campaignId, waitMsMax: 0 });
    case 'edit': {
      const edit = { dailyLimit: 1 + of.lead, timezone: 'Pacific/Auckland' };
      return editCampaign(usecases)(me, { campaignId, edit });
    }
    case 'steps': {
      const row = await world.db
        .selectFrom('campaign')
        .select('steps')
        .where('id', '=', campaignId)
        .executeTakeFirstOrThrow();
      const steps = row.steps as { step: number; delayDays: number }[];
      const changed = steps.map((step, n) =>
        n === steps.length - 1 ? { ...step, delayDays: step.delayDays + 1 } : step,
      );
      return editCampaign(usecases)(me, { campaignId, edit: { steps: changed as never } });
    }
    case 'stop':
      return stopLead(usecases)(me, { campaignId, campaignLeadId });
    case 'retry':
      return retryLead(usecases)(me, { campaignId, campaignLeadId });
    case 'resolve': {
      const send = await world.db
        .selectFrom('send')
        .select('id')
        .where('campaign_id', '=', campaignId)
        .where('state', '=', 'unknown')
        .executeTakeFirst();
      const outcome = of.lead === 0 ? ('sent' as const) : ('not_sent' as const);
      const sendId = send?.id ?? campaignId;
      return resolveSend(usecases)(me, { campaignId, sendId, outcome, note: null });
    }
    case 'suppress':
      return suppress(usecases)(me, { email: lead?.email ?? 'x@x.example', reason: 'asked' });
    case 'round':
    case 'round again': {
      const deps = engines[of.act === 'round' ? 0 : 1] ?? world.engine;
      for (const verb of verbs) await verb.runOnce(deps, now);
      return null;
    }
    case 'sweep':
      for (const verb of verbs) if (verb.name === 'sweep') await verb.runOnce(world.engine, now);
      return null;
  }
}

/** In one statement, so of one instant. */
async function countsAddUp(campaignIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ total: number; leads: number; twice: number; lost: number }>`
    select coalesce(c.total_leads, 0) as total,
      (select count(*) from enrolment e where e.campaign_id = c.id) as leads,
      (select count(*) from (select 1 from send s where s.campaign_id = c.id
        and s.state not in ('cancelled', 'deferred') group by s.enrolment_id, s.step
        having count(*) > 1) x) as twice,
      (select count(*) from enrolment e where e.campaign_id = c.id and c.status = 'completed'
        and e.status in ('pending', 'active')) as lost
      from campaign c where c.id = any(${campaignIds}::uuid[])`.execute(world.db);
  for (const { total, leads, twice, lost } of rows) {
    expect({ leads, twice, lost }).toEqual({ leads: total, twice: 0, lost: 0 });
  }
}

test('whoever acts at once, each change of status is one of the table, and won by one', async () => {
  const bursts = fc.array(burst, { minLength: 3, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(bursts, fc.boolean(), async (all, scheduled) => {
      const templateId = await makeTemplate(world, 'Hello');
      const startDate = world.now.engine + 2 * minute;
      const campaign = {
        ...templateSteps(templateId, 0, 1),
        ...(scheduled ? { launchType: 'scheduled' as const, startDate } : {}),
      };
      const campaignIds = [
        await makeCampaign(world, { leads: 3, campaign }),
        await makeCampaign(world, { leads: 3, campaign: templateSteps(templateId, 0) }),
      ];
      const won: Record<string, number> = {};
      for (const { acts: some, minutes, answer } of all) {
        world.answer = async () => {
          await new Promise((wake) => setTimeout(wake, 1));
          return answers[answer] ?? { outcome: 'unknown', response: '' };
        };
        const done = await Promise.all(
          some.map(async (act) => ({ act, result: await doIt(campaignIds, act) })),
        );
        for (const { act, result } of done) {
          if (result === null || !result.ok) continue;
          const key = `${act.act} ${act.campaign}`;
          won[key] = (won[key] ?? 0) + 1;
        }
        await countsAddUp(campaignIds);
        skip(world, minutes * minute);
      }
      world.answer = () => ({ outcome: 'accepted', response: '250 taken' });
      skip(world, day);
      await world.settle();
      await countsAddUp(campaignIds);
      for (const [n, id] of campaignIds.entries()) await judge(id, n, won);
    }),
    { numRuns: 40 },
  );
}, 120_000);

async function judge(id: string, n: number, won: Readonly<Record<string, number>>) {
  const { rows } = await sql<{ was: CampaignStatus; is_now: CampaignStatus; drain_to: string }>`
    select was, is_now, drain_to from moved where id = ${id} order by n`.execute(world.db);
  // A cancel writes its mark in a statement of its own.
  const steps = rows.filter((row) => !(row.was === 'draining' && row.is_now === 'draining'));
  for (const { was, is_now } of steps)
    expect([was, moves[was].includes(is_now)]).toEqual([was, true]);
  const count = (test: (row: (typeof rows)[number]) => boolean) => steps.filter(test).length;
  const from = (action: 'launch' | 'resume') => (row: (typeof rows)[number]) =>
    fromStates(action).includes(row.was) && row.is_now !== 'draining';
  expect(['launch', won[`launch ${n}`] ?? 0]).toEqual(['launch', count(from('launch'))]);
  expect(['resume', won[`resume ${n}`] ?? 0]).toEqual(['resume', count(from('resume'))]);
  const pauses = count((row) => row.is_now === 'draining' && row.drain_to === 'paused');
  expect(['pause', won[`pause ${n}`] ?? 0]).toEqual(['pause', pauses]);
  const campaign = await world.db
    .selectFrom('campaign')
    .select(['status', 'cancelled_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(['draft', 'active', 'paused', 'completed']).toContain(campaign.status);
  if ((won[`cancel ${n}`] ?? 0) > 0) expect(campaign.status).toBe('completed');
  expect(campaign.cancelled_at === null).toBe((won[`cancel ${n}`] ?? 0) === 0);
}
