/**
 * The place where everything is built and handed to everything that needs it: the only one that
 * knows all.
 */
import { hostname } from 'node:os';
import { pino } from 'pino';
import { createNpmAddressLists } from '../adapters/address-lists/npm-address-lists.ts';
import { createChance } from '../adapters/clock/chance.ts';
import { createDatabaseClock } from '../adapters/clock/database-clock.ts';
import { createScryptCredentials } from '../adapters/credentials/scrypt-credentials.ts';
import { createSealedLinks } from '../adapters/links/sealed-links.ts';
import { createCountingMailer } from '../adapters/mailer/counting-mailer.ts';
import { createMailers } from '../adapters/mailer/mailers.ts';
import { createSandboxMailer } from '../adapters/mailer/sandbox-mailer.ts';
import {
  type Backlog,
  createPrometheusMeter,
  type PoolState,
} from '../adapters/meter/prometheus-meter.ts';
import { createOutbound } from '../adapters/outbound/outbound.ts';
import { createRenderer } from '../adapters/renderer/renderer.ts';
import { createSmtpMailer } from '../adapters/smtp/smtp-mailer.ts';
import { createAesVault } from '../adapters/vault/aes-vault.ts';
import { createSandboxWriter } from '../adapters/writer/sandbox-writer.ts';
import { countDueAccounts } from '../db/backlog.ts';
import type { Db } from '../db/database.ts';
import { createDatabase, createPool } from '../db/database.ts';
import { startEmbedded } from '../db/embedded/start-embedded.ts';
import { findEngine, readClock } from '../db/engine.ts';
import { migrate } from '../db/migrate.ts';
import { defaultSettings } from '../engine/deps.ts';
import { openEngine } from '../engine/start.ts';
import type { Result } from '../lib/result.ts';
import { failed, ok } from '../lib/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Meter } from '../ports/meter.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Deps } from '../usecases/deps.ts';
import type { ClaimMark } from './claim-mark.ts';
import { openClaimMark } from './claim-mark.ts';
import type { Config } from './config.ts';
import {
  createRunningKeys,
  linkKeysOf,
  type RunningKeys,
  readKeys,
  vaultKeysOf,
} from './key-source.ts';
import { untilReached } from './reach-database.ts';
import { bindSealed } from './sealed.ts';
import { openPost } from './system-mail.ts';

export type Wired = Deps & {
  readonly url: string;
  readonly log: ReturnType<typeof createLog>;
  readonly claimMark: ClaimMark;
  readonly host: string;
  readonly engineEpoch: number;
  /** The fence judged once more, by the mark as it is in the folder now: nobody may be at work. */
  readonly openAgain: () => ReturnType<typeof openEngine>;
  readonly requestsPerMinuteMax: number;
  readonly trustedProxies: string;
  readonly fencedBecause: string | null;
  readonly figures: Meter;
  /** Said once the port is known: links of mail that stays on this machine lead there. */
  readonly servesAt: (origin: string) => void;
  readonly findEngine: () => ReturnType<typeof findEngine>;
  /** In reverse order of their making. */
  readonly close: () => Promise<void>;
};

const poolConnectionsMax = 12;

/** A failure is a sentence for whoever started it: it names what is wrong and the cure. */
export async function wire(
  config: Config,
  onDatabaseLost: (why: string) => void = () => undefined,
): Promise<Result<Wired, string>> {
  const releases: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const wired = await wireInto({ ...config, onDatabaseLost }, releases);
    if (!wired.ok) {
      await close();
      return wired;
    }
    return ok({ ...wired.value, close });
  } catch (error) {
    await close();
    throw error;
  }
}

type Wiring = Config & { readonly onDatabaseLost: (why: string) => void };

