/** The place where use cases get a database of their own, a held clock, and ids that count. */

import { createDatabase, createPool, type Database, type Db } from '../../src/db/database.ts';
import { permissions } from '../../src/domain/permission.ts';
import type { Chance, Clock, Moment } from '../../src/ports/clock.ts';
import type { Outbound } from '../../src/ports/outbound.ts';
import type { Caller } from '../../src/usecases/caller.ts';
import { createTestDatabase } from './database.ts';
import { loopbackOutbound } from './outbound.ts';
import type { TestDatabase } from './test-databases.ts';

export type Store = {
  readonly db: Db;
  /** For a test that connects as another process would. */
  readonly url: string;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Permits this machine. */
  readonly outbound: Outbound;
  /** Where the clock is held; moved by the test alone. */
  readonly now: Moment & { engine: number; real: number };
  /** A new account, its owner, and a caller who may do everything in it. */
  readonly caller: (name?: string) => Promise<Caller>;
  readonly close: () => Promise<void>;
};

/** 2026-03-02T09:00:00.000Z, a Monday. */
export const start = 1_772_442_000_000;

export async function createStore(database?: TestDatabase): Promise<Store> {
  const { url, drop } = database ?? (await createTestDatabase());
  const pool = createPool({ url, connectionsMax: 6, onIdleError: () => undefined });
  const opened: Database = createDatabase(pool);
  const now = {
    engine: start,
    real: start + 5,
    rate: 1,
    get monotonic() {
      return now.real;
    },
    get wall() {
      return now.real;
    },
  };
  const chance = countingChance();
  const { db } = opened;

  return {
    db,
    url,
    now,
    chance,
    outbound: loopbackOutbound,
    clock: {
      read: () => Promise.resolve({ ...now }),
      monotonic: () => now.real,
      wall: () => now.real,
      sleep: () => Promise.resolve(),
    },
    caller: async (name = 'Default') => {
      const accountId = chance.uuid(start);
      const personId = chance.uuid(start);
      const created_at = new Date(start).toISOString();
      await db.insertInto('account').values({ id: accountId, name, created_at }).execute();
      await db.insertInto('person').values({ id: personId, name: 'Owner', created_at }).execute();
      const membership = { account_id: accountId, person_id: personId, role: 'owner', created_at };
      await db.insertInto('membership').values(membership).execute();
      const may = new Set(permissions);
      const asked = {
        keyId: null,
        sessionId: null,
        role: 'owner',
        requestId: null,
        accounts: null,
      } as const;
      return { accountId, actor: personId, userId: personId, ...asked, permissions: may };
    },
    close: async () => {
      await opened.close();
      await drop();
    },
  };
}

/** UUIDv7 by shape: the instant, then a count, so that a run can be read and repeated. */
function countingChance(): Chance {
  let count = 0;
  return {
    uuid: (at) => {
      count += 1;
      const time = at.toString(16).padStart(12, '0');
      const tail = count.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
    },
  };
}
