import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findEngine, readRealTime } from '../../../src/db/engine.ts';
import type { EngineDeps } from '../../../src/engine/deps.ts';
import type { StartInput } from '../../../src/engine/start.ts';
import { openEngine, registerWorker, retireWorker } from '../../../src/engine/start.ts';
import { acceptFence } from '../../../src/usecases/accept-fence.ts';
import { explainLead } from '../../../src/usecases/explain-lead.ts';
import { pauseCampaign } from '../../../src/usecases/pause-campaign.ts';
import { resumeCampaign } from '../../../src/usecases/resume-campaign.ts';
import { stopLead } from '../../../src/usecases/stop-lead.ts';
import {
  approve,
  day,
  dispatch,
  hour,
  interrupted,
  launchOnly,
  leadId,
  leap,
  ledger,
  openGate,
  personalSteps,
  standings,
  statusOf,
} from '../../support/drive.ts';
import { valueFrom } from '../../support/outcome.ts';
import { launch, makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const fence = () =>
  sql`update engine set fenced_at = now(), fence_reason = 'It was restored.'`.execute(world.db);

/** As an operator does who has looked at the list. */
async function accept(): Promise<EngineDeps> {
  const { epoch } = await acceptFence(world.usecases)({ systemIdentifier: null });
  if (epoch === null) throw new Error('nothing was fenced');
  return { ...world.engine, worker: { ...world.engine.worker, engineEpoch: epoch } };
}

describe('a fenced engine', () => {
  test('sends nothing, while everything else of it works', async () => {
    await fence();
    const template = await makeCampaign(world, { leads: 2 });
    const personal = await makeCampaign(world, {
      leads: 2,
      campaign: { ...personalSteps(0), approvalMode: 'required' },
    });
    await launch(world, template);
    await launch(world, personal);
    const campaignLeadId = await leadId(world, personal);
    expect((await openGate(world, campaignLeadId))?.subject).toBe('For Lead0');
    valueFrom(await approve(world, { campaignId: personal, campaignLeadId }));
    valueFrom(
      await stopLead(world.usecases)(world.me, {
        campaignId: template,
        campaignLeadId: await leadId(world, template, 1),
      }),
    );
    valueFrom(await pauseCampaign(world.usecases)(world.me, { campaignId: template }));
    valueFrom(await resumeCampaign(world.usecases)(world.me, { campaignId: template }));
    await leap(world, 2 * day);
    expect([world.handed, await ledger(world)]).toEqual([[], []]);
    expect(await standings(world, template)).toEqual([
      'pending at 1',
      'stopped at 1: STOPPED_BY_USER',
    ]);
  });

  test('says so, before anything else, to whoever asks why', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await fence();
    await launch(world, campaignId);
    const campaignLeadId = await leadId(world, campaignId);
    const why = valueFrom(
      await explainLead(world.usecases)(world.me, { campaignId, campaignLeadId }),
    );
    expect([why.verdict, why.checks[0]]).toEqual([
      'hold',
      {
        check: 'fenced',
        scope: 'engine',
        result: 'hold',
        reason:
          'Sending is fenced: It was restored. An operator must accept before anything leaves.',
        until: null,
      },
    ]);
  });

  test('sends again once it is accepted, to a worker of the new epoch alone', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await fence();
    await launch(world, campaignId);
    const heir = await accept();
    expect(await dispatch(world)).toMatchObject({ did: 0 });
    expect(await dispatch(world, heir)).toMatchObject({ did: 1 });
    expect(await statusOf(world, campaignId)).toBe('completed');
  });

  test('that is fenced between a claim and the wire puts nothing on it', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    await world.settle(interrupted(world, fence));
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });
});

describe('a worker of an older epoch', () => {
  test('puts nothing on the wire that it claimed before', async () => {
    const campaignId = await makeCampaign(world, { leads: 1 });
    await launchOnly(world, campaignId);
    const old = interrupted(world, async () => {
      await fence();
      await accept();
    });
    await world.settle(old);
    expect(world.handed).toEqual([]);
    expect(await ledger(world)).toEqual(['0 step 1 try 1 cancelled']);
  });
});

