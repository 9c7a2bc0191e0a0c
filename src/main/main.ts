/**
 * The place where the process begins and ends: arguments, signals, exit codes, and what a
 * newcomer reads.
 */
import type { AddressInfo } from 'node:net';
import { inTransaction } from '../db/database.ts';
import { acceptFence, findHighestClaim, findSystemIdentifier } from '../db/engine.ts';
import { listUncertainLeads } from '../db/fence.ts';
import { createServer } from '../http/server.ts';
import { bootstrap } from '../usecases/bootstrap.ts';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { version } from './version.ts';
import type { Wired } from './wire.ts';
import { wire } from './wire.ts';
import { work } from './work.ts';

const usage = 'Usage: npm start [-- migrate | fence | fence accept]';
/**
 * A shutdown that hangs is ended: what was on the wire is then settled as unknown by the next
 * start.
 */
const shutdownMsMax = 30_000;

async function main(argv: readonly string[]): Promise<number> {
  const config = readConfig(readEnvironment());
  if (!config.ok) {
    console.error(
      `The configuration has faults:\n${config.failure.map((line) => `  ${line}`).join('\n')}`,
    );
    return 2;
  }
  const command = argv.join(' ');
  if (!['', 'migrate', 'fence', 'fence accept'].includes(command)) {
    console.error(usage);
    return 2;
  }
  const wired = await wire(config.value);
  if (!wired.ok) {
    console.error(wired.failure);
    return 1;
  }
  const app = wired.value;
  try {
    if (command === 'migrate') return 0;
    if (command === 'fence') return await showFence(app);
    if (command === 'fence accept') return await accept(app);
    return await run(config.value, app);
  } finally {
    await app.close();
  }
}

async function run(config: Config, wired: Wired): Promise<number> {
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
    const server = createServer({ ...wired, version, readiness: () => readiness(wired) });
    await server.listen({ port: config.port, host: config.host });
    ends.push(() => server.close());
    greet(config, server.server.address() as AddressInfo);
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

function greet(config: Config, address: AddressInfo): void {
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const url = config.publicUrl ?? `http://${host}:${address.port}`;
  console.log(`
  Countersign is ready.

    API       ${url}/api/v1   and   ${url}/v1/accounts
    Document  ${url}/openapi.json
    Health    ${url}/readyz
`);
}

async function showFence(wired: Wired): Promise<number> {
  const engine = await wired.findEngine();
  if (engine === null || engine.fenced_at === null) {
    console.log('Nothing is fenced: what is due is sent.');
    return 0;
  }
  console.log(`Sending is fenced since ${new Date(engine.fenced_at).toISOString()}.`);
  console.log(`${engine.fence_reason}\n`);
  const leads = await listUncertainLeads(wired.db);
  console.log(`Leads whose ledger may be behind (${leads.length} shown at most 1000):`);
  for (const lead of leads) {
    console.log(
      `  campaign ${lead.campaign_id}  lead ${lead.id}  step ${lead.step}  ${lead.email}`,
    );
  }
  console.log('\nIf none of them was written to after the backup: npm start -- fence accept');
  console.log('If some were: stop those leads first, then accept.');
  return 0;
}

async function accept(wired: Wired): Promise<number> {
  const system = await findSystemIdentifier(wired.db).catch(() => null);
  const epoch = await inTransaction(wired.db, (tx) => acceptFence(tx, system));
  // Else the folder would be ahead of the database at the next start, too.
  if (epoch !== null) await wired.claimMark.agree(await findHighestClaim(wired.db));
  console.log(
    epoch === null
      ? 'Nothing was fenced.'
      : `Accepted: the engine's epoch is now ${epoch}; instances started before may not send any more.`,
  );
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
