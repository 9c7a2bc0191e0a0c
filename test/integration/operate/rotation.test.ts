/** Holds that the secret key is replaced without a value lost, however the rotation ends. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PostgresPoolClient, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unbuilt } from '../../../bench/product.ts';
import { createSealedLinks } from '../../../src/adapters/links/sealed-links.ts';
import { createAesVault, fixedKeys, keyIdOf } from '../../../src/adapters/vault/aes-vault.ts';
import type { Db } from '../../../src/db/database.ts';
import { createDatabase, createPool } from '../../../src/db/database.ts';
import { findSealing } from '../../../src/db/sealed.ts';
import {
  createRunningKeys,
  linkKeysOf,
  readKeys,
  vaultKeysOf,
} from '../../../src/main/key-source.ts';
import { rotateSecret } from '../../../src/main/rotate-secret.ts';
import { bindSealed, countSealed } from '../../../src/main/sealed.ts';
import { answerContext } from '../../../src/usecases/seal-contexts.ts';
import { type EmbeddedFolder, makeEmbeddedFolder } from '../../support/embedded-folder.ts';
import { noteMigrations } from '../../support/migrations.ts';
import { valueFrom } from '../../support/outcome.ts';
import { fillSealed, openAll, sealUnbound, textsOf } from '../../support/sealed.ts';
import { makeWorld, type World } from '../../support/world.ts';

let world: World;
let folder: EmbeddedFolder;
let config: { secretKey: Buffer | null; formerKeys: Buffer[]; dataDir: string };
const first = Buffer.alloc(32, 3);
const count = 250;

beforeEach(async () => {
  world = await makeWorld();
  folder = await makeEmbeddedFolder();
  const { dataDir } = folder;
  await mkdir(dataDir, { mode: 0o700 });
  // As every version before rotation wrote it.
  await writeFile(join(dataDir, 'secret.key'), `${first.toString('base64')}\n`, { mode: 0o600 });
  config = { secretKey: null, formerKeys: [], dataDir };
});
afterEach(async () => {
  await folder.remove();
  await world.close();
});

/** What a process of this folder has, from its start on. */
async function startProcess() {
  const found = valueFrom(await readKeys(config));
  const keys = createRunningKeys(config, found);
  const sealedBy = await bindSealed(world.db, found);
  const links = createSealedLinks({ ...linkKeysOf(keys), origin: () => 'https://out.example' });
  return { vault: createAesVault(vaultKeysOf(keys, sealedBy)), links, found };
}

const rotate = (db: Db = world.db) =>
  rotateSecret({ db, config, say: () => undefined, inFlightMsMax: 0 });

const keyFile = () => readFile(join(folder.dataDir, 'secret.key'), 'utf8');

async function fill(): Promise<void> {
  const { seal } = createAesVault(fixedKeys(first));
  await fillSealed(world.db, { accountId: world.me.accountId, count, seal });
}

