/**
 * The place where a claim is timed with a million waiting leads behind it, and with ten thousand.
 */
import { sql } from 'kysely';
import { createChance } from '../src/adapters/clock/chance.ts';
import { createDatabaseClock } from '../src/adapters/clock/database-clock.ts';
import { createSealedLinks, fixedLinkKeys } from '../src/adapters/links/sealed-links.ts';
import { createSandboxMailer } from '../src/adapters/mailer/sandbox-mailer.ts';
import { createRenderer } from '../src/adapters/renderer/renderer.ts';
import { createAesVault, fixedKeys } from '../src/adapters/vault/aes-vault.ts';
import { createSandboxWriter } from '../src/adapters/writer/sandbox-writer.ts';
import { createDatabase, createPool, type Db } from '../src/db/database.ts';
import { insertEngine, insertWorker, readClock } from '../src/db/engine.ts';
import { migrate } from '../src/db/migrate.ts';
import { createWindowTable } from '../src/domain/schedule/window.ts';
import { claimDue } from '../src/engine/claim.ts';
import { defaultSettings, type EngineDeps } from '../src/engine/deps.ts';
import { noLists } from '../test/support/no-lists.ts';
import { withServer15 } from './server15.ts';

export type ClaimResult = {
  readonly server: string;
  readonly few: { readonly waiting: number; readonly medianMs: number };
  readonly many: { readonly waiting: number; readonly medianMs: number };
};

const campaigns = 100;
const dueEach = 60;
const claims = 40;
const start = Date.parse('2026-03-02T10:00:00.000Z');
const hourMs = 3_600_000;

export function claim(): Promise<ClaimResult> {
  return withServer15(async ({ url, version }) => {
    const few = await timed(url, 10_000);
    const many = await timed(url, 1_000_000);
    return { server: version, few, many };
  });
}

