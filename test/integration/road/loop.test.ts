import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSession } from '../../../src/db/listen.ts';
import { heartbeatMs, heartbeatOnce } from '../../../src/engine/heartbeat.ts';
import { type Loop, type LoopDeps, startLoop } from '../../../src/engine/loop.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import {
  dispatch,
  enrolOnly,
  hang,
  interrupted,
  launchOnly,
  leap,
  ledger,
  personalSteps,
  skip,
  standings,
  statusOf,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { rate, realClock } from '../../support/race.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let loop: Loop | null;
/** Looks at the clock: one a round. */
let looks: number;
beforeEach(async () => {
  world = await makeWorld();
  loop = null;
  looks = 0;
});
afterEach(async () => {
  await loop?.stop();
  await world.close();
});

function begin(of: Partial<LoopDeps> = {}): Loop {
  const clock = realClock(world);
  const read = () => {
    looks += 1;
    return clock.read();
  };
  const deps = { ...world.engine, clock: { ...clock, read }, rate };
  loop = startLoop({ ...deps, heartbeatMs, onBeat: () => undefined, ...of });
  return loop;
}

async function until(met: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error('it never came to that');
    await sleep(5);
  }
}

describe('the loop', () => {
  test('carries a campaign from its launch to its end, by itself', async () => {
    const campaignId = await makeCampaign(world, { leads: 4, campaign: personalSteps(0, 0) });
    await launchOnly(world, campaignId);
    const { wake } = begin();
    await until(async () => {
      wake();
      return (await statusOf(world, campaignId)) === 'completed';
    });
    expect(await standings(world, campaignId)).toEqual(Array(4).fill('completed at 2'));
    expect(world.handed).toHaveLength(8);
  });

  test('ends when what is on the wire is settled, and not before', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    const { arrived, release } = hang(world);
    const { wake, stop } = begin();
    await until(() => {
      wake();
      return world.handed.length === 1;
    });
    await arrived;
    let stopped = false;
    const end = stop().then(() => {
      stopped = true;
    });
    await sleep(60);
    expect(stopped).toBe(false);
    release();
    await end;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  });

  test('goes on with everything else while one of its rounds fails', async () => {
    const campaignId = await makeCampaign(world, { leads: 2 });
    await launchOnly(world, campaignId);
    const warnings: string[] = [];
    const warn = (fields: Readonly<Record<string, unknown>>, message: string) =>
      warnings.push(`${String(fields['verb'])}: ${message}`);
    await sql`alter table worker rename to mislaid`.execute(world.db);
    const { wake } = begin({ log: { info: () => undefined, warn } });
    await until(async () => {
      wake();
      // Each has failed at least once: on a fast machine the campaign ends before the second does.
      const failed = new Set(warnings).size >= 2;
      return failed && (await statusOf(world, campaignId)) === 'completed';
    });
    expect(new Set(warnings)).toEqual(
      new Set(['sweep: a round failed', 'undefined: a heartbeat failed']),
    );
    // A second after each: in the time this took, it failed once, or a few times on a slow machine.
    expect(warnings.length).toBeLessThan(12);
  });

  test('does not spin while it may not send what is due', async () => {
    const campaignId = await makeCampaign(world, { leads: 3 });
    await launch(world, campaignId);
    await sql`update engine set fenced_at = now(), fence_reason = 'x'`.execute(world.db);
    begin();
    await sleep(400);
    expect(looks).toBeLessThan(15);
  });

  test('does not spin over the drafts of a campaign that is paused', async () => {
    const campaignId = await makeCampaign(world, { leads: 3, campaign: personalSteps(3) });
    await launch(world, campaignId);
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId }));
    skip(world, 3 * 24 * 3_600_000);
    begin();
    await sleep(400);
    expect(looks).toBeLessThan(15);
  });
});

describe('a draft that a claim asks for', () => {
  test('is told of at once: whoever writes may be asleep', async () => {
    const campaignId = await makeCampaign(world, { leads: 1, campaign: personalSteps(0) });
    await enrolOnly(world, campaignId);
    await world.db.deleteFrom('draft').execute();
    let notices = 0;
    const session = await openSession({
      url: world.url,
      channel: 'countersign_due',
      lockKey: 1,
      onNotice: () => {
        notices += 1;
      },
      onLost: () => undefined,
    });
    await dispatch(world);
    await until(() => notices > 0);
    expect(await world.db.selectFrom('draft').select('status').execute()).toEqual([
      { status: 'pending' },
    ]);
    await session.close();
  });
});

describe('a claim that the data folder could not remember', () => {
  test('is kept alive by nobody, and swept when its lease ends', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    const full = interrupted(world, () => Promise.reject(new Error('the disk is full')));
    await expect(dispatch(world, full)).rejects.toThrow('the disk is full');
    for (let beats = 0; beats < 4; beats++) {
      skip(world, 10_000);
      await heartbeatOnce(world.engine, { ...world.now });
    }
    await sweepOnce(world.engine, { ...world.now });
    expect([world.handed, await ledger(world)]).toEqual([[], ['0 step 1 try 1 cancelled']]);
    await leap(world, 60_000);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });
});
