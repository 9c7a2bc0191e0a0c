/** The place where the document is linted as those who generate clients from it will: redocly. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '../src/contract/openapi.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'countersign-document-'));
const file = join(folder, 'openapi.json');
writeFileSync(file, JSON.stringify(openApiDocument('0.0.0'), null, 2));
const { status } = spawnSync(
  process.execPath,
  [redocly, 'lint', file, '--config', join(root, 'redocly.yaml'), '--format', 'stylish'],
  {
    cwd: root,
    stdio: 'inherit',
    // It would ask its maker's servers for a newer version, and tell them that it ran.
    env: { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' },
  },
);
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
