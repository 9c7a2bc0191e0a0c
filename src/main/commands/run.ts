/** The place where a process serves and works until it is told to stop. */
import type { AddressInfo } from 'node:net';
import { heartbeatMs } from '../../engine/heartbeat.ts';
import { createServer } from '../../http/server.ts';
import { bootstrap } from '../../usecases/bootstrap.ts';
import { makeSetupLink } from '../../usecases/set-up.ts';
import type { Config } from '../config.ts';
import { awayBecause, wentAway } from '../reach-database.ts';
import { readReadiness } from '../readiness.ts';
import { version } from '../version.ts';
import { webFolder } from '../web-folder.ts';
import type { Wired } from '../wire.ts';
import { wire } from '../wire.ts';
import { work } from '../work.ts';

/**
 * A shutdown that hangs is ended: what was on the wire is then settled as unknown by the next
 * start.
 */
const shutdownMsMax = 30_000;
/** Without its database nothing can be written any more: what is on the wire will be unknown. */
const lostShutdownMsMax = 5_000;

export async function run(config: Config): Promise<number> {
  const lost = later<string>();
  try {
    const wired = await wire(config, lost.resolve);
    if (!wired.ok) {
      console.error(wired.failure);
      return 1;
    }
    try {
      return await runWired(config, wired.value, lost.promise);
    } finally {
      await wired.value.close();
    }
  } catch (error) {
    const why = awayBecause(error);
    if (why === null) throw error;
    console.error(wentAway(why));
    return 1;
  }
}

function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

async function runWired(config: Config, wired: Wired, lost: Promise<string>): Promise<number> {
  if (config.bootstrapKey !== null) {
    const made = await bootstrap(wired)(config.bootstrapKey);
    if (!made.ok) {
      console.error(made.failure.message);
      return 2;
    }
  }
  const asked = untilAsked();
  const ends: (() => Promise<unknown>)[] = [];
  const at = { work: () => false };
  if (config.role !== 'work') {
    const server = createServer({
      ...wired,
      version,
      readiness: () => readReadiness(wired, config.role === 'serve' ? null : at.work()),
      webDir: webFolder,
    });
    await server.listen({ port: config.port, host: config.host });
    ends.push(() => server.close());
    const here = urlOf(server.server.address() as AddressInfo);
    wired.servesAt(here);
    const url = config.publicUrl ?? here;
    greet(url, await makeSetupLink(wired)());
  }
  if (config.role !== 'serve') {
    const working = await work(wired, { rate: config.timeRate, heartbeatMs });
    at.work = working.isAtWork;
    ends.push(working.stop);
  }
  if (wired.fencedBecause !== null) {
    console.error(`\n  Sending is fenced. ${wired.fencedBecause}\n  See: npm start -- fence\n`);
  }
  const end = await Promise.race([
    asked.then((signal) => ({ signal, code: 0, msMax: shutdownMsMax })),
    lost.then((why) => ({ why, code: 1, msMax: lostShutdownMsMax })),
  ]);
  if ('why' in end) console.error(`\n  ${end.why}\n  This process ends, to be started again.\n`);
  wired.log.info('signal' in end ? { signal: end.signal } : { why: end.why }, 'stopping');
  const force = setTimeout(() => process.exit(1), end.msMax);
  force.unref();
  // First nothing new is begun, on both sides at once; then the database goes.
  await Promise.all(ends.map((stop) => stop()));
  return end.code;
}

function untilAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => resolve(signal));
  });
}

function urlOf({ family, address, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** The link is for whoever sees this, and for nobody else: it is not logged, and kept as a hash. */
function greet(url: string, setupToken: string | null): void {
  const lines = [
    'Countersign is ready.',
    '',
    ...(setupToken === null
      ? [`  Sign in   ${url}/`]
      : [`  Set up    ${url}/setup#${setupToken}`, '            (once, within a day)']),
    `  API       ${url}/api/v1   and   ${url}/v1/accounts`,
    `  Document  ${url}/openapi.json`,
    `  Health    ${url}/readyz`,
  ];
  console.log(`\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`);
}
