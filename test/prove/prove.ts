/**
 * The place where the long proofs are run by one command, `npm run prove`, and say what they
 * found.
 */
import { fuzz } from './fuzz.ts';
import { meet } from './idempotency.ts';
import { killNine } from './kill-nine.ts';
import { proveRestore } from './restore.ts';
import { hitsTable, seeds } from './seeds.ts';
import { startTwoServers } from './two-servers.ts';

const kills = 50;

async function proveKillNine(): Promise<boolean> {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const found = await killNine(kills, seed);
  const { worker, backend, server } = found.kills;
  console.log(`
kill -9, seed ${seed}: ${found.mails} mails, 3 workers, ${found.seconds} s
| | |
|---|---|
| kills: worker, PostgreSQL backend, PostgreSQL server | ${worker}, ${backend}, ${server} |
| mails that arrived | ${found.arrived} |
| leads written to twice | ${found.twice} |
| said to be sent, and never arrived | ${found.lost} |
| arrived, and not in the ledger as sent or unknown | ${found.withoutRow} |
| leads without an outcome | ${found.undecided} |
| unknown in all | ${found.unknown} |
| answers the server dropped on purpose | ${found.dropped} |
| unknown that no dropped answer explains | ${found.unknownAfterKill} |
| connections open at the kills | ${found.openAtKills} |
`);
  return (
    found.twice === 0 &&
    found.lost === 0 &&
    found.withoutRow === 0 &&
    found.undecided === 0 &&
    found.unknownAfterKill <= found.openAtKills
  );
}

async function proveSeeds(): Promise<boolean> {
  const count = Number(process.env.SEEDS ?? 2_000);
  const found = await seeds(count, Number(process.env.SEED ?? 1));
  const { pairs, missed, unreached, unlisted } = found;
  const words = missed.map(({ label, kind }) => `${label} (${kind})`);
  const lines = [
    `${found.seeds} seeds, and ${found.hunts} more for what had not struck, in ${found.seconds} s`,
    `broken promises: ${found.failed.length}`,
    `${found.steps} operations, ${found.handedOver} hand-overs`,
    `crash points gone through: ${found.hits.size}`,
    `faults struck at crash points: ${pairs.length - missed.length} of ${pairs.length} pairs`,
    `of them by the first ${found.seeds} seeds: ${found.struckBefore}`,
    `never struck: ${words.join(', ') || 'none'}`,
    `listed and never reached: ${unreached.join(', ') || 'none'}`,
    `reached and not listed: ${unlisted.join(', ') || 'none'}`,
  ];
  console.log(`\n${lines.join('\n')}\n\n${hitsTable(found)}\n`);
  return found.failed.length === 0;
}

/** So that nearly every pair really met: else nothing was tried. */
const overlapLeast = 0.9;

async function proveIdempotency(): Promise<boolean> {
  const pairs = Number(process.env.PAIRS ?? 1_000);
  const field = await startTwoServers({});
  const found = await meet(field, pairs);
  await field.close();
  console.log(`
idempotency: ${pairs} pairs, two servers, ${found.seconds} s
| | |
|---|---|
| pairs, each on two connections, to two servers | ${pairs} |
| both in flight at one instant | ${found.overlapped} |
| pairs with exactly one effect | ${found.withOneEffect} |
| one first answer, and the same again for the other | ${found.consistent} |
| one of them was told first that it is under way | ${found.toldInProgress} |
`);
  return (
    found.withOneEffect === pairs &&
    found.consistent === pairs &&
    found.overlapped >= pairs * overlapLeast
  );
}

async function proveTheRestore(): Promise<boolean> {
  const found = await proveRestore({ campaigns: 60, leadsEach: 25, rate: 3_000 });
  console.log(`
restore: ${found.mails} mails of two steps, ${found.seconds} s
| | |
|---|---|
| sent when the backup was taken | ${found.atBackup} |
| sent by the original after it | ${found.afterBackup} |
| sent by the copy while it was fenced, beside the living original | ${found.byFencedCopy} |
| held as unknown when the copy was accepted | ${found.held} |
| leads and steps written to twice before a person spoke | ${found.twiceOnAccept} |
| resolved by a person as sent, as not sent | ${found.resolvedSent}, ${found.resolvedNotSent} |
| mails that arrived in the end | ${found.arrived} |
| leads and steps written to twice | ${found.twice} |
| leads and steps never written to | ${found.never} |
| arrived, and not accepted in the copy's ledger | ${found.unsettled + found.withoutRow} |
| accepted without holding: written to twice in two seconds | ${found.twiceWithoutHolding} |
`);
  return (
    found.afterBackup > 0 &&
    found.held > 0 &&
    found.byFencedCopy === 0 &&
    found.twiceOnAccept === 0 &&
    found.twice === 0 &&
    found.never === 0 &&
    found.unsettled + found.withoutRow === 0 &&
    // Else the holding has kept nothing from happening, and the rest proves little.
    found.twiceWithoutHolding > 0
  );
}

/** What it may hold in the end beyond what it held in the first quarter, by when it is warm. */
const growthMbMax = 100;
/** At any time: sixteen megabytes of JSON are some hundred while they are read. */
const heldMbMax = 512;
/** Of the event loop, under bodies up to every limit. */
const delayMsP99Max = 100;

async function proveFuzz(): Promise<boolean> {
  const found = await fuzz(Number(process.env.CALLS ?? 1_000), Number(process.env.SEED ?? 1));
  const classes = Object.entries(found.byClass).sort(([a], [b]) => (a < b ? -1 : 1));
  const [kinds, counts] = [classes.map(([kind]) => kind), classes.map(([, count]) => count)];
  const memory = [found.rssMbAtStart, found.rssMbWarm, found.rssMbMost, found.rssMbAtEnd];
  console.log(`
fuzz: ${found.calls} calls of ${found.routes} routes over HTTP, ${found.seconds} s
| | |
|---|---|
| answered with ${kinds.join(', ')} | ${counts.join(', ')} |
| a status or an envelope that is not of the route | ${found.misfitsInAll} |
| faults of ours in the log | ${found.faults.length} |
| connections with what is no HTTP, or hardly | ${found.garbage} |
| of these, answered with neither JSON nor a hang-up | ${found.garbageUnanswered} |
| memory of the server, MB: before, warm, at most, in the end | ${memory.join(', ')} |
| delay of its event loop, ms: 99th percentile, at most | ${found.delayMsP99}, ${found.delayMsMost} |
`);
  for (const told of [...found.misfits, ...found.faults.slice(0, 10)]) console.log(told);
  return (
    found.misfitsInAll === 0 &&
    found.faults.length === 0 &&
    found.garbageUnanswered === 0 &&
    found.delayMsP99 <= delayMsP99Max &&
    found.rssMbAtEnd - found.rssMbWarm <= growthMbMax &&
    found.rssMbMost <= heldMbMax
  );
}

const proofs: Readonly<Record<string, () => Promise<boolean>>> = {
  'kill-nine': proveKillNine,
  seeds: proveSeeds,
  idempotency: proveIdempotency,
  fuzz: proveFuzz,
  restore: proveTheRestore,
};
const asked = process.argv.slice(2);
let held = true;
for (const name of asked.length === 0 ? Object.keys(proofs) : asked) {
  const proof = proofs[name];
  if (proof === undefined) {
    console.error(`There is no proof ${name}; there are: ${Object.keys(proofs).join(', ')}`);
    process.exit(2);
  }
  const holds = await proof();
  console.log(`${name}: ${holds ? 'holds' : 'DOES NOT HOLD'}`);
  held &&= holds;
}
process.exit(held ? 0 : 1);
