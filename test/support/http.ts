/** The place where a server stands over a world of its own, each answer held to its document. */

import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { insertKey, insertKeyReach } from '../../src/db/keys.ts';
import { keyHashOf, keyPrefixOf } from '../../src/domain/key.ts';
import { type Permission, permissions } from '../../src/domain/permission.ts';
import { createServer, type ServerDeps } from '../../src/http/server.ts';
import type { Log } from '../../src/http/shell/log.ts';
import { createConformance } from './conformance.ts';
import { start } from './store.ts';
import { makeWorld, type World } from './world.ts';

export type LogLine = {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

export type Tenant = { readonly accountId: string; readonly userId: string; readonly key: string };

export type HttpWorld = {
  readonly app: FastifyInstance;
  /** The engine behind it, and what it handed over. */
  readonly world: World;
  readonly log: LogLine[];
  readonly tenant: (name?: string) => Promise<Tenant>;
  /** Another key into an account, which may do only this. */
  readonly keyFor: (tenant: Tenant, may: readonly Permission[]) => Promise<string>;
  /** Injected, and checked against the document before it is given back. */
  readonly send: (request: InjectOptions) => Promise<LightMyRequestResponse>;
  readonly close: () => Promise<void>;
};

export async function createHttpWorld(overrides: Partial<ServerDeps> = {}): Promise<HttpWorld> {
  const world = await makeWorld();
  const log: LogLine[] = [];
  const app = createServer({
    ...world.usecases,
    log: logInto(log),
    version: '0.0.0-test',
    requestsPerMinuteMax: 1_000_000,
    readiness: async () => ({ database: true, fencedBecause: null }),
    ...overrides,
  });
  const conformance = await createConformance(app);
  let keys = 0;

  async function mint(
    owner: { readonly accountId: string; readonly userId: string },
    may: readonly Permission[],
  ): Promise<string> {
    keys += 1;
    const key = `cs_live_${String(keys).padStart(43, '0')}`;
    const id = world.chance.uuid(start);
    await insertKey(world.db, {
      id,
      accountId: owner.accountId,
      personId: owner.userId,
      name: `Key ${keys}`,
      keyPrefix: keyPrefixOf(key),
      keyHash: keyHashOf(key),
      permissions: may,
      createdAt: start,
    });
    await insertKeyReach(world.db, id, owner.accountId);
    return key;
  }

  return {
    app,
    world,
    log,
    tenant: async (name) => {
      const { accountId, userId } = await world.caller(name);
      return { accountId, userId, key: await mint({ accountId, userId }, permissions) };
    },
    keyFor: mint,
    send: async (request) => {
      const response = await app.inject(request);
      conformance.check(request, response);
      return response;
    },
    close: async () => {
      await app.close();
      await world.close();
    },
  };
}

function logInto(lines: LogLine[]): Log {
  const at = (level: keyof Log) => (fields: LogLine['fields'], message: string) => {
    lines.push({ level, message, fields });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}
