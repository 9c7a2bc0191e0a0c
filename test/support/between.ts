/**
 * Runs something just before a worker begins one of its statements, and lists the statements that
 * it ran.
 */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { createDatabase, createPool } from '../../src/db/database.ts';
import type { EngineDeps } from '../../src/engine/deps.ts';
import type { World } from './world.ts';

export type Interposed = {
  readonly deps: EngineDeps;
  /** The names of the prepared statements this worker ran, in order. */
  readonly ran: readonly string[];
  readonly close: () => Promise<void>;
};

type Before = { readonly statement: string; readonly act: () => Promise<unknown> };

/** Once, on a connection of its own: `act` is over and committed before the statement begins. */
export function interpose(world: World, before: Before): Promise<Interposed> {
  return createWatched(world, before);
}

/** A worker on connections of its own; nothing happens to it. */
export function observe(world: World): Promise<Interposed> {
  return createWatched(world, null);
}

async function createWatched(world: World, before: Before | null): Promise<Interposed> {
  const pool = createPool({ url: world.url, connectionsMax: 4, onIdleError: () => undefined });
  const ran: string[] = [];
  let pending = before;
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    const query = async (text: unknown, values?: readonly unknown[]) => {
      const { name } = text as { name?: string };
      if (name !== undefined && name === pending?.statement) {
        const { act } = pending;
        pending = null;
        await act();
      }
      if (name !== undefined) ran.push(name);
      return client.query(text as string, values as unknown[]);
    };
    return { query, release: () => client.release() } as unknown as PostgresPoolClient;
  };
  const database = createDatabase({ connect, end: () => pool.end() } satisfies PostgresPool);
  return { deps: { ...(await world.worker()), db: database.db }, ran, close: database.close };
}
