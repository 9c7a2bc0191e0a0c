/** The place where a server stands over a world of its own, each answer held to its document. */

import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { insertMembership, insertPerson } from '../../src/db/accounts.ts';
import { at } from '../../src/db/columns.ts';
import { insertKey, insertKeyReach } from '../../src/db/keys.ts';
import { insertSession } from '../../src/db/sessions.ts';
import { keyHashOf, keyPrefixOf } from '../../src/domain/key.ts';
import { sessionLifeMs } from '../../src/domain/people/session.ts';
import { tokenHashOf } from '../../src/domain/people/token.ts';
import { type Permission, permissions, type Role } from '../../src/domain/permission.ts';
import { createServer, type ServerDeps } from '../../src/http/server.ts';
import type { Log } from '../../src/http/shell/log.ts';
import { createConformance } from './conformance.ts';
import { start } from './store.ts';
import type { TestDatabase } from './test-databases.ts';
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
  /**
   * A new session of the tenant's owner, as a Bearer token: for what is asked of people alone. From
   * then on they can sign in, too, by `emailOf` and the password of every test.
   */
  readonly sessionFor: (tenant: Pick<Tenant, 'accountId' | 'userId'>) => Promise<string>;
  /** Somebody else in the tenant's account. */
  readonly member: (tenant: Tenant, role: Role) => Promise<Pick<Tenant, 'accountId' | 'userId'>>;
  /** Injected, and checked against the document before it is given back. */
  readonly send: (request: InjectOptions) => Promise<LightMyRequestResponse>;
  readonly close: () => Promise<void>;
};

export async function createHttpWorld(
  overrides: Partial<ServerDeps> = {},
  database?: TestDatabase,
  /** Whether what is asked past `send` is held to the document, too. */
  watch: 'watched' | 'unwatched' = 'watched',
): Promise<HttpWorld> {
  const world = await makeWorld({}, database);
  const log: LogLine[] = [];
  const app = createServer({
    ...world.usecases,
    log: logInto(log),
    version: '0.0.0-test',
    requestsPerMinuteMax: 1_000_000,
    trustedProxies: 'loopback',
    readiness: async () => ({ database: true, fencedBecause: null }),
    ...overrides,
  });
  // Also what is asked past `send`: over a socket, by a browser, or by a test of the shell.
  const misfits: unknown[] = [];
  app.addHook('onSend', async (request, reply, body) => {
    if (watch === 'unwatched') return;
    if (!/^\/(?:api\/v1|v1)(?:\/|\?|$)/.test(request.url) || typeof body !== 'string') return;
    const method = (request.method === 'HEAD' ? 'GET' : request.method) as 'GET';
    const { statusCode } = reply;
    const headers = reply.getHeaders();
    try {
      const answered = { statusCode, headers, body, json: () => JSON.parse(body) };
      conformance.check({ method, url: request.url }, answered);
    } catch (error) {
      misfits.push(error);
    }
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

  let sessions = 0;
  async function sessionFor(of: Pick<Tenant, 'accountId' | 'userId'>): Promise<string> {
    sessions += 1;
    const token = String(sessions).padStart(43, '0');
    const real = world.now.real;
    const password_hash = await world.usecases.credentials.hash(password);
    await world.db
      .updateTable('person')
      .set({ email: emailOf(of), email_proved_at: at(real), password_hash })
      .where('id', '=', of.userId)
      .execute();
    await insertSession(world.db, {
      id: world.chance.uuid(real),
      tokenHash: tokenHashOf(token),
      personId: of.userId,
      accountId: of.accountId,
      userAgent: null,
      place: '127.0.0.1',
      createdAt: real,
      lastSeenAt: real,
      expiresAt: real + sessionLifeMs,
    });
    return token;
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
    sessionFor,
    member: async ({ accountId }, role) => {
      const userId = world.chance.uuid(start);
      const createdAt = start;
      await insertPerson(world.db, { id: userId, name: 'Member', createdAt });
      await insertMembership(world.db, { accountId, personId: userId, role, createdAt });
      return { accountId, userId };
    },
    send: async (request) => {
      const response = await app.inject(request);
      conformance.check(request, response);
      return response;
    },
    close: async () => {
      await app.close();
      await world.close();
      if (misfits.length > 0) throw misfits[0];
    },
  };
}

/** Of everybody in a test. */
export const password = 'correct horse battery';

export function emailOf({ userId }: Pick<Tenant, 'userId'>): string {
  return `${userId}@example.com`;
}

function logInto(lines: LogLine[]): Log {
  const logAt = (level: keyof Log) => (fields: LogLine['fields'], message: string) => {
    lines.push({ level, message, fields });
  };
  return { info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}

export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}
