/** What is backed up and restored is the same, is fenced, and nothing half is taken for whole. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCopySession } from '../../../src/db/backup/copy-session.ts';
import { readBackup } from '../../../src/db/backup/read-backup.ts';
import { listTables } from '../../../src/db/backup/tables.ts';
import { verifyArchive, writeBackup } from '../../../src/db/backup/write-backup.ts';
import { createDatabase, createPool, type Db } from '../../../src/db/database.ts';
import { listApplied, listKnown, listPending, migrateTo } from '../../../src/db/migrate.ts';
import { dispatch, enrolOnly, hang, makeTemplate, personalSteps } from '../../support/drive.ts';
import { noteMigrations } from '../../support/migrations.ts';
import { makeScratchFolder } from '../../support/scratch.ts';
import { launch, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let folder: string;
const made: { readonly url: string; readonly drop: () => Promise<void> }[] = [];
beforeEach(async () => {
  world = await makeWorld();
  await noteMigrations(world.url);
  folder = await makeScratchFolder('countersign-backup-');
});
afterEach(async () => {
  for (const { drop } of made.splice(0)) await drop();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const file = (name = 'a.backup') => join(folder, name);
const write = (name?: string) =>
  writeBackup({ url: world.url, file: file(name), product: '0.0.0-test' });

/** On the same server: no table, no row. */
async function emptyDatabase(): Promise<string> {
  const name = `restored_${randomBytes(6).toString('hex')}`;
  await sql.raw(`create database ${name}`).execute(world.db);
  const url = new URL(world.url);
  url.pathname = `/${name}`;
  const drop = async () => {
    await sql.raw(`drop database ${name} with (force)`).execute(world.db);
  };
  made.push({ url: url.href, drop });
  return url.href;
}

