/** The place where one process lives through its share of the seeds, a JSON line each. */

import { openGround } from '../simulation/ground.ts';
import { knownLabels } from '../simulation/known-labels.ts';
import { runSeed } from '../simulation/run-seed.ts';
import { startTestServer } from '../support/test-server.ts';

const [first = 1, count = 1, stride = 1] = process.argv.slice(2).map(Number);
const server = await startTestServer({});
const database = await server.createDatabase();
const ground = await openGround(database.url, await knownLabels());
for (let n = 0; n < count; n++) {
  const { tail, ...report } = await runSeed(ground, first + n * stride);
  console.log(JSON.stringify({ ...report, tail: report.failure === null ? [] : tail }));
}
await ground.close();
await server.stop();
process.exit(0);
