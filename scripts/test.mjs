/** The place where `npm test` begins: packages first, then every suite, then what came of it. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled, ensureNode, root } from './ensure.mjs';
import { tallyOf } from './tally.mjs';

ensureNode();
ensureInstalled();
// Who asks for the tests of one folder does not wait for a browser they do not need.
const asked = process.argv.slice(2);
if (asked.length === 0 || asked.some((path) => path.includes('e2e'))) ensureBrowser();

const isCounted = process.env.CI === 'true';
const folder = isCounted ? mkdtempSync(join(tmpdir(), 'countersign-report-')) : undefined;
const report = folder === undefined ? undefined : join(folder, 'report.json');
const reporters =
  report === undefined
    ? []
    : ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', ...reporters, ...asked];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
const code = status ?? 1;

if (report !== undefined) {
  console.log(tallyOf(report, code));
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = code;