async function wireInto(
  config: Wiring,
  releases: (() => Promise<void>)[],
): Promise<Result<Omit<Wired, 'close'>, string>> {
  const log = createLog(config);
  // The server first: it makes the data folder such that its own user can reach it below root's.
  const server = await openServer(config, log, releases);
  if (!server.ok) return server;
  const found = await readKeys(config);
  if (!found.ok) return found;
  const url = server.value;
  const { db, poolState } = openPool(url, log, releases);
  const reached = await untilReached(db, log);
  if (!reached.ok) return reached;
  await migrate(db);
  const keys = createRunningKeys(config, found.value);
  const sealedBy = await bindSealed(db, found.value);
  const claimMark = await openClaimMark(config.dataDir);
  releases.push(claimMark.close);
  const chance = createChance();
  const host = hostname();
  const { timeRate, timeStart } = config;
  const itself = { host, pid: process.pid, folderClaim: claimMark.found };
  const start = { ...itself, timeRate, timeStart };
  const opened = await openEngine({ db, chance }, start);
  if (!opened.ok) return opened;
  const clock = createDatabaseClock(() => readClock(db));
  const figures = createPrometheusMeter({ pool: poolState, backlog: () => readBacklog(db, clock) });
  const adapters = openAdapters(config, figures, releases);
  return ok({
    db,
    clock,
    chance,
    figures,
    ...adapters,
    vault: createAesVault(vaultKeysOf(keys, sealedBy)),
    ...linksOf(config, keys),
    publicUrl: config.publicUrl,
    requestsPerMinuteMax: config.requestsPerMinuteMax,
    trustedProxies: config.trustedProxies,
    url,
    log,
    claimMark,
    host,
    engineEpoch: opened.value.epoch,
    fencedBecause: opened.value.fencedBecause,
    openAgain: async () =>
      openEngine({ db, chance }, { ...start, folderClaim: await claimMark.readAgain() }),
    findEngine: () => findEngine(db),
  });
}

/** Whatever needs neither the database nor the secret key. */
function openAdapters(config: Config, figures: Meter, releases: (() => Promise<void>)[]) {
  const outbound = createOutbound({ privateHosts: config.privateHosts });
  const mailer = openMailers(outbound);
  releases.push(mailer.close);
  const renderer = createRenderer();
  releases.push(renderer.close);
  const post = openPost(config.systemMail);
  if (post !== null) releases.push(post.close);
  return {
    mailer: createCountingMailer(mailer, figures),
    outbound,
    renderer,
    post,
    writer: createSandboxWriter(),
    addressLists: createNpmAddressLists(),
    credentials: createScryptCredentials(),
  };
}

/** Without a public address links lead to this machine: that is for mailboxes that stay on it. */
function linksOf({ publicUrl, port }: Config, keys: RunningKeys) {
  let origin = publicUrl ?? `http://127.0.0.1:${port}`;
  return {
    links: createSealedLinks({ ...linkKeysOf(keys), origin: () => origin }),
    servesAt: (here: string): void => {
      origin = publicUrl ?? here;
    },
  };
}

function openMailers(outbound: Outbound): Mailer {
  const { connectionsMax } = defaultSettings;
  return createMailers({
    smtp: createSmtpMailer({ connectionsMax, outbound }),
    sandbox: createSandboxMailer(),
  });
}

async function readBacklog(db: Db, clock: Clock): Promise<Backlog> {
  const { engine, rate } = await clock.read();
  const { accounts, lateMs } = await countDueAccounts(db, engine);
  // Late by the clock that the monitor lives on.
  return { accounts, lateSeconds: lateMs / rate / 1000 };
}

async function openServer(
  config: Wiring,
  log: Wired['log'],
  releases: (() => Promise<void>)[],
): Promise<Result<string, string>> {
  if (config.databaseUrl !== null) return ok(config.databaseUrl);
  const server = await startEmbedded({
    dataDir: config.dataDir,
    searchPath: process.env.PATH ?? '',
    log: (line) => log.info({ part: 'postgres' }, line),
    onLost: config.onDatabaseLost,
  });
  if (!server.ok) return failed(server.failure.message);
  releases.push(server.value.stop);
  return ok(server.value.url);
}

function openPool(
  url: string,
  log: Wired['log'],
  releases: (() => Promise<void>)[],
): { readonly db: Db; readonly poolState: () => PoolState } {
  let closing = false;
  const pool = createPool({
    url,
    connectionsMax: poolConnectionsMax,
    onIdleError: (error) => {
      if (!closing) log.warn({ error: error.message }, 'a database connection was lost');
    },
  });
  const database = createDatabase(pool);
  releases.push(async () => {
    closing = true;
    await database.close();
  });
  return {
    db: database.db,
    poolState: () => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

/** One JSON line each, to standard output; ids and numbers, never contents. */
function createLog(config: Config) {
  return pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
