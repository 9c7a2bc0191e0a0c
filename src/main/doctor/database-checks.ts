/** The place where it is looked at what only the database knows, without starting one. */

import { keyIdOf } from '../../adapters/vault/aes-vault.ts';
import type { Db } from '../../db/database.ts';
import { createDatabase, createPool } from '../../db/database.ts';
import { findEmbedded } from '../../db/embedded/find-embedded.ts';
import { findEngine } from '../../db/engine.ts';
import { countUnknownLeads, countWorkers, readServerFacts } from '../../db/health.ts';
import { listApplied, listKnown, listPending } from '../../db/migrate.ts';
import { findSealing } from '../../db/sealed.ts';
import { silentMs } from '../../engine/sweep.ts';
import type { Config } from '../config.ts';
import { findKeys } from '../key-source.ts';
import { countSealed } from '../sealed.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

const oldestVersion = 150_000;
const skewMsEnough = 2_000;
const skewMsMax = 60_000;
const reachMsMax = 15_000;

export async function checkDatabase(config: Config): Promise<readonly Finding[]> {
  const where = await findUrl(config);
  if ('check' in where) return [where];
  const pool = createPool({ url: where.url, connectionsMax: 1, onIdleError: () => undefined });
  const { db, close } = createDatabase(pool);
  try {
    return await withinTime(checkReached(config, db));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const cure =
      config.databaseUrl === null
        ? 'See postgres.log in the data folder; stop the instance and start it again.'
        : 'Start that server, open the way to it, and check name and password in DATABASE_URL.';
    return [fault('database', `It cannot be reached (${message}).`, cure)];
  } finally {
    await close();
  }
}

/** A server that takes connections and never answers is as good as none. */
async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not answer')), reachMsMax);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function findUrl(config: Config): Promise<{ readonly url: string } | Finding> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl };
  const found = await findEmbedded(config.dataDir);
  const cure = 'npm start, and ask again: what only it knows was not looked at.';
  switch (found.kind) {
    case 'running':
      return { url: found.url };
    case 'absent':
      return warning('database', 'There is none in the data folder yet.', cure);
    case 'at rest': {
      const says = `The embedded one (PostgreSQL ${found.major}) is not running.`;
      return warning('database', says, cure);
    }
    case 'closed':
      return fault('database', found.why, 'Try again in a moment; if it stays so, do as it says.');
  }
}

async function checkReached(config: Config, db: Db): Promise<readonly Finding[]> {
  // Connecting takes longer than asking: it is not part of what is measured.
  await readServerFacts(db);
  const before = Date.now();
  const server = await readServerFacts(db);
  const skewMs = Math.round(server.real - (before + Date.now()) / 2);
  const findings = [checkVersion(server.version, server.version_number), checkSkew(skewMs)];
  const migrated = await checkMigrations(db);
  // Older tables may lack what the rest asks for.
  if (migrated.level === 'fail') return [...findings, migrated];
  return [
    ...findings,
    migrated,
    await checkFence(db),
    await checkWorkers(config, db, server.real),
    await checkUnknown(db),
    await checkSealed(config, db),
  ];
}

function checkVersion(version: string, number: number): Finding {
  const says = `PostgreSQL ${version}.`;
  if (number >= oldestVersion) return fine('database', says);
  return fault('database', says, 'Use PostgreSQL 15 or later, or unset DATABASE_URL for ours.');
}

function checkSkew(skewMs: number): Finding {
  const says = `The database's clock is ${Math.abs(skewMs)} ms ${skewMs < 0 ? 'behind' : 'ahead'}.`;
  const cure = 'Run a time service (chrony, systemd-timesyncd) on both machines.';
  if (Math.abs(skewMs) > skewMsMax) return fault('clock', says, cure);
  return Math.abs(skewMs) > skewMsEnough ? warning('clock', says, cure) : fine('clock', says);
}

async function checkMigrations(db: Db): Promise<Finding> {
  const [pending, applied, known] = [
    await listPending(db),
    await listApplied(db),
    await listKnown(),
  ];
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const cure = 'Install the version that made them, or a later one: there is no way back.';
    return fault('migrations', `The database is of a newer version (${unknown.join(', ')}).`, cure);
  }
  if (pending.length === 0) return fine('migrations', `All ${known.length} are applied.`);
  const cure = 'npm start -- migrate, or start the instance: it migrates first.';
  return fault('migrations', `To be applied: ${pending.join(', ')}.`, cure);
}

async function checkFence(db: Db): Promise<Finding> {
  const engine = await findEngine(db);
  if (engine === null || engine.fenced_at === null) return fine('fence', 'Nothing is fenced.');
  const says = `Nothing is sent. ${engine.fence_reason}`;
  return fault(
    'fence',
    says,
    'npm start -- fence says what to know before you accept; what runs then goes on.',
  );
}

async function checkWorkers(config: Config, db: Db, real: number): Promise<Finding> {
  const { alive, silent, shut } = await countWorkers(db, real - silentMs);
  const dead = silent === 0 ? '' : `; ${silent} silent for more than ${silentMs / 1000} s`;
  const says = `${alive} alive${dead}.`;
  if (shut > 0) {
    const from = `${shut} began before a fence was accepted, and may not send.`;
    return warning('workers', `${says} ${from}`, 'Restart those that are so for half a minute.');
  }
  if (alive > 0) return fine('workers', says);
  const cure =
    config.role === 'serve'
      ? 'Start a process with COUNTERSIGN_ROLE=work, or all: this one only answers HTTP.'
      : 'Start an instance; if one runs, its log says why it does not work.';
  return warning('workers', `${says} Nothing is sent.`, cure);
}

async function checkUnknown(db: Db): Promise<Finding> {
  const count = await countUnknownLeads(db);
  if (count === 0) return fine('unknown sends', 'None waits for a person.');
  const says = `${count} leads wait for a person's word.`;
  return warning('unknown sends', says, 'Resolve each as sent or not sent: docs/operate.md.');
}

async function checkSealed(config: Config, db: Db): Promise<Finding> {
  const keys = await findKeys(config).catch(() => null);
  if (keys === null || !keys.ok) return fine('passwords', 'Not looked at: see the secret key.');
  const { open, closed } = await countSealed(db, keys.value);
  if (closed === 0) {
    const sealing = await findSealing(db);
    const isUnderWay =
      sealing !== null && keys.value !== null && !sealing.keyId.equals(keyIdOf(keys.value.current));
    if (!isUnderWay) return fine('passwords', `The secret key opens all ${open}.`);
    const cure = 'npm start -- keys rotate-secret seals everything anew with the key of now.';
    return warning('passwords', 'A rotation of the secret key is not finished.', cure);
  }
  const says = `The secret key does not open ${closed} of ${open + closed} mailbox passwords.`;
  return fault('passwords', says, 'Put the original secret key back, or enter them again.');
}
