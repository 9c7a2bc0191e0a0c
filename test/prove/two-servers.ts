/** The place where a proof has two servers of the product over one PostgreSQL. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from '../../src/http/server.ts';
import { readConfig } from '../../src/main/config.ts';
import { type Wired, wire } from '../../src/main/wire.ts';
import { bootstrap } from '../../src/usecases/bootstrap.ts';
import { valueFrom } from '../support/outcome.ts';
import { startTestServer } from '../support/test-server.ts';
import type { Field } from './idempotency.ts';

export type TwoServers = Field & { readonly close: () => Promise<void> };

export async function startTwoServers(
  settings: Readonly<Record<string, string>>,
): Promise<TwoServers> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-prove-'));
  const database = await startTestServer({ durable: true });
  const key = `cs_live_${randomBytes(32).toString('base64url')}`;
  const secret = randomBytes(32).toString('base64');
  const start = async (name: string) => {
    const config = readConfig({
      DATABASE_URL: database.url,
      COUNTERSIGN_DATA_DIR: path.join(folder, name),
      COUNTERSIGN_SECRET_KEY: secret,
      COUNTERSIGN_LOG_LEVEL: 'fatal',
      COUNTERSIGN_RATE_LIMIT: '1000000',
      ...settings,
    });
    const wired: Wired = valueFrom(await wire(valueFrom(config)));
    valueFrom(await bootstrap(wired)(key));
    const app = createServer({
      ...wired,
      version: '0.0.0-proof',
      readiness: async () => ({ database: true, fencedBecause: null }),
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { wired, app };
  };
  const both = [await start('one'), await start('other')] as const;
  return {
    servers: both.map(({ app }) => app.server),
    db: both[0].wired.db,
    key,
    close: async () => {
      for (const { app, wired } of both) {
        await app.close();
        await wired.close();
      }
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
