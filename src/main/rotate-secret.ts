/**
 * Replaces the key that seals all secrets, and seals everything anew with its successor.
 *
 * The order makes a crash harmless at every step: the new key is on the disk, beside the old one,
 * before it seals; the old one is given up when nothing is sealed by it any more. A second call
 * goes on where the first one ended. Processes that run see the new file at their next sealing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { linkKeyOf } from '../adapters/links/sealed-links.ts';
import { keyIdOf } from '../adapters/vault/aes-vault.ts';
import type { Db } from '../db/database.ts';
import {
  findSealing,
  insertSealing,
  markRotated,
  tryLockRotation,
  unlockRotation,
} from '../db/sealed.ts';
import { assert } from '../lib/assert.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { type Counted, resealAll } from '../usecases/reseal.ts';
import type { Config } from './config.ts';
import { findKeys } from './key-source.ts';
import { resealerOf } from './sealed.ts';
import { findSecretKeys, newSecretKey, type SecretKeys, writeSecretKeys } from './secret-key.ts';

/**
 * A process that took the old key in hand just before the new one came may be writing for as long:
 * ten seconds for a connection, a minute for its statement, a minute for its transaction.
 */
export const sealInFlightMsMax = 130_000;
/** Each is tried for a link that nobody knows: microseconds. A rotation a month for eight years. */
export const retiredKeysMax = 100;

export type Rotation = {
  readonly db: Db;
  readonly config: Pick<Config, 'secretKey' | 'formerKeys' | 'dataDir'>;
  readonly say: (line: string) => void;
  /** 0 where nobody else uses the database. */
  readonly inFlightMsMax: number;
};

export type Rotated = {
  readonly anew: number;
  /** What none of the keys opens: it was so before. */
  readonly closed: number;
};

export async function rotateSecret(rotation: Rotation): Promise<Result<Rotated, string>> {
  // A lock of the session: it ends with this process, however that ends.
  return rotation.db.connection().execute(async (session) => {
    if (!(await tryLockRotation(session))) {
      return failed('Another rotation is under way; wait for its end, and ask again.');
    }
    try {
      return await rotateLocked(rotation);
    } finally {
      await unlockRotation(session);
    }
  });
}

async function rotateLocked(rotation: Rotation): Promise<Result<Rotated, string>> {
  const { config, db } = rotation;
  const begun = config.secretKey === null ? await replaceKey(rotation) : checkGiven(config);
  if (!begun.ok) return begun;
  const keys = begun.value;
  const sealing = await findSealing(db);
  const resealer = resealerOf(keys, { takesUnbound: sealing === null });
  const first = await resealAll({ db, resealer });
  if (first === null) return failed(neverEnds);
  await waitForOthers(rotation, keys);
  const second = await resealAll({ db, resealer });
  if (second === null) return failed(neverEnds);
  await noteRotated(db, { keys, isBound: sealing !== null, counted: second });
  if (config.secretKey === null) await retireKeys(config.dataDir);
  return ok({ anew: first.anew + second.anew, closed: second.closed });
}

const neverEnds =
  'Something still seals with another key: restart every process that runs, and ask again. ' +
  'Nothing is lost: every key is kept.';

/** In the file: the new key, beside the old one; or what a call before this one left there. */
async function replaceKey({ config, say }: Rotation): Promise<Result<SecretKeys, string>> {
  const found = await findSecretKeys(config.dataDir);
  if (!found.ok) return found;
  const before = found.value;
  if (before === null) return failed('There is no secret key yet: npm start makes one.');
  if (before.former.length > 0) {
    say('A rotation that was not finished goes on.');
    return findMade(config);
  }
  if (before.links.length >= retiredKeysMax) {
    return failed(
      `${retiredKeysMax} keys were retired here, and their links are kept for ever: no more fit.`,
    );
  }
  const { current, links } = before;
  const since = Date.now();
  await writeSecretKeys(config.dataDir, {
    current: newSecretKey(),
    former: [current],
    links,
    since,
  });
  say('A new secret key is in use. Copy secret.key to your safe place again when this is over.');
  return findMade(config);
}

async function findMade(config: Rotation['config']): Promise<Result<SecretKeys, string>> {
  const keys = await findKeys(config);
  if (!keys.ok) return keys;
  assert(keys.value !== null, 'the file that was just read or written is there');
  return ok(keys.value);
}

/** From the environment: the operator makes the new key, and keeps the old ones. */
function checkGiven({ secretKey, formerKeys }: Rotation['config']): Result<SecretKeys, string> {
  assert(secretKey !== null, 'the key is in the environment');
  if (formerKeys.length === 0) {
    return failed(
      'The secret key comes from COUNTERSIGN_SECRET_KEY. Put the present one into ' +
        'COUNTERSIGN_SECRET_KEY_PREVIOUS, a new one into COUNTERSIGN_SECRET_KEY (openssl rand ' +
        '-base64 32), restart every process, and ask again: see docs/operate.md.',
    );
  }
  return ok({ current: secretKey, former: formerKeys, links: [], since: null });
}

async function waitForOthers(
  { inFlightMsMax, say }: Rotation,
  { since }: SecretKeys,
): Promise<void> {
  const leftMs = (since ?? Date.now()) + inFlightMsMax - Date.now();
  if (inFlightMsMax === 0 || leftMs <= 0) return;
  const waitMs = Math.min(leftMs, inFlightMsMax);
  say(`Waiting ${Math.ceil(waitMs / 1000)} s for what others may still be writing.`);
  await sleep(waitMs);
}

async function noteRotated(
  db: Db,
  of: { readonly keys: SecretKeys; readonly isBound: boolean; readonly counted: Counted },
): Promise<void> {
  const keyId = keyIdOf(of.keys.current);
  if (of.isBound) await markRotated(db, keyId);
  else if (of.counted.closedUnbound === 0) await insertSealing(db, keyId);
}

/** Of each old key what opens its links stays. Read anew: this is the file's, not the caller's. */
async function retireKeys(dataDir: string): Promise<void> {
  const found = await findSecretKeys(dataDir);
  assert(found.ok && found.value !== null, 'the file that was written is there');
  const { former, links, ...rest } = found.value;
  const retired = former.map(linkKeyOf);
  await writeSecretKeys(dataDir, { ...rest, former: [], links: [...retired, ...links] });
}