async function timed(url: string, waiting: number) {
  const pool = createPool({ url, connectionsMax: 2, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  try {
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
    await migrate(db);
    const deps = await prepare(db, waiting);
    const times: number[] = [];
    for (let n = 0; n < claims; n++) {
      const began = performance.now();
      const real = start + n;
      const now = {
        engine: start + n * 61_000,
        real,
        rate: 1,
        monotonic: performance.now(),
        wall: real,
      };
      const { claimed } = await claimDue(deps, now);
      times.push(performance.now() - began);
      if (claimed?.sends.length !== campaigns) {
        throw new Error(`a claim took ${claimed?.sends.length} of ${campaigns}`);
      }
    }
    const sorted = times.slice(5).sort((a, b) => a - b);
    return { waiting, medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0 };
  } finally {
    await close();
  }
}

/** So many in each class, an hour and more away; beside them some first steps that are due. */
async function prepare(db: Db, waiting: number): Promise<EngineDeps> {
  const chance = createChance();
  const [account, person, alias, template] = Array.from({ length: 4 }, () => chance.uuid(start));
  const at = new Date(start).toISOString();
  await sql`insert into account (id, name, created_at) values (${account}, 'A', ${at})`.execute(db);
  await sql`insert into person (id, name, created_at) values (${person}, 'P', ${at})`.execute(db);
  await sql`insert into alias (id, account_id, address, display_name, provider, daily_cap,
      min_gap_seconds, version, verified_at, created_at, updated_at)
    values (${alias}, ${account}, 'a@ours.example', 'A', 'sandbox', 1000000, 0, 1,
      ${at}, ${at}, ${at})`.execute(db);
  await sql`insert into template (id, account_id, name, version, subject, body, body_format,
    variables,
      created_at, updated_at)
    values (${template}, ${account}, 'T', 1, 'S', 'B', 'text', '{}', ${at}, ${at})`.execute(db);
  await sql`insert into dataset (id, account_id, name, columns, created_at, updated_at)
    values (${template}, ${account}, 'D', '{email}', ${at}, ${at})`.execute(db);
  const variant = {
    label: 'A',
    weight: 100,
    type: 'TEMPLATE',
    templateId: template,
    senderProfileId: null,
  };
  const step = {
    step: 1,
    delayDays: 0,
    channel: 'email',
    variants: [variant],
    approvalRequired: null,
  };
  const steps = [step, { ...step, step: 2, delayDays: 3 }].map((one) => ({
    ...one,
    aiPersonalizationEnabled: true,
    trackClicks: false,
    actionType: null,
    messageTemplate: null,
  }));
  await sql`insert into campaign (id, account_id, user_id, dataset_id, name, type, status,
    launch_type,
      daily_limit, sending_window_start, sending_window_end, min_interval_seconds, timezone,
        send_days,
      steps, alias_ids, unreviewed_launch_policy, approval_mode, use_lead_timezone, created_at,
        updated_at)
    select gen_random_uuid(),
      ${account}, ${person}, ${template}, 'C' || n, 'email', 'active', 'immediate',
      10000, '00:00:00', '23:59:59', 60, 'UTC', '{mon,tue,wed,thu,fri,sat,sun}',
        ${JSON.stringify(steps)},
      array[${alias}], 'launch_default', 'optional', false, ${at}, ${at}
    from generate_series(1, ${campaigns}) n`.execute(db);
  const enrol = (count: number, of: { priority: number; at: number; step: number; from: number }) =>
    sql`insert into enrolment (id, account_id, campaign_id, lead_id, row_index, email, domain,
      status, step,
        class, variants, due_at, ready_at, created_at, updated_at)
      select gen_random_uuid(), ${account}, c.id, gen_random_uuid(), ${of.from} + n,
        'l' || n || '@' || c.name || '.example', c.name || '.example', 'active', ${of.step}::int,
        ${of.priority}::smallint, '{"1": "A", "2": "A"}',
        ${new Date(of.at).toISOString()}::timestamptz + n * interval '1 second',
        ${new Date(of.at).toISOString()}::timestamptz + n * interval '1 second', ${at}, ${at}
      from campaign c, generate_series(1, ${Math.ceil(count / campaigns)}) n`.execute(db);
  await enrol(waiting, { priority: 0, at: start + 10 * hourMs, step: 2, from: 0 });
  await enrol(waiting, { priority: 1, at: start + 10 * hourMs, step: 1, from: 1_000_000 });
  await enrol(dueEach * campaigns, { priority: 1, at: start - hourMs, step: 1, from: 2_000_000 });
  await sql`insert into pace (campaign_id, account_id, free_at, work_at)
    select id, account_id, ${at}, ${at} from campaign`.execute(db);
  await sql`insert into account_pace values (${account}, ${at})`.execute(db);
  await sql`vacuum analyze`.execute(db);
  return deps(db, chance);
}

async function deps(db: Db, chance: ReturnType<typeof createChance>): Promise<EngineDeps> {
  const engine = {
    real: start,
    anchorEngine: start,
    rate: 1,
    systemIdentifier: null,
    everFast: true,
  };
  await insertEngine(db, engine);
  const id = chance.uuid(start);
  await insertWorker(db, { id, host: 'bench', pid: 1, lockKey: 1, engineEpoch: 1, real: start });
  return {
    db,
    clock: createDatabaseClock(() => readClock(db)),
    chance,
    mailer: createSandboxMailer(),
    links: createSealedLinks({
      ...fixedLinkKeys(Buffer.alloc(32)),
      origin: () => 'http://127.0.0.1',
    }),
    renderer: createRenderer(),
    writer: createSandboxWriter(),
    vault: createAesVault(fixedKeys(Buffer.alloc(32))),
    addressLists: noLists,
    post: null,
    windows: createWindowTable(),
    log: { info: () => undefined, warn: () => undefined },
    worker: { id, engineEpoch: 1, leases: new Map(), rememberClaim: () => Promise.resolve() },
    settings: defaultSettings,
  };
}