describe('a start', () => {
  const input: StartInput = {
    host: 'test',
    pid: 1,
    folderClaim: null,
    timeRate: 1,
    timeStart: null,
  };

  const open = (of: Partial<StartInput> = {}) =>
    openEngine({ db: world.db, chance: world.chance }, { ...input, ...of });

  async function reason(of: Partial<StartInput> = {}): Promise<string | null> {
    const opened = await open(of);
    if (!opened.ok) throw new Error(opened.failure);
    return opened.value.fencedBecause;
  }

  /** Begins, and is gone without a word, so long ago. */
  async function crashed(ms: number): Promise<void> {
    const worker = { host: 'test', pid: 2, engineEpoch: 1 };
    await registerWorker({ db: world.db, chance: world.chance }, worker);
    const seconds = ms / 1000;
    await sql`update engine set heartbeat_at = now() - make_interval(secs => ${seconds})`.execute(
      world.db,
    );
  }

  beforeEach(async () => {
    await world.db.deleteFrom('worker').execute();
    await world.db.deleteFrom('engine').execute();
    expect(await reason()).toBeNull();
  });

  test('after a crash a moment ago is not fenced; after one long ago it is, until accepted', async () => {
    await crashed(14 * 60_000);
    expect(await reason()).toBeNull();
    await crashed(16 * 60_000);
    expect(await reason()).toBe(
      'The engine did not stop cleanly and was silent for 16 minutes: it may be a restored copy.',
    );
    // A second start does not talk itself out of it.
    expect(await reason()).not.toBeNull();
    const accepted = acceptFence(world.usecases);
    expect(await accepted({ systemIdentifier: null })).toEqual({ epoch: 2 });
    expect(await accepted({ systemIdentifier: null })).toEqual({ epoch: null });
    expect(await open()).toEqual({ ok: true, value: { fencedBecause: null, epoch: 2 } });
  });

  test('after a clean stop of the last worker is not fenced, however long ago that was', async () => {
    const worker = { host: 'test', pid: 2, engineEpoch: 1 };
    const ids: string[] = [];
    for (let n = 0; n < 2; n++) {
      ids.push((await registerWorker({ db: world.db, chance: world.chance }, worker)).workerId);
    }
    const stopped = async () => (await findEngine(world.db))?.stopped_cleanly;
    await retireWorker(world.db, ids[0] ?? '');
    expect(await stopped()).toBe(false);
    await retireWorker(world.db, ids[1] ?? '');
    expect(await stopped()).toBe(true);
    await sql`update engine set heartbeat_at = now() - interval '3 days'`.execute(world.db);
    expect(await reason()).toBeNull();
  });

  test('with a data folder ahead of the database is fenced', async () => {
    expect(await reason({ folderClaim: 0 })).toBeNull();
    expect(await reason({ folderClaim: 7 })).toBe(
      'The database is behind its data folder (claim 0 of 7): it was restored from a backup.',
    );
  });

  test('on another server is fenced, also where the first start could not read its name', async () => {
    await sql`update engine set system_identifier = null`.execute(world.db);
    expect(await reason()).toBeNull();
    await sql`update engine set system_identifier = system_identifier || '0'`.execute(world.db);
    expect(await reason()).toBe(
      'The data lies on another PostgreSQL server than before: it may be a restored copy.',
    );
  });

  test('takes the engine’s clock up where it was: faster or slower, never back', async () => {
    const engine = async () => {
      const row = await findEngine(world.db);
      if (row === null) throw new Error('there is no engine');
      const real = await readRealTime(world.db);
      return row.anchor_engine + (real - row.anchor_real) * row.rate;
    };
    const first = await engine();
    await reason({ timeRate: 1_000_000 });
    await new Promise((wake) => setTimeout(wake, 20));
    const fast = await engine();
    expect(fast - first).toBeGreaterThan(4 * hour);
    await reason({ timeRate: 1 });
    expect((await engine()) - fast).toBeGreaterThanOrEqual(0);
    await reason({ timeStart: 0 });
    expect((await engine()) - fast).toBeGreaterThanOrEqual(0);
    expect((await findEngine(world.db))?.ever_fast).toBe(true);
  });

  test('with a fast clock is refused where a mailbox could reach strangers', async () => {
    const smtp = { host: 'smtp.example.com', port: 587, security: 'starttls' as const };
    await sql`update engine set ever_fast = false`.execute(world.db);
    await makeAlias(world, { address: 'ada@ours.example', provider: 'smtp', smtp });
    expect(await open({ timeRate: 60 })).toEqual({
      ok: false,
      failure:
        'This database holds a real mailbox (ada@ours.example): it must not run on a fast or shifted clock. ' +
        'Unset COUNTERSIGN_TIME_RATE and COUNTERSIGN_TIME_START, or use another data folder.',
    });
    expect(await reason()).toBeNull();
  });
});
