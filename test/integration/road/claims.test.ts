import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leaseMs } from '../../../src/engine/deps.ts';
import { heartbeatOnce } from '../../../src/engine/heartbeat.ts';
import { settleExpired, sweepOnce } from '../../../src/engine/sweep.ts';
import { interpose, observe } from '../../support/between.ts';
import { dispatch, enrolOnly, hang, later, ledger, skip, standings } from '../../support/drive.ts';
import { makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** What a worker runs to call back what it claimed and did not hand over. */
const givingBack = new Set(['lock_account_pace', 'cancel_claimed_of_claim']);

async function enrolEach(campaigns: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < campaigns; n++) ids.push(await makeCampaign(world, { leads: 1 }));
  await enrolOnly(world, ...ids);
  return ids;
}

async function givenBackBy(round: typeof dispatch): Promise<readonly string[]> {
  const worker = await observe(world);
  await round(world, worker.deps);
  await worker.close();
  return worker.ran.filter((name) => givingBack.has(name));
}

describe('the end of a claim', () => {
  test('gives nothing back, and locks nothing for it, where all of it went', async () => {
    // Two lanes side by side, and five handfuls for them.
    await enrolEach(9);
    expect(await givenBackBy(dispatch)).toEqual([]);
    expect(world.handed).toHaveLength(9);
  });

  test('gives nothing back where the rest of it could not be rendered', async () => {
    const ids = await enrolEach(9);
    await world.db.updateTable('template_version').set({ body: '{{ first_name' }).execute();
    expect(await givenBackBy(dispatch)).toEqual([]);
    expect([...new Set(await ledger(world))]).toEqual(['0 step 1 try 1 cancelled']);
    const failed = await Promise.all(ids.map((id) => standings(world, id)));
    expect(failed).toEqual(ids.map(() => ['failed at 1: DELIVERY_FAILED']));
  });

  test('gives back what did not go, once', async () => {
    const [campaignId = ''] = await enrolEach(9);
    const worker = await interpose(world, {
      statement: 'put_on_wire',
      act: () =>
        world.db
          .updateTable('campaign')
          .set({ status: 'paused' })
          .where('id', '=', campaignId)
          .execute(),
    });
    await dispatch(world, worker.deps);
    await worker.close();
    expect(worker.ran.filter((name) => givingBack.has(name))).toEqual([...givingBack]);
    expect(world.handed).toHaveLength(8);
    expect(await ledger(world, campaignId)).toEqual(['0 step 1 try 1 cancelled']);
  });
});

/**
 * A worker has one message on the wire and one that is only claimed. It lives: its session holds
 * its key, so that nobody declares it dead.
 */
async function halfWay() {
  await enrolEach(2);
  const { arrived, release } = hang(world);
  const worker = await world.worker();
  const settings = { ...worker.settings, connectionsMax: 1, handfulMax: 1 };
  const round = dispatch(world, { ...worker, settings });
  await arrived;
  const { lock_key: key } = await world.db
    .selectFrom('worker')
    .select('lock_key')
    .where('id', '=', worker.worker.id)
    .executeTakeFirstOrThrow();
  const [held, over] = [later(), later()];
  const session = world.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${key})`.execute(tx);
    held.resolve();
    await over.promise;
  });
  await held.promise;
  return {
    worker,
    /** Lets the mail server answer, and the worker end its round and its session. */
    end: async () => {
      release();
      await round;
      over.resolve();
      await session;
    },
  };
}

const untouched = ['0 step 1 try 1 on_wire', '0 step 1 try 1 claimed'];
const settledOnce = ['0 step 1 try 1 accepted', '0 step 1 try 1 accepted'];
const take = 'take_expired_claim';

describe('a sweeper that lists an expired claim and comes too late to take it', () => {
  test('touches nothing of it where its worker has kept its lease meanwhile', async () => {
    const { worker, end } = await halfWay();
    // The worker has read its clock in time; its statement comes after the sweeper has looked.
    skip(world, leaseMs - 1);
    const beating = { ...world.now };
    skip(world, 1);
    const act = () => heartbeatOnce(worker, beating);
    const sweeper = await interpose(world, { statement: take, act });
    await sweepOnce(sweeper.deps, { ...world.now });
    await sweeper.close();
    expect(sweeper.ran.filter((name) => name === take)).toEqual([take]);
    expect(await ledger(world)).toEqual(untouched);
    await end();
    expect(await ledger(world)).toEqual(settledOnce);
    expect(world.handed).toHaveLength(2);
  });

  test('leaves it to another sweeper that took it first, and does nothing more', async () => {
    const { end } = await halfWay();
    skip(world, leaseMs);
    const { claim_no: claimNo, account_id: accountId } = await world.db
      .selectFrom('claim')
      .select(['claim_no', 'account_id'])
      .executeTakeFirstOrThrow();
    const expired = { claimNo, accountId };
    const warned: unknown[] = [];
    const log = { info: () => undefined, warn: (line: unknown) => void warned.push(line) };
    // The first has taken it and is about to call back what is only claimed.
    const lost = await observe(world);
    const did: number[] = [];
    const first = await interpose(world, {
      statement: 'lock_account_pace',
      act: async () => {
        did.push(await settleExpired({ ...lost.deps, log }, { ...world.now }, expired));
        expect(await ledger(world)).toEqual(untouched);
      },
    });
    did.push(await settleExpired({ ...first.deps, log }, { ...world.now }, expired));
    await Promise.all([first.close(), lost.close()]);
    expect(did).toEqual([0, 1]);
    expect(lost.ran).toEqual([take]);
    expect(warned).toHaveLength(1);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 unknown', '0 step 1 try 1 cancelled']);
    await end();
    expect(world.handed).toHaveLength(1);
  });
});
