/** The place where tests, simulations and benchmarks get a PostgreSQL server. */

import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startEmbedded } from '../../src/db/embedded/start-embedded.ts';
import { listScratchParents, makeScratchFolder } from './scratch.ts';
import { superuserUrl } from './superuser.ts';
import {
  copyTemplate,
  createTemplate,
  dropLeftovers,
  dropTemplate,
  runOn,
  type Template,
  type TestDatabase,
} from './test-databases.ts';

export type TestServerOptions = {
  /** A server to use instead of starting one; by default COUNTERSIGN_TEST_DATABASE_URL. */
  readonly url?: string;
  /** A system's PostgreSQL to start, such as /usr/lib/postgresql/15/bin. */
  readonly binDir?: string;
  /** With fsync, as in earnest: for measurements, and for tests of crashes. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
};

export type TestServer = {
  /** Of an empty database; the role may create others. */
  readonly url: string;
  readonly template: Template;
  /** A new database with all tables. */
  readonly createDatabase: () => Promise<TestDatabase>;
  readonly stop: () => Promise<void>;
};

const folderPrefix = 'countersign-test-server-';
const leftoverMs = 10 * 60_000;

/** A power cut loses a test database, and nobody minds: no commit waits for the disk. */
const carefree = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const given = options.url ?? process.env['COUNTERSIGN_TEST_DATABASE_URL'];
  const server = given === undefined ? await startOwn(options) : takeGiven(given);
  try {
    if (given !== undefined) await dropLeftovers(given);
    const template = await createTemplate(server.url);
    return {
      url: server.url,
      template,
      createDatabase: () => copyTemplate(template),
      stop: async () => {
        if (given !== undefined) await dropTemplate(template);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Server = { readonly url: string; readonly stop: () => Promise<void> };

function takeGiven(url: string): Server {
  return { url, stop: () => Promise.resolve() };
}

async function startOwn(options: TestServerOptions): Promise<Server> {
  await removeLeftovers();
  const folder = await makeScratchFolder(folderPrefix);
  const started = await startEmbedded({
    dataDir: join(folder, 'data'),
    sharedDir: join(folder, 'shared'),
    ...(options.binDir === undefined ? {} : { binaries: { binDir: options.binDir } }),
    settings: {
      max_connections: '120',
      ...(options.durable === true ? {} : carefree),
      ...options.settings,
    },
    log: () => undefined,
  });
  if (!started.ok) throw new Error(started.failure.message);
  const { url, stop } = started.value;
  // Suites run as the pool does, without superuser: all this adds is making copies.
  await runOn(await superuserUrl(join(folder, 'data'), url), `alter role countersign_app createdb`);
  return {
    url,
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A killed run leaves its folder, and its server alive: taking it over is the way to stop it. */
async function removeLeftovers(): Promise<void> {
  const parents = await listScratchParents();
  const folders = await Promise.all(
    parents.map(async (parent) => (await readdir(parent)).map((name) => join(parent, name))),
  );
  for (const folder of folders.flat()) {
    if (!basename(folder).startsWith(folderPrefix) || !(await isOldAndOurs(folder))) continue;
    const taken = await startEmbedded({
      dataDir: join(folder, 'data'),
      sharedDir: join(folder, 'shared'),
      log: () => undefined,
    });
    if (taken.ok) await taken.value.stop();
    // Another run that still goes on.
    else if (taken.failure.code === 'in_use') continue;
    await rm(folder, { recursive: true, force: true });
  }
}

async function isOldAndOurs(folder: string): Promise<boolean> {
  const { mtimeMs, uid } = await stat(folder);
  return uid === process.geteuid?.() && Date.now() - mtimeMs > leftoverMs;
}