async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const pool = createPool({ url, connectionsMax: 1, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  try {
    return await work(db);
  } finally {
    await close();
  }
}

/** Every row of every table, as text, in an order of its own. */
async function allRows(url: string): Promise<Record<string, string[]>> {
  const session = await openCopySession(url);
  try {
    const rows: Record<string, string[]> = {};
    for (const { name } of await listTables(session)) {
      const found = await session.rows<{ row: string }>(
        `select t::text as row from ${session.client.escapeIdentifier(name)} t order by 1`,
      );
      rows[name] = found.map(({ row }) => row);
    }
    return rows;
  } finally {
    await session.close();
  }
}

async function fillWorld(): Promise<void> {
  await makeTemplate(world, 'A tab\there, a \\N and a \\., "quotes"\nand a line\r\n\u2028');
  const campaign = await makeCampaign(world, { leads: 5 });
  await launch(world, campaign);
  const personal = await makeCampaign(world, {
    leads: ['ünï@exämple.example', 'b@b.example'],
    campaign: { ...personalSteps(0), approvalMode: 'required' },
  });
  await launch(world, personal);
}

describe('a backup that is restored', () => {
  test('holds every row of every table, and the numbers go on', async () => {
    await fillWorld();
    const before = await allRows(world.url);
    const backup = valueOrThrow(await write());
    const rows = Object.values(before).flat().length;
    expect(backup.tables.reduce((sum, table) => sum + table.rows, 0)).toBe(rows);
    const url = await emptyDatabase();
    const restored = valueOrThrow(await readBackup({ url, file: file() }));
    expect(restored).toMatchObject({ rows, product: '0.0.0-test', migrated: [] });
    const { engine, worker, claim, ...after } = await allRows(url);
    const { engine: _engine, worker: workers, claim: claims, ...others } = before;
    expect(after).toEqual(others);
    const lengths = [engine?.length, worker?.length, claim?.length];
    expect(lengths).toEqual([1, workers?.length, claims?.length]);
    const next = sql<{ n: number }>`select nextval('claim_no_seq')::int as n`;
    const [here, there] = await Promise.all(
      [world.url, url].map((at) => withDb(at, async (db) => (await next.execute(db)).rows[0]?.n)),
    );
    expect(there).toBe(here);
  });

  test('is fenced, and says of when it is; its workers and their leases are over', async () => {
    await fillWorld();
    await hangOne();
    const { createdAt } = valueOrThrow(await write());
    const url = await emptyDatabase();
    valueOrThrow(await readBackup({ url, file: file() }));
    const rows = await withDb(url, async (db) => ({
      engine: await db.selectFrom('engine').select(['fenced_at', 'fence_reason']).execute(),
      workers: await db.selectFrom('worker').select('id').where('ended_at', 'is', null).execute(),
      open: await sql`select 1 from claim where closed_at is null
        and lease_until > clock_timestamp()`.execute(db),
    }));
    expect(rows.engine).toEqual([
      {
        fenced_at: expect.any(Number),
        fence_reason:
          `This database was restored from a backup of ${createdAt}: ` +
          'the original may have sent since, and nothing here knows what.',
      },
    ]);
    expect([rows.workers, rows.open.rows]).toEqual([[], []]);
    expect(await world.db.selectFrom('engine').select('fenced_at').execute()).toEqual([
      { fenced_at: null },
    ]);
  });

  test('is of one instant, whatever is written meanwhile', async () => {
    await fillWorld();
    const counts = (tables: readonly { name: string; rows: number }[]) =>
      ['account', 'usage'].map((name) => tables.find((one) => one.name === name)?.rows ?? 0);
    const [accounts = 0, uses = 0] = counts(valueOrThrow(await write('before')).tables);
    let pairs = 0;
    let stop = false;
    // One row in the first table that is copied and one in a late one, in each transaction.
    const writing = (async () => {
      while (!stop) {
        await sql`with a as (insert into account (id, name, created_at)
            values (gen_random_uuid(), 'x', now()) returning id)
          insert into usage select id, 'alias', 'x', now(), 1 from a`.execute(world.db);
        pairs++;
      }
    })();
    while (pairs < 20) await new Promise((wake) => setTimeout(wake, 1));
    const { tables } = valueOrThrow(await write());
    stop = true;
    await writing;
    const [accountsNow = 0, usesNow = 0] = counts(tables);
    expect(accountsNow - accounts).toBe(usesNow - uses);
    expect(accountsNow - accounts).toBeGreaterThanOrEqual(20);
    // Else nothing was written while it was read.
    expect(pairs).toBeGreaterThan(accountsNow - accounts);
    const url = await emptyDatabase();
    valueOrThrow(await readBackup({ url, file: file() }));
  });

  test('of an older version is brought to this one', async () => {
    const [first = ''] = await listKnown();
    const old = await emptyDatabase();
    await withDb(old, async (db) => {
      await migrateTo(db, first);
      await sql`insert into account (id, name, created_at)
        values (gen_random_uuid(), 'Old', now())`.execute(db);
    });
    valueOrThrow(await writeBackup({ url: old, file: file(), product: '0.0.1' }));
    const url = await emptyDatabase();
    const restored = valueOrThrow(await readBackup({ url, file: file() }));
    expect(restored.migrated).toEqual((await listKnown()).slice(1));
    await withDb(url, async (db) => {
      expect(await listPending(db)).toEqual([]);
      expect(await db.selectFrom('account').select('name').execute()).toEqual([{ name: 'Old' }]);
    });
  });
});

describe('a restore is refused, and writes nothing,', () => {
  test('into a database that holds rows', async () => {
    await fillWorld();
    valueOrThrow(await write());
    const before = await allRows(world.url);
    expect(await readBackup({ url: world.url, file: file() })).toEqual({
      ok: false,
      failure: expect.stringMatching(
        /^The database is not empty \(table \w+\).*COUNTERSIGN_DATA_DIR to a new folder/,
      ),
    });
    expect(await allRows(world.url)).toEqual(before);
  });

  test.each([
    { what: 'cut short', spoil: (path: string) => truncate(path, 3_000) },
    {
      what: 'bent in one bit',
      spoil: async (path: string) => {
        const bytes = await readFile(path);
        const middle = bytes.length >> 1;
        bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        await writeFile(path, bytes);
      },
    },
    {
      what: 'changed inside and zipped anew',
      spoil: async (path: string) => {
        const text = gunzipSync(await readFile(path)).toString('latin1');
        await writeFile(path, gzipSync(Buffer.from(text.replace('lead0@', 'lead9@'), 'latin1')));
      },
    },
    { what: 'something else', spoil: (path: string) => writeFile(path, gzipSync('hello\n')) },
    { what: 'not zipped', spoil: (path: string) => writeFile(path, 'hello') },
  ])('from a file that is $what', async ({ spoil }) => {
    await fillWorld();
    valueOrThrow(await write());
    await spoil(file());
    const url = await emptyDatabase();
    expect(await readBackup({ url, file: file() })).toEqual({
      ok: false,
      failure: expect.stringMatching(/ cannot be restored\. .* Take another backup\.$/),
    });
    await withDb(url, async (db) => expect(await listApplied(db)).toEqual([]));
  });

  test('from a newer version', async () => {
    valueOrThrow(await write());
    const text = gunzipSync(await readFile(file())).toString('latin1');
    const newer = text.replace('"migrations":[', '"migrations":["9999-later",');
    await writeFile(file(), gzipSync(Buffer.from(newer, 'latin1')));
    const url = await emptyDatabase();
    expect(await readBackup({ url, file: file() })).toEqual({
      ok: false,
      failure:
        'The backup is of a newer version (0.0.0-test, with 9999-later): install that version, or ' +
        'a later one, and restore with it.',
    });
  });

  test('from a file that is not there', async () => {
    const url = await emptyDatabase();
    expect(await readBackup({ url, file: file('none') })).toMatchObject({
      ok: false,
      failure: expect.stringContaining('cannot be read (ENOENT)'),
    });
  });
});

describe('a backup file', () => {
  test('is for its owner alone, has been read back, and nothing else is left in its folder', async () => {
    await fillWorld();
    const { tables, bytes } = valueOrThrow(await write());
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(file())).size).toBe(bytes);
    expect(await verifyArchive(file())).toEqual(tables);
    expect(await readdir(folder)).toEqual(['a.backup']);
  });

  test('is never written over', async () => {
    valueOrThrow(await write());
    const before = await readFile(file());
    expect(await write()).toMatchObject({ ok: false });
    expect(await readFile(file())).toEqual(before);
    const both = await Promise.all([write('b'), write('b')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await readdir(folder)).sort()).toEqual(['a.backup', 'b']);
  });

  test('is not begun where its folder is missing', async () => {
    expect(await write('none/a')).toMatchObject({
      ok: false,
      failure: expect.stringContaining('cannot be written (ENOENT)'),
    });
  });
});

/** A message that is on the wire while the backup is taken. */
async function hangOne(): Promise<void> {
  const campaign = await makeCampaign(world, { leads: 1 });
  await enrolOnly(world, campaign);
  const hanging = hang(world);
  const ended = dispatch(world);
  await hanging.arrived;
  made.push({
    url: '',
    drop: async () => {
      hanging.release();
      await ended;
    },
  });
}

function valueOrThrow<T>(result: { ok: true; value: T } | { ok: false; failure: string }): T {
  if (!result.ok) throw new Error(result.failure);
  return result.value;
}
