/** The place where a test report becomes its last line: `12 passed, 0 failed, 1 skipped`. */

import { existsSync, readFileSync } from 'node:fs';

export function tallyOf(path, exitCode) {
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { testResults: [] };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;

  // A file that could not be loaded has no test to fail, and yet it failed.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed'),
  ).length;
  const failed = count('failed') + brokenFiles;
  // A run that broke down outside every test must not read as a good one.
  const shown = exitCode !== 0 && failed === 0 ? 1 : failed;

  const skipped = count('skipped', 'pending', 'todo', 'disabled');
  const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `${count('passed')} passed, ${shown} failed${tail}`;
}
