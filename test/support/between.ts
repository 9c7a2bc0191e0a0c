/** The place where something happens to a worker just before it runs one of its statements. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { createDatabase, createPool } from '../../src/db/database.ts';
import type { EngineDeps } from '../../src/engine/deps.ts';
import type { World } from './world.ts';

export type Interposed = { readonly deps: EngineDeps; readonly close: () => Promise<void> };

/** Once, on a connection of its own: `act` is over and committed before the statement begins. */
export async function interpose(
  world: World,
  before: { readonly statement: string; readonly act: () => Promise<unknown> },
): Promise<Interposed> {
  const pool = createPool({ url: world.url, connectionsMax: 4, onIdleError: () => undefined });
  let done = false;
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    const query = async (text: unknown, values?: readonly unknown[]) => {
      if (!done && (text as { name?: string }).name === before.statement) {
        done = true;
        await before.act();
      }
      return client.query(text as string, values as unknown[]);
    };
    return { query, release: () => client.release() } as unknown as PostgresPoolClient;
  };
  const database = createDatabase({ connect, end: () => pool.end() } satisfies PostgresPool);
  return { deps: { ...(await world.worker()), db: database.db }, close: database.close };
}
