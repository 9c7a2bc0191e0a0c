/** The place where a process serves and works until it is told to stop. */
import type { AddressInfo } from 'node:net';
import { createServer } from '../../http/server.ts';
import { bootstrap } from '../../usecases/bootstrap.ts';
import { makeSetupLink } from '../../usecases/set-up.ts';
import type { Config } from '../config.ts';
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

export async function run(config: Config): Promise<number> {
  const wired = await wire(config);
  if (!wired.ok) {
    console.error(wired.failure);
    return 1;
  }
  try {
    return await runWired(config, wired.value);
  } finally {
    await wired.value.close();
  }
}

async function runWired(config: Config, wired: Wired): Promise<number> {
  if (config.bootstrapKey !== null) {
    const made = await bootstrap(wired)(config.bootstrapKey);
    if (!made.ok) {
      console.error(made.failure.message);
      return 2;
    }
  }
  const asked = untilAsked();
  const ends: (() => Promise<unknown>)[] = [];
  if (config.role !== 'work') {
    const server = createServer({
      ...wired,
      version,
      readiness: () => readiness(wired),
      webDir: webFolder,
    });
    await server.listen({ port: config.port, host: config.host });
    ends.push(() => server.close());
    const url = config.publicUrl ?? urlOf(server.server.address() as AddressInfo);
    greet(url, await makeSetupLink(wired)());
  }
  if (config.role !== 'serve') {
    const working = await work(wired, config.timeRate);
    ends.push(working.stop);
  }
  if (wired.fencedBecause !== null) {
    console.error(`\n  Sending is fenced. ${wired.fencedBecause}\n  See: npm start -- fence\n`);
  }
  const signal = await asked;
  wired.log.info({ signal }, 'stopping');
  const force = setTimeout(() => process.exit(1), shutdownMsMax);
  force.unref();
  // First nothing new is begun, on both sides at once; then the database goes.
  await Promise.all(ends.map((end) => end()));
  return 0;
}

function untilAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => resolve(signal));
  });
}

async function readiness(wired: Wired) {
  try {
    const engine = await wired.findEngine();
    const fenced = engine === null || engine.fenced_at === null ? null : engine.fence_reason;
    return { database: engine !== null, fencedBecause: fenced };
  } catch {
    return { database: false, fencedBecause: null };
  }
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
