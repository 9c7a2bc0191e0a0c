/**
 * The place where an operator's command reaches the database, beside a running instance or alone.
 *
 * The embedded server of a running instance is joined, not disturbed. One at rest is started for
 * as long as the command lasts, and stopped again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../db/database.ts';
import { createDatabase, createPool } from '../db/database.ts';
import { findEmbedded } from '../db/embedded/find-embedded.ts';
import { startEmbedded } from '../db/embedded/start-embedded.ts';
import { readRealTime } from '../db/engine.ts';
import { listPending } from '../db/migrate.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Config } from './config.ts';

export type OpenDatabase = {
  readonly db: Db;
  readonly url: string;
  /** Nobody else can use it before it is closed: we have started it, and hold its folder. */
  readonly isAlone: boolean;
  readonly close: () => Promise<void>;
};

export type OpenOptions = {
  /** For a restore: where there is no database yet, one is made. */
  readonly make?: boolean;
  /** For whoever migrates, or only looks: also a database of an older or a newer version. */
  readonly asItIs?: boolean;
};

type Server = {
  readonly url: string;
  readonly isAlone: boolean;
  readonly stop: () => Promise<void>;
};

const connectionsMax = 2;
const changingTriesMax = 20;
const changingRetryMs = 500;

export async function openDatabase(
  config: Config,
  options: OpenOptions = {},
): Promise<Result<OpenDatabase, string>> {
  const server = await reachServer(config, options);
  if (!server.ok) return server;
  const { url, isAlone, stop } = server.value;
  const pool = createPool({ url, connectionsMax, onIdleError: () => undefined });
  const { db, close: closePool } = createDatabase(pool);
  const close = async (): Promise<void> => {
    await closePool();
    await stop();
  };
  try {
    await readRealTime(db);
    const pending = options.asItIs === true ? [] : await listPending(db);
    if (pending.length === 0) return ok({ db, url, isAlone, close });
  } catch (error) {
    await close();
    const message = error instanceof Error ? error.message : String(error);
    return failed(`The database cannot be reached (${message}); see DATABASE_URL.`);
  }
  await close();
  return failed(
    'The database is of an older version: npm start -- migrate, or start the instance.',
  );
}

async function reachServer(
  config: Config,
  { make = false }: OpenOptions,
): Promise<Result<Server, string>> {
  if (config.databaseUrl !== null) {
    return ok({ url: config.databaseUrl, isAlone: false, stop: () => Promise.resolve() });
  }
  let why = '';
  for (let tries = 0; tries < changingTriesMax; tries++) {
    if (tries > 0) await delay(changingRetryMs);
    const found = await findEmbedded(config.dataDir);
    if (found.kind === 'running')
      return ok({ url: found.url, isAlone: false, stop: () => Promise.resolve() });
    if (found.kind === 'absent' && !make) return failed(noDatabase(config));
    if (found.kind === 'closed') {
      why = found.why;
      continue;
    }
    const started = await startEmbedded({
      dataDir: config.dataDir,
      searchPath: process.env.PATH ?? '',
      log: () => undefined,
    });
    if (started.ok) return ok({ ...started.value, isAlone: true });
    // An instance that began between the two looks: it is joined at the next.
    if (started.failure.code !== 'in_use') return failed(started.failure.message);
    why = started.failure.message;
  }
  return failed(why);
}

function noDatabase({ dataDir }: Config): string {
  return (
    `There is no database in ${dataDir} yet: npm start makes one. ` +
    'If yours is elsewhere, set COUNTERSIGN_DATA_DIR or DATABASE_URL as the instance has them.'
  );
}
