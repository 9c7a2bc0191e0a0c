/** The place where the suites are found and given their limits. */

import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const globalSetup = ['test/support/global-setup.ts'].filter((path) => existsSync(path));

export default defineConfig({
  test: {
    include: ['{src,web}/**/*.test.ts', 'test/{tidy,integration,simulation,e2e}/**/*.test.ts'],
    globalSetup,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
