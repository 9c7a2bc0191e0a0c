/** An embedded PostgreSQL that dies under a living product is started again, or ends it. */
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, unbuilt } from '../../../bench/product.ts';
import { findEmbedded } from '../../../src/db/embedded/find-embedded.ts';
import { type EmbeddedFolder, makeEmbeddedFolder } from '../../support/embedded-folder.ts';

let folder: EmbeddedFolder;
beforeEach(async () => {
  folder = await makeEmbeddedFolder();
});
afterEach(() => folder.remove());

const waitMsMax = 60_000;

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + waitMsMax;
  for (;;) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
    if (Date.now() > end) throw new Error('waited too long');
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

test('it works on after the first deaths, and ends with a reason when there are too many', async () => {
  const port = await freePort();
  const child = spawn(process.execPath, unbuilt, {
    env: {
      ...process.env,
      COUNTERSIGN_DATA_DIR: folder.dataDir,
      COUNTERSIGN_LOG_LEVEL: 'info',
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    const ready = () =>
      until(async () => {
        const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
        return status === 200 ? true : null;
      });
    const server = (not: number | null) =>
      until(async () => {
        const found = await findEmbedded(folder.dataDir);
        return found.kind === 'running' && found.pid !== not ? found : null;
      });
    await ready();
    let last = await server(null);
    const { port: first } = last;
    for (let deaths = 0; deaths < 3; deaths++) {
      process.kill(last.pid, 'SIGKILL');
      last = await server(last.pid);
      await ready();
      expect(last.port).toBe(first);
    }
    process.kill(last.pid, 'SIGKILL');
    expect(await ended).toBe(1);
    expect(said.out.match(/is gone: starting it again/g)).toHaveLength(3);
    expect(said.error).toMatch(
      /PostgreSQL cannot be kept running: it ended 4 times within ten minutes\. See .*\.log\./,
    );
  } finally {
    child.kill('SIGKILL');
  }
}, 120_000);
