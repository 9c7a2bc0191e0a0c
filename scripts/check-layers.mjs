/** The place where imports are held against layers.json, and the checker against the disk. */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const checker = fileURLToPath(
  new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
);
const roots = ['src', 'web'];
const args = [checker, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...roots];
const reportBytesMax = 256 * 1024 * 1024;
const run = spawnSync(process.execPath, args, {
  encoding: 'utf8',
  maxBuffer: reportBytesMax,
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (!run.stdout.startsWith('{')) {
  console.error('The dependency checker gave no report.');
  process.exit(1);
}

const { modules, summary } = JSON.parse(run.stdout);
const isSource = (path) => /\.tsx?$/.test(path);
const isOurs = ({ source }) => roots.some((root) => source.startsWith(`${root}/`));
const seen = modules.filter((module) => isOurs(module) && isSource(module.source)).length;
const present = roots
  .flatMap((root) => readdirSync(root, { recursive: true }))
  .filter(isSource).length;

for (const { rule, from, to } of summary.violations) console.log(`${rule.name}: ${from} -> ${to}`);
// With a TypeScript it does not know the checker reads nothing, finds nothing and is content.
if (seen !== present) console.log(`blind: read ${seen} of the ${present} modules in src and web`);
console.log(`${seen} modules, ${summary.violations.length} forbidden imports`);
process.exitCode = seen === present && summary.violations.length === 0 ? 0 : 1;
