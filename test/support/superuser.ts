/** Finds the superuser of an embedded server, for what a test does that the product must not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterFolder, pointerName } from '../../src/db/embedded/home.ts';

/** The database is that of `url`, the URL of a server which `startEmbedded` has started. */
export async function superuserUrl(dataDir: string, url: string): Promise<string> {
  const pointed = await readFile(join(dataDir, pointerName), 'utf8').catch(() => dataDir);
  const cluster = join(pointed.trim(), clusterFolder);
  const found = new URL(url);
  found.username = 'countersign';
  found.password = await readFile(join(cluster, 'countersign.password'), 'utf8');
  return found.href;
}
