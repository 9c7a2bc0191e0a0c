/** The place where every rule a machine can hold is held: `npm run check`, or some by name. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, ensureNode, root } from './ensure.mjs';

const packages = join(root, 'node_modules');
const checks = {
  style: [join(packages, '@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  lint: [join(packages, 'oxlint/bin/oxlint')],
  types: [join(packages, 'typescript/bin/tsc'), '--noEmit'],
  // The browser's own: it has a document, and no process.
  web: [join(packages, 'typescript/bin/tsc'), '--noEmit', '-p', 'web'],
  layers: [join(root, 'scripts/check-layers.mjs')],
  document: [join(packages, 'tsx/dist/cli.mjs'), join(root, 'scripts/check-document.ts')],
  unused: [join(packages, 'knip/bin/knip.js'), '--no-progress'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(
    `No such check: ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}.`,
  );
  process.exit(2);
}

ensureNode();
ensureInstalled();

const names = asked.length > 0 ? asked : Object.keys(checks);
const failed = names.filter((name) => !passes(name));
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes(name) {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, checks[name], { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`);
  return status === 0;
}
