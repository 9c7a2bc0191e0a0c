/** The place where the examples of the document are recorded anew: `npm run examples`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseExamples } from '../support/record-examples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, 'src/contract/examples.generated.ts');
const folder = mkdtempSync(join(tmpdir(), 'countersign-examples-'));
const recorded = join(folder, 'recorded.jsonl');
writeFileSync(recorded, '');
const suites = ['test/integration/http', 'test/integration/people'];
/** What hostile values are answered is true, and shows nobody how it is used. */
const left = ['--exclude', 'test/integration/http/fuzz.test.ts'];
const run = spawnSync('npx', ['vitest', 'run', ...left, ...suites], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, COUNTERSIGN_RECORD_EXAMPLES: recorded },
});
const examples = JSON.stringify(chooseExamples(recorded), null, 2);
rmSync(folder, { recursive: true });
if (run.status !== 0) throw new Error('the tests fail: what they answer is no example');
writeFileSync(
  target,
  `/** The place where answers stand that were really given: written by \`npm run examples\`. */
import type { Examples } from './shared/openapi.ts';

export const examples: Examples = ${examples};
`,
);
