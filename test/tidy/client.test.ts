/** The client in the repository is the one that the contract makes, file by file. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clientFolder, writeClient } from '../../scripts/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the generated client is in step with the contract; if not: npm run client', async () => {
  await writeClient(folder);

  expect(filesIn(clientFolder)).toEqual(filesIn(folder));
});

function filesIn(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(root.length), readFileSync(path, 'utf8')]),
  );
}
