/**
 * The place where one process lives through its share of the seeds, a JSON line each: those of a
 * range, or those that hunt for a fault at a crash point until it has struck.
 */
import type { PointFault } from '../simulation/faults.ts';
import { openGround } from '../simulation/ground.ts';
import { type RunOptions, runSeed } from '../simulation/run-seed.ts';
import { startTestServer } from '../support/test-server.ts';

export type Pair = { readonly label: string; readonly kind: PointFault };
/** `seeds`: some that came by there unharmed, and will again. */
export type Hunted = Pair & { readonly seeds: readonly number[] };
export type Share =
  | { readonly first: number; readonly count: number; readonly stride: number }
  | { readonly first: number; readonly hunted: readonly Hunted[] };

/** Some crash points lie on roads that few seeds take, and some faults there have no room. */
const triesMax = 30;

const share = JSON.parse(process.argv[2] ?? '') as Share;
const server = await startTestServer({});
const database = await server.createDatabase();
const ground = await openGround(database.url);
if ('hunted' in share) {
  for (const [index, hunted] of share.hunted.entries()) {
    const { label, kind, seeds } = hunted;
    for (let tries = 0; tries < triesMax; tries++) {
      const seed = seeds[tries] ?? share.first + index * triesMax + tries;
      const { hits } = await live(seed, { aim: { label, kind, after: 0 } });
      if ((hits[label]?.[kind] ?? 0) > 0) break;
    }
  }
} else {
  for (let n = 0; n < share.count; n++) await live(share.first + n * share.stride);
}
await ground.close();
await server.stop();
process.exit(0);

async function live(seed: number, options: RunOptions = {}) {
  const { tail, ...report } = await runSeed(ground, seed, options);
  console.log(JSON.stringify({ ...report, tail: report.failure === null ? [] : tail }));
  return report;
}
