/** The place where the browser tests get their browser, or it is said aloud that they have none. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const installMsMax = 5 * 60_000;

/** Only root may install, and only where there is apt; the path of another one can be set. */
export function ensureBrowser() {
  if (isThere()) return;
  if (process.geteuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Installing chromium, for the browser tests.');
    // The lists are fetched only where the ones there are do not know it.
    if (!apt(['install', '-y', '--no-install-recommends', 'chromium'])) {
      apt(['update']);
      apt(['install', '-y', '--no-install-recommends', 'chromium']);
    }
  }
  if (isThere()) return;
  console.error(
    'SKIPPED: the browser tests, for there is no chromium here. Install it, or set ' +
      'COUNTERSIGN_TEST_CHROMIUM to the path of one.',
  );
}

function isThere() {
  return [process.env.COUNTERSIGN_TEST_CHROMIUM ?? '', ...places].some(
    (path) => path !== '' && existsSync(path),
  );
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-qq', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: installMsMax,
  });
  return status === 0;
}
