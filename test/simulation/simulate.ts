/** The place where a seed, or many, are run by hand: `npm run simulate -- --seed 7 --days 3`. */
import { parseArgs } from 'node:util';
import { startTestServer } from '../support/test-server.ts';
import { openGround } from './ground.ts';
import { runSeed } from './run-seed.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '1' },
    days: { type: 'string' },
    url: { type: 'string' },
    'until-failure': { type: 'boolean', default: false },
    tail: { type: 'string', default: '60' },
  },
});

const first = Number(values.seed ?? Date.now() % 1_000_000);
const server = await startTestServer(values.url === undefined ? {} : { url: values.url });
const database = await server.createDatabase();
const ground = await openGround(database.url);
const started = performance.now();
let failed = 0;
const counts = new Map<string, number>();
const hits = new Map<string, Map<string, number>>();
for (let seed = first; seed < first + Number(values.count); seed++) {
  const days = values.days === undefined ? {} : { days: Number(values.days) };
  const report = await runSeed(ground, seed, { ...days, tailMax: Number(values.tail) });
  const { hash, steps, calls, accepted, at } = report;
  console.log(
    `seed ${seed}  ${hash}  ${steps} steps, ${calls} handed over, ${accepted} accepted, until ${at}`,
  );
  for (const [what, count] of Object.entries(report.counts))
    counts.set(what, (counts.get(what) ?? 0) + count);
  for (const [label, kinds] of Object.entries(report.hits)) {
    const of = hits.get(label) ?? new Map<string, number>();
    hits.set(label, of);
    for (const [kind, count] of Object.entries(kinds)) of.set(kind, (of.get(kind) ?? 0) + count);
  }
  if (report.failure === null) continue;
  failed += 1;
  console.log(`${report.tail.join('\n')}\n\nseed ${seed} at ${at}: ${report.failure}\n`);
  if (values['until-failure']) break;
}
console.log(`${failed} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`);
if (Number(values.count) > 1) {
  console.log(Object.fromEntries(counts));
  for (const [label, of] of hits) console.log(label, Object.fromEntries(of));
}
await ground.close();
await database.drop();
await server.stop();
process.exitCode = failed === 0 ? 0 : 1;
