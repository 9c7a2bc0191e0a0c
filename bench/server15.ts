/**
 * The place where a benchmark gets a server of its own: PostgreSQL 15 where it is installed, since
 * later ones skip through an index that 15 must walk.
 */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../src/db/embedded/start-embedded.ts';

const system15 = '/usr/lib/postgresql/15/bin';

export type Server15 = { readonly url: string; readonly version: string };

export async function withServer15<T>(work: (server: Server15) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  chmodSync(folder, 0o711);
  try {
    const server = await startEmbedded({
      dataDir: path.join(folder, 'data'),
      ...(existsSync(system15) ? { binaries: { binDir: system15 } } : {}),
      log: () => undefined,
    });
    if (!server.ok) throw new Error(server.failure.message);
    try {
      return await work(server.value);
    } finally {
      await server.value.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
