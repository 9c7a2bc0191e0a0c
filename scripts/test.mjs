/** The place where `npm test` begins: packages first, then every suite, then what came of it. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, ensureNode, root } from './ensure.mjs';
import { tallyOf } from './tally.mjs';

ensureNode();
ensureInstalled();

const isCounted = process.env.CI === 'true';
const folder = isCounted ? mkdtempSync(join(tmpdir(), 'countersign-report-')) : undefined;
const report = folder === undefined ? undefined : join(folder, 'report.json');
const reporters =
  report === undefined
    ? []
    : ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', ...reporters, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
const code = status ?? 1;

if (report !== undefined) {
  console.log(tallyOf(report, code));
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = code;