async function keyIdsInUse(): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct encode(substring(sealed from 2 for 4), 'hex') as id from (
      select secret from alias union all select answer from idempotency_key
    ) as every (sealed) where sealed is not null`.execute(world.db);
  return rows.map(({ id }) => id);
}

/** Runs where the n-th replacement fails, as in a process that is killed there. */
async function dyingAt<T>(batch: number, work: (db: Db) => Promise<T>): Promise<T> {
  const pool = createPool({ url: world.url, connectionsMax: 2, onIdleError: () => undefined });
  let replaced = 0;
  const { db, close } = createDatabase({
    connect: async () => {
      const client = await pool.connect();
      const query = (asked: { readonly text: string } | string, values: unknown[]) => {
        const text = typeof asked === 'string' ? asked : asked.text;
        if (/^update (?:alias|idempotency_key)/.test(text) && ++replaced >= batch) {
          throw new Error('killed');
        }
        return client.query(asked as string, values);
      };
      return { query, release: () => client.release() } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  });
  try {
    return await work(db);
  } finally {
    await close();
  }
}

describe('a rotation', () => {
  test('seals every value anew, and gives the former key up for all but its links', async () => {
    await fill();
    const before = await startProcess();
    expect(await openAll(world.db, before.vault)).toEqual(textsOf(count));
    expect(valueFrom(await rotate())).toEqual({ anew: 3 * count, closed: 0 });
    const after = await startProcess();
    expect(await openAll(world.db, after.vault)).toEqual(textsOf(count));
    const { current } = after.found;
    expect(current.equals(first)).toBe(false);
    expect(await keyIdsInUse()).toEqual([keyIdOf(current).toString('hex')]);
    expect((await findSealing(world.db))?.keyId).toEqual(keyIdOf(current));
    const text = await keyFile();
    expect(text).not.toContain(first.toString('base64'));
    expect((await stat(join(folder.dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
    const old = createAesVault(fixedKeys(first)).seal('x', answerContext(name('x')));
    expect(() => after.vault.open(old, answerContext(name('x')))).toThrow(/key we do not have/);
  });

  test('leaves every link working that was ever mailed, after one rotation and after three', async () => {
    const ada = {
      accountId: world.me.accountId,
      enrolmentId: world.me.userId,
      email: 'a@b.example',
    };
    const mailed: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { links } = await startProcess();
      mailed.push(links.unsubscribe(ada));
      expect(
        mailed.map((link) => links.recipientOf(link.slice(link.lastIndexOf('/') + 1))),
      ).toEqual(mailed.map(() => ada));
      valueFrom(await rotate());
    }
    expect(new Set(mailed).size).toBe(4);
  });

  test('goes on where it was ended: with the same new key, and everything opens meanwhile', async () => {
    await fill();
    await startProcess();
    await expect(dyingAt(2, rotate)).rejects.toThrow('killed');
    const written = await keyFile();
    expect(written).toContain(`former ${first.toString('base64')}`);
    expect(await keyIdsInUse()).toHaveLength(2);
    const between = await startProcess();
    expect(await openAll(world.db, between.vault)).toEqual(textsOf(count));
    await expect(dyingAt(2, rotate)).rejects.toThrow('killed');
    expect(await keyFile()).toBe(written);
    valueFrom(await rotate());
    const after = await startProcess();
    expect(after.found.current).toEqual(between.found.current);
    expect(await openAll(world.db, after.vault)).toEqual(textsOf(count));
    expect(await keyIdsInUse()).toHaveLength(1);
  });

  test('is heard of by a process that runs: it seals by the new key from then on', async () => {
    await fill();
    const running = await startProcess();
    let isOver = false;
    let written = 0;
    const writing = (async () => {
      for (; !isOver || written < 20; written += 1) {
        const answer = running.vault.seal(`"${written}"`, answerContext(name(`new ${written}`)));
        await insertAnswer(`new ${written}`, answer);
      }
    })();
    valueFrom(await rotate());
    isOver = true;
    await writing;
    expect(valueFrom(await rotate()).closed).toBe(0);
    const after = await startProcess();
    const opened = await openAll(world.db, after.vault);
    expect(opened).toHaveLength(3 * count + written);
    expect(await openAll(world.db, running.vault)).toEqual(opened);
  });

  test('runs once at a time', async () => {
    await fill();
    await startProcess();
    const both = await Promise.all([rotate(), rotate()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = both.find(({ ok }) => !ok);
    expect(refused).toEqual({
      ok: false,
      failure: 'Another rotation is under way; wait for its end, and ask again.',
    });
    expect(await countSealed(world.db, valueFrom(await readKeys(config)))).toEqual({
      open: count,
      closed: 0,
    });
  });

  test('takes the key from the environment, and says what to set before', async () => {
    await fill();
    await startProcess();
    config = { ...config, secretKey: first };
    const refused = await rotate();
    expect(refused.ok ? '' : refused.failure).toMatch(/COUNTERSIGN_SECRET_KEY_PREVIOUS/);
    const next = randomBytes(32);
    config = { ...config, secretKey: next, formerKeys: [first] };
    const between = await startProcess();
    expect(await openAll(world.db, between.vault)).toEqual(textsOf(count));
    expect(valueFrom(await rotate())).toEqual({ anew: 3 * count, closed: 0 });
    const after = await startProcess();
    expect(await openAll(world.db, after.vault)).toEqual(textsOf(count));
    // Kept for links, and for nothing else.
    const old = createAesVault(fixedKeys(first)).seal('x', answerContext(name('x')));
    expect(() => after.vault.open(old, answerContext(name('x')))).toThrow(/key we do not have/);
    expect(() => between.vault.open(old, answerContext(name('x')))).not.toThrow();
  });

  test('killed for real, between two batches, leaves everything to be opened', async () => {
    await noteMigrations(world.url);
    await fill();
    await startProcess();
    const child = spawn(process.execPath, [...unbuilt, 'keys', 'rotate-secret'], {
      env: {
        ...process.env,
        DATABASE_URL: world.url,
        COUNTERSIGN_DATA_DIR: folder.dataDir,
      },
      stdio: 'ignore',
    });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // The database is another's as far as it knows: it waits before it gives the former key up.
    const old = keyIdOf(first).toString('hex');
    while ((await keyIdsInUse()).every((id) => id === old)) {
      if (child.exitCode !== null) throw new Error('it ended by itself');
    }
    child.kill('SIGKILL');
    await gone;
    const between = await startProcess();
    expect(await openAll(world.db, between.vault)).toEqual(textsOf(count));
    await retried(async () => valueFrom(await rotate()));
    const after = await startProcess();
    expect(after.found.current).toEqual(between.found.current);
    expect(await openAll(world.db, after.vault)).toEqual(textsOf(count));
  });
});

describe('values of an earlier version', () => {
  const unbound = () => {
    const seal = (text: string) => sealUnbound(text, first);
    return fillSealed(world.db, { accountId: world.me.accountId, count, seal });
  };

  test('are bound to their rows by the first start, and by no later one', async () => {
    await unbound();
    const { vault } = await startProcess();
    expect(await openAll(world.db, vault)).toEqual(textsOf(count));
    const secret = sealUnbound('{"smtp":"planted","imap":null}', first);
    await sql`update alias set secret = ${secret} where address = 'a7@ours.example'`.execute(
      world.db,
    );
    const again = await startProcess();
    await expect(openAll(world.db, again.vault)).rejects.toThrow('not bound to its row');
    expect(await countSealed(world.db, again.found)).toEqual({ open: count - 1, closed: 1 });
    valueFrom(await rotate());
    const rotated = await startProcess();
    await expect(openAll(world.db, rotated.vault)).rejects.toThrow('not bound to its row');
  });

  test('wait for the right key: a start with another one does not close them for ever', async () => {
    await unbound();
    const right = config;
    config = { ...config, secretKey: Buffer.alloc(32, 9) };
    await startProcess();
    expect(await findSealing(world.db)).toBe(null);
    config = right;
    const { vault } = await startProcess();
    expect(await openAll(world.db, vault)).toEqual(textsOf(count));
    expect(await findSealing(world.db)).not.toBe(null);
  });

  test('are bound and sealed anew by a rotation that comes first', async () => {
    await unbound();
    expect(valueFrom(await rotate())).toEqual({ anew: 3 * count, closed: 0 });
    const { vault } = await startProcess();
    expect(await openAll(world.db, vault)).toEqual(textsOf(count));
  });
});

function name(key: string) {
  return { accountId: world.me.accountId, method: 'POST', path: '/api/v1/things', key };
}

async function insertAnswer(key: string, answer: Buffer): Promise<void> {
  const { accountId, method, path } = name(key);
  await sql`insert into idempotency_key (account_id, method, path, key, request_hash, created_at,
      status, answer)
    values (${accountId}, ${method}, ${path}, ${key}, '\\x00', now(), 200, ${answer})`.execute(
    world.db,
  );
}

/** The session of a killed process, and its lock, end when the server notices. */
async function retried(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }
}
