import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimDue } from '../../../src/engine/claim.ts';
import { heartbeatOnce } from '../../../src/engine/heartbeat.ts';
import { sweepOnce } from '../../../src/engine/sweep.ts';
import { resolveSend } from '../../../src/usecases/resolve-send.ts';
import {
  day,
  dispatch,
  enrolOnly,
  hang,
  interrupted,
  later,
  leap,
  ledger,
  makeTemplate,
  minute,
  skip,
  standings,
  statusOf,
  templateSteps,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** Longer than a lease lasts. */
const lease = 31_000;

const sweep = async () => sweepOnce(await world.worker(), { ...world.now });

async function twoSteps(leads = 1): Promise<string> {
  const templateId = await makeTemplate(world, 'Hello {{ first_name }}.');
  return makeCampaign(world, { leads, campaign: templateSteps(templateId, 0, 3) });
}

const slots = async () => ({
  day: (await world.db.selectFrom('pace').select('day_count').execute()).map(
    (row) => row.day_count,
  ),
  alias: (await world.db.selectFrom('usage').select('count').execute()).map((row) => row.count),
});

async function lateEvidence(campaignId: string) {
  await enrolOnly(world, campaignId);
  const hanging = hang(world);
  const round = dispatch(world);
  await hanging.arrived;
  skip(world, lease);
  await sweep();
  return { ...hanging, round };
}

describe('a worker that dies after its claim', () => {
  test('has sent nothing: the sweeper gives every slot back and the lead goes out once', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await enrolOnly(world, campaignId);
    await claimDue(await world.worker(), { ...world.now });
    expect(await ledger(world)).toEqual(['0 step 1 try 1 claimed']);
    expect(await slots()).toEqual({ day: [1], alias: [1] });
    await sweep();
    expect(await ledger(world)).toEqual(['0 step 1 try 1 claimed']);
    skip(world, lease);
    await sweep();
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
    expect(await slots()).toEqual({ day: [0], alias: [0] });
    skip(world, minute);
    await world.settle();
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled', '0 step 1 try 2 accepted']);
    expect(world.handed).toHaveLength(1);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('puts nothing on the wire when it wakes after the sweeper has spoken', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    const asleep = interrupted(world, async () => {
      skip(world, lease);
      await sweep();
    });
    await dispatch(world, asleep);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });

  test('puts nothing on the wire when it wakes too late, though no sweeper came by', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    const asleep = interrupted(world, () => Promise.resolve(skip(world, lease)));
    await dispatch(world, asleep);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });

  test('is swept at once when it is known to be gone, not when its lease ends', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    await claimDue(await world.worker(), { ...world.now });
    skip(world, 16_000);
    await heartbeatOnce(world.engine, { ...world.now });
    await sweepOnce(world.engine, { ...world.now });
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });
});

describe('a worker that dies with a message on the wire', () => {
  test('leaves an unknown, which no machine tries again', async () => {
    const campaignId = await twoSteps();
    await lateEvidence(campaignId);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 unknown']);
    expect(await standings(world, campaignId)).toEqual(['unknown at 1: DELIVERY_UNKNOWN']);
    expect(await slots()).toEqual({ day: [1], alias: [1] });
    await leap(world, 5 * day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 unknown']);
    expect(world.handed).toHaveLength(1);
  });

  test('leaves no more unknown than it had connections', async () => {
    for (let n = 0; n < 9; n++) await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    const { arrived } = hang(world);
    dispatch(world).catch(() => undefined);
    await arrived;
    await handedOver(4);
    skip(world, lease);
    await sweep();
    const states = (await ledger(world)).map((line) => line.split(' ').at(-1));
    expect(states.filter((state) => state === 'unknown')).toHaveLength(4);
    expect(states.filter((state) => state === 'cancelled')).toHaveLength(5);
  });

  test('keeps its lease for as long as its heart beats', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    const { arrived, release } = hang(world);
    const round = dispatch(world);
    await arrived;
    for (let beats = 0; beats < 12; beats++) {
      skip(world, 10_000);
      await heartbeatOnce(world.engine, { ...world.now });
      await sweep();
    }
    expect(await ledger(world)).toEqual(['0 step 1 try 1 on_wire']);
    release();
    await round;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  });
});

