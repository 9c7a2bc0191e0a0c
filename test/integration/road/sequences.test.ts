import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resumeCampaign } from '../../../src/usecases/resume-campaign.ts';
import {
  day,
  enrolOnly,
  hour,
  interrupted,
  launchOnly,
  leap,
  makeTemplate,
  minute,
  parsed,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
/**
 * When each message was handed over: what it was, and the time on the wall of its campaign's
 * zone.
 */
let diary: string[];
let zone: string;
beforeEach(async () => {
  world = await makeWorld();
  diary = [];
  zone = 'UTC';
  world.answer = ({ to }) => {
    const at = Temporal.Instant.fromEpochMilliseconds(world.now.engine).toZonedDateTimeISO(zone);
    diary.push(`${at.toPlainDateTime().toString({ smallestUnit: 'minute' })} ${to.split('@')[0]}`);
    return { outcome: 'accepted', response: '250' };
  };
});
afterEach(() => world.close());

function begin(local: string): void {
  const instant = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
  world.now.engine = instant;
  world.now.real = instant + 5;
}

const steps = async (...delays: readonly number[]) =>
  templateSteps(await makeTemplate(world, 'Hello {{ first_name }}.'), ...delays);

async function pauseResume(campaignId: string): Promise<void> {
  valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
  valueFrom(await resumeCampaign(world.usecases)(world.me, { campaignId }));
}

const working = {
  windowStart: '09:00:00',
  windowEnd: '17:00:00',
  sendDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
} as const;

describe('a sequence', () => {
  test('keeps to the time on the wall though the clock is set forward between its steps', async () => {
    zone = 'Europe/Vienna';
    begin('2026-03-27T11:30');
    const campaign = { ...(await steps(0, 1, 2)), timezone: zone };
    const campaignId = await makeCampaign(world, { leads: ['ada@a.example'], campaign });
    await launch(world, campaignId);
    await leap(world, 10 * day);
    // The night of 29 March has no half past two: half past eleven is half past eleven.
    expect(diary).toEqual(['2026-03-27T11:30 ada', '2026-03-28T11:30 ada', '2026-03-30T11:30 ada']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('keeps to it when the clock is set back, and moves what falls on a weekend to Monday', async () => {
    zone = 'America/New_York';
    begin('2026-10-29T16:59');
    const campaign = { ...(await steps(0, 2, 0)), ...working, timezone: zone };
    await launch(world, await makeCampaign(world, { leads: ['ada@a.example'], campaign }));
    await leap(world, 10 * day);
    // The third step is due as soon as the second is out, and a minute must lie between them.
    expect(diary).toEqual(['2026-10-29T16:59 ada', '2026-11-02T09:00 ada', '2026-11-02T09:01 ada']);
  });

  test('answers its own first message: every follow-up stands in its thread', async () => {
    const campaign = await steps(0, 1);
    await launch(world, await makeCampaign(world, { leads: 1, campaign }));
    await leap(world, 2 * day);
    const [first, second] = world.handed.map((mail) => mail.bytes.toString());
    const id = world.handed[0]?.messageId ?? '';
    expect(first).not.toContain('In-Reply-To:');
    expect(second).toContain(`In-Reply-To: ${id}\r\n`);
    expect(second).toContain(`References: ${id}\r\n`);
  });

  test('leaves from one mailbox from beginning to end', async () => {
    const aliasIds = [await makeAlias(world), await makeAlias(world), await makeAlias(world)];
    const campaign = { ...(await steps(0, 1, 1)), aliasIds };
    await launch(world, await makeCampaign(world, { leads: 6, campaign }));
    await leap(world, 4 * day);
    const senders = new Map<string, Set<string>>();
    for (const mail of world.handed) {
      senders.set(mail.to, (senders.get(mail.to) ?? new Set()).add(mail.from));
    }
    expect(world.handed).toHaveLength(18);
    expect([...senders.values()].map((from) => from.size)).toEqual(Array(6).fill(1));
    expect(new Set(world.handed.map((mail) => mail.from)).size).toBe(3);
  });

  test('writes a follow-up from the template as it is when it leaves', async () => {
    const templateId = await makeTemplate(world, 'As it was.');
    const campaign = templateSteps(templateId, 0, 1);
    await launch(world, await makeCampaign(world, { leads: 1, campaign }));
    await sql`insert into template_version select account_id, template_id, 2, subject, 'As it is.',
      body_format, variables, created_at from template_version where template_id =
        ${templateId}`.execute(world.db);
    await world.db
      .updateTable('template')
      .set({ version: 2 })
      .where('id', '=', templateId)
      .execute();
    await leap(world, 2 * day);
    const texts = await Promise.all(world.handed.map(async (mail) => (await parsed(mail)).text));
    expect(texts).toEqual(['As it was.', 'As it is.']);
  });

  test('lets follow-ups go before first messages when both are due', async () => {
    const campaign = { ...(await steps(0, 1)), ...working, dailyLimit: 2 };
    const leads = ['a@a.example', 'b@b.example', 'c@c.example'];
    await launch(world, await makeCampaign(world, { leads, campaign }));
    await leap(world, 4 * day);
    expect(diary.map((line) => line.slice(8))).toEqual([
      '02T09:00 a',
      '02T09:01 b',
      '03T09:00 a',
      '03T09:01 b',
      '04T09:00 c',
      '05T09:00 c',
    ]);
  });
});

describe('a limit', () => {
  test('of so many a day holds on each local day, and the window on each of its days', async () => {
    zone = 'Australia/Lord_Howe';
    begin('2026-04-03T15:00');
    const campaign = { ...working, timezone: zone, dailyLimit: 2, minIntervalSeconds: 3_600 };
    const leads = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@a.example`);
    await launch(world, await makeCampaign(world, { leads, campaign }));
    await leap(world, 7 * day);
    // Friday afternoon, and on: the clock of the island is set back by half an hour on Sunday.
    expect(diary).toEqual([
      '2026-04-03T15:00 a',
      '2026-04-03T16:00 b',
      '2026-04-06T09:00 c',
      '2026-04-06T10:00 d',
      '2026-04-07T09:00 e',
    ]);
  });

  test('of one mailbox holds over all campaigns that write from it, in any 24 hours', async () => {
    const aliasIds = [await makeAlias(world, { dailyCap: 3 })];
    const campaigns = [];
    for (const name of ['x', 'y']) {
      const leads = [1, 2, 3].map((n) => `${name}${n}@a.example`);
      campaigns.push(await makeCampaign(world, { leads, campaign: { aliasIds } }));
    }
    for (const campaignId of campaigns) await launchOnly(world, campaignId);
    await leap(world, 3 * day);
    const at = diary.map((line) => line.slice(8, 16));
    // A bucket of ten minutes counts until its end is a day old.
    expect(at).toEqual(['02T09:00', '02T09:00', '02T09:01', '03T09:10', '03T09:10', '03T09:11']);
    for (const campaignId of campaigns) expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('of a mailbox’s gap holds over all campaigns that write from it', async () => {
    const aliasIds = [await makeAlias(world, { minGapSeconds: 600 })];
    for (const name of ['x', 'y', 'z']) {
      const leads = [`${name}@a.example`];
      await launchOnly(world, await makeCampaign(world, { leads, campaign: { aliasIds } }));
    }
    await leap(world, hour);
    expect(diary.map((line) => line.slice(11, 16))).toEqual(['09:00', '09:10', '09:20']);
  });

  test('of a recipient domain holds over all campaigns and mailboxes of an account', async () => {
    const id = world.me.accountId;
    await world.db
      .updateTable('account')
      .set({ domain_daily_cap: 2 })
      .where('id', '=', id)
      .execute();
    for (const name of ['x', 'y']) {
      const leads = [`${name}1@busy.example`, `${name}2@busy.example`, `${name}@quiet.example`];
      await launchOnly(world, await makeCampaign(world, { leads }));
    }
    await leap(world, 2 * day);
    expect(diary.map((line) => line.slice(8))).toEqual([
      '02T09:00 x1',
      '02T09:00 y1',
      '02T09:01 x',
      '02T09:01 y',
      '03T09:10 x2',
      '03T09:10 y2',
    ]);
  });

  test('counts anew for the day of another zone when that is changed in the midst of it', async () => {
    const leads = ['a', 'b', 'c', 'd'].map((name) => `${name}@a.example`);
    const campaignId = await makeCampaign(world, { leads, campaign: { dailyLimit: 3 } });
    await enrolOnly(world, campaignId);
    // What was called back before the wire is none of the three.
    await world.settle(interrupted(world, () => pauseResume(campaignId)));
    await leap(world, 2 * minute);
    expect(diary).toHaveLength(2);
    // In Auckland it is still the 2nd; two of its messages have left.
    zone = 'Pacific/Auckland';
    await world.db
      .updateTable('campaign')
      .set({ timezone: zone })
      .where('id', '=', campaignId)
      .execute();
    await world.db
      .updateTable('pace')
      .set({ free_at: new Date(0).toISOString() })
      .execute();
    await sql`update account_pace set next_at = '1970-01-01Z'`.execute(world.db);
    await leap(world, hour);
    expect(diary).toHaveLength(3);
    await leap(world, day);
    expect(diary.slice(3)).toEqual(['2026-03-03T00:00 d']);
  });

  test('that is tightened holds for the next message already', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launch(world, campaignId);
    await world.db
      .updateTable('campaign')
      .set({ min_interval_seconds: 3_600 })
      .where('id', '=', campaignId)
      .execute();
    await leap(world, 2 * hour);
    expect(diary.map((line) => line.slice(11, 16))).toEqual(['09:00', '10:00', '11:00']);
  });
});

describe('a window in the lead’s own zone', () => {
  test('opens for each lead by its own clock', async () => {
    const leads = ['vie@a.example', 'nyc@b.example', 'none@c.example'];
    const campaign = { ...working, useLeadTimezone: true };
    const campaignId = await makeCampaign(world, { leads, campaign });
    await sql`update lead set data = data::jsonb || jsonb_build_object('timezone', case row_index
      when 0 then 'Europe/Vienna' when 1 then 'America/New_York' else 'nowhere' end)`.execute(
      world.db,
    );
    begin('2026-03-02T06:00');
    await launch(world, campaignId);
    await leap(world, day);
    expect(diary.map((line) => line.slice(8))).toEqual([
      '02T08:00 vie',
      '02T09:00 none',
      '02T14:00 nyc',
    ]);
    expect(await standings(world, campaignId)).toEqual(Array(3).fill('completed at 1'));
  });
});
