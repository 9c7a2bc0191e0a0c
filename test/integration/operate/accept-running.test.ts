/** An instance that runs behind a fence goes on when that is accepted, if it may. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findEngine } from '../../../src/db/engine.ts';
import { accept } from '../../../src/main/commands/fence.ts';
import { type Config, readConfig } from '../../../src/main/config.ts';
import { type Wired, wire } from '../../../src/main/wire.ts';
import { type Working, work } from '../../../src/main/work.ts';
import { acceptFence } from '../../../src/usecases/accept-fence.ts';
import { ledger, statusOf } from '../../support/drive.ts';
import { noteMigrations } from '../../support/migrations.ts';
import { valueFrom } from '../../support/outcome.ts';
import { makeScratchFolder } from '../../support/scratch.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let dataDir: string;
let instances: { readonly wired: Wired; readonly working: Working }[];
/** What a worker says to whoever runs it. */
let warnings: string[];
beforeEach(async () => {
  world = await makeWorld();
  await noteMigrations(world.url);
  await sql`update engine set stopped_cleanly = true`.execute(world.db);
  dataDir = await makeScratchFolder('countersign-accept-');
  instances = [];
  warnings = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { wired, working } of instances) {
    await working.stop();
    await wired.close();
  }
  await rm(dataDir, { recursive: true });
  await world.close();
});

function config(): Config {
  return valueFrom(
    readConfig({
      DATABASE_URL: world.url,
      COUNTERSIGN_DATA_DIR: dataDir,
      COUNTERSIGN_SECRET_KEY: Buffer.alloc(32).toString('base64'),
      COUNTERSIGN_LOG_LEVEL: 'fatal',
    }),
  );
}

/** What `run` does, with a quicker pulse. */
async function start(): Promise<Working> {
  const wired = valueFrom(await wire(config()));
  const log = {
    info: () => undefined,
    warn: (_fields: object, message: string) => void warnings.push(message),
  };
  const working = await work({ ...wired, log }, { rate: 1, heartbeatMs: 20 });
  instances.push({ wired, working });
  return working;
}

async function until(met: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await met())) {
    if (performance.now() > deadline) throw new Error(`it never came to that: ${warnings.join()}`);
    await sleep(5);
  }
}

const fence = () =>
  sql`update engine set fenced_at = now(), fence_reason = 'It was restored.'`.execute(world.db);

const workers = () =>
  sql<{ epoch: number; ended: boolean }>`select engine_epoch as epoch, ended_at is not null as ended
    from worker where host <> 'test' order by started_at`
    .execute(world.db)
    .then(({ rows }) => rows);

/** Twice, from each that lives: the second says what it has learnt after the first. */
async function beats(): Promise<void> {
  for (let n = 0; n < 2; n++) {
    const before = (await findEngine(world.db))?.heartbeat_at ?? 0;
    await until(async () => ((await findEngine(world.db))?.heartbeat_at ?? 0) > before);
  }
}

const mark = () => join(dataDir, 'claim-mark');

test('it sends under the new epoch, and the folder remembers what it claims', async () => {
  await writeFile(mark(), '500\n');
  const working = await start();
  const campaignId = await makeCampaign(world, { leads: 1 });
  await launch(world, campaignId);
  await beats();
  expect([await ledger(world), await workers()]).toEqual([[], [{ epoch: 1, ended: false }]]);
  vi.spyOn(console, 'log').mockReturnValue();
  expect(await accept(config(), { json: true, nothingWasSent: true })).toBe(0);
  await until(async () => (await statusOf(world, campaignId)) === 'completed');
  expect(await ledger(world)).toEqual(['0 step 1 try 1 accepted']);
  expect(await workers()).toEqual([
    { epoch: 1, ended: true },
    { epoch: 2, ended: false },
  ]);
  expect(await sql`select engine_epoch from send`.execute(world.db)).toMatchObject({
    rows: [{ engine_epoch: 2 }],
  });
  const claimed = await sql<{ no: number }>`select max(claim_no) as no from claim`.execute(
    world.db,
  );
  expect(Number(await readFile(mark(), 'utf8'))).toBe(claimed.rows[0]?.no);
  expect([working.isAtWork(), (await findEngine(world.db))?.stopped_cleanly]).toEqual([
    true,
    false,
  ]);
});

test('it does not where it had the right to the wire before: that takes a start', async () => {
  const old = await start();
  await beats();
  expect(old.isAtWork()).toBe(true);
  await fence();
  await acceptFence(world.usecases)({ systemIdentifier: null });
  const campaignId = await makeCampaign(world, { leads: 1 });
  await launch(world, campaignId);
  const said =
    'an operator has accepted a fence since: restart this process, it may not send any more';
  await until(() => warnings.filter((warning) => warning === said).length > 2);
  expect([old.isAtWork(), await ledger(world)]).toEqual([false, []]);
  expect(await workers()).toEqual([{ epoch: 1, ended: false }]);
  await old.stop();
  await start();
  await until(async () => (await statusOf(world, campaignId)) === 'completed');
});

test('it is judged as at a start: a folder ahead of what was accepted fences it again', async () => {
  await fence();
  await start();
  await launch(world, await makeCampaign(world, { leads: 1 }));
  await writeFile(mark(), '500\n');
  // By a command on another machine, which has another data folder.
  await acceptFence(world.usecases)({ systemIdentifier: null });
  await until(async () => (await workers()).length === 2);
  await beats();
  expect(await ledger(world)).toEqual([]);
  expect(await findEngine(world.db)).toMatchObject({
    epoch: 2,
    fence_reason:
      'The database is behind its data folder (claim 0 of 500): it was restored from a backup.',
  });
});