describe('an answer that comes after the sweeper has spoken', () => {
  test('lifts the unknown: the lead goes on, and its completed campaign with it', async () => {
    const campaignId = await twoSteps();
    const { release, round } = await lateEvidence(campaignId);
    expect(await statusOf(world, campaignId)).toBe('completed');
    release();
    await round;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
    expect(await standings(world, campaignId)).toEqual(['active at 2']);
    expect(await statusOf(world, campaignId)).toBe('active');
    await leap(world, 3 * day);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted', '0 step 2 try 1 accepted']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('lifts it to a bounce as well', async () => {
    const campaignId = await twoSteps();
    const { release, round } = await lateEvidence(campaignId);
    release({ outcome: 'refused', permanent: true, recipient: true, response: '550 nobody' });
    await round;
    expect(await standings(world, campaignId)).toEqual(['bounced at 1: BOUNCED']);
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('does not lift what a person has settled meanwhile', async () => {
    const campaignId = await twoSteps();
    const { release, round } = await lateEvidence(campaignId);
    const send = await world.db.selectFrom('send').select('id').executeTakeFirstOrThrow();
    const input = { campaignId, sendId: send.id, outcome: 'not_sent', note: null } as const;
    valueFrom(await resolveSend(world.usecases)(world.me, input));
    release();
    await round;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
    expect(await standings(world, campaignId)).toEqual(['pending at 1']);
  });

  test('of silence changes nothing', async () => {
    const campaignId = await twoSteps();
    const { release, round } = await lateEvidence(campaignId);
    release({ outcome: 'unknown', response: 'still nothing' });
    await round;
    expect(await standings(world, campaignId)).toEqual(['unknown at 1: DELIVERY_UNKNOWN']);
  });
});

describe('a lease that is lost between the wire state and the first byte', () => {
  /** Which clock shows that the machine slept, and after how many looks at it. */
  test.each([
    ['monotonic', 2],
    ['wall', 1],
  ] as const)('hands nothing over, by the %s clock alone', async (name, looksMax) => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    let looks = 0;
    // The machine sleeps while the wire state is being committed.
    const sleepy = () => (++looks > looksMax ? world.now.real + lease : world.now.real);
    await dispatch(world, { ...world.engine, clock: { ...world.engine.clock, [name]: sleepy } });
    expect(looks).toBeGreaterThan(looksMax);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred']);
    // Counted from when the machine woke.
    await leap(world, lease + 5 * minute);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 deferred', '0 step 1 try 2 accepted']);
  });
});

describe('a claim that ends while somebody holds one of its sends', () => {
  test('stays open, and the send is swept', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    const done = later();
    let held: Promise<unknown> = Promise.resolve();
    const between = interrupted(world, async () => {
      await world.db.updateTable('campaign').set({ status: 'paused' }).execute();
      const locked = later();
      held = world.db.transaction().execute(async (tx) => {
        await tx.selectFrom('send').select('id').forUpdate().execute();
        locked.resolve();
        await done.promise;
      });
      await locked.promise;
    });
    await dispatch(world, between);
    done.resolve();
    await held;
    expect(await ledger(world)).toEqual(['0 step 1 try 1 claimed']);
    skip(world, lease);
    await sweep();
    expect([world.handed, await ledger(world)]).toEqual([[], ['0 step 1 try 1 cancelled']]);
  });
});

describe('a settlement that cannot be written at first', () => {
  test('is written later, and the answer is not lost', async () => {
    await enrolOnly(world, await makeCampaign(world, { leads: 1 }));
    const rename = (from: string, to: string) =>
      sql`alter table ${sql.ref(from)} rename to ${sql.ref(to)}`.execute(world.db);
    world.answer = async () => {
      await rename('gate', 'mislaid');
      return { outcome: 'accepted', response: '250 taken' };
    };
    let naps = 0;
    const sleep = async () => {
      naps += 1;
      if (naps === 3) await rename('mislaid', 'gate');
    };
    await dispatch(world, { ...world.engine, clock: { ...world.engine.clock, sleep } });
    expect(naps).toBe(3);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  });
});

describe('the last two leads', () => {
  test('settled by two workers at once complete their campaign', async () => {
    const aliasIds = [await makeAlias(world)];
    for (let turn = 0; turn < 30; turn++) {
      const campaignId = await makeCampaign(world, { leads: 2, campaign: { aliasIds } });
      await enrolOnly(world, campaignId);
      const { release } = hang(world);
      const before = world.handed.length;
      const first = dispatch(world);
      await handedOver(before + 1);
      world.now.engine += minute;
      const second = dispatch(world, await world.worker());
      await handedOver(before + 2);
      release();
      await Promise.all([first, second]);
      expect(await statusOf(world, campaignId)).toBe('completed');
      world.now.engine += minute;
    }
  });
});

async function handedOver(count: number): Promise<void> {
  while (world.handed.length < count) await new Promise((wake) => setTimeout(wake, 2));
}
