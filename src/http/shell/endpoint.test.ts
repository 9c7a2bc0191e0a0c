import { fastify } from 'fastify';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Route } from '../../contract/shared/route.ts';
import type { Caller } from '../../usecases/caller.ts';
import { readBodies } from './body.ts';
import { closeInOrder } from './closing.ts';
import { serve } from './endpoint.ts';
import { createOpenCalls } from './open-calls.ts';
import type { Endpoint, Surface } from './surface.ts';
import { answerTrouble, createSurfaces } from './trouble.ts';

const id = '019cadc6-9a80-7000-8000-000000000001';
const caller: Caller = {
  accountId: id,
  actor: `key:${id}`,
  userId: id,
  keyId: id,
  sessionId: null,
  role: null,
  requestId: null,
  accounts: null,
  permissions: new Set(['campaigns:read']),
};
const route = {
  method: 'POST',
  path: '/things/{thing_id}',
  permission: ['campaigns:write', 'campaigns:read'],
  summary: 'A thing',
  body: z.strictObject({ name: z.string().default('none') }),
  status: 201,
  elseStatus: 202,
  response: z.object({ name: z.string() }),
} as const satisfies Route;

let logged: Readonly<Record<string, unknown>>[] = [];
beforeEach(() => {
  logged = [];
});

function appThat(handler: Endpoint['handler']) {
  const surface: Surface = {
    prefix: '/api',
    endpoints: [
      {
        name: 'makeThing',
        route,
        judge: undefined,
        receiver: undefined,
        handler,
        handlerOver: () => handler,
      },
    ],
    noQuery: z.object({}),
    takesSessions: false,
    accountOf: () => null,
    presentSuccess: (data) => ({ data }),
    presentProblem: (problem) => ({
      status: problem.kind === 'unfit' && problem.code === 'INTERNAL_ERROR' ? 500 : 400,
      body: { kind: problem.kind },
    }),
  };
  const app = fastify();
  const error = (fields: Readonly<Record<string, unknown>>) => void logged.push(fields);
  closeInOrder(app);
  app.decorateRequest('caller', null);
  app.decorateRequest('client');
  app.decorateRequest('refusal', null);
  app.decorateRequest('ids');
  answerTrouble(app, {
    surfaces: createSurfaces(surface),
    log: { info: () => undefined, warn: () => undefined, error },
  });
  readBodies(app);
  const findCaller = async () => ({ ok: true, value: caller }) as const;
  const budget = { allowed: true, limit: 9, remaining: 8, resetsAt: 0, secondsLeft: 1 };
  const rates = { spend: async () => budget, isTooMuch: () => null };
  const never = () => Promise.reject(new Error('no request here has a key'));
  const once = { inside: never, outside: never };
  const openCalls = createOpenCalls();
  serve(app, { surface, admission: { findCaller, publicUrl: null }, rates, openCalls, once });
  return (payload?: object) =>
    app.inject({
      method: 'POST',
      url: `/api/things/${id.toUpperCase()}`,
      headers: { authorization: 'bearer x' },
      ...(payload === undefined ? {} : { payload }),
    });
}

it('hands a handler what was parsed, and who asks', async () => {
  const calls: unknown[] = [];
  const ask = appThat(async (call) => {
    calls.push(call);
    return { ok: true, value: { body: { name: 'a' } } };
  });
  const response = await ask();
  expect([response.statusCode, response.json()]).toEqual([201, { data: { name: 'a' } }]);
  expect(calls).toEqual([
    {
      caller: { ...caller, requestId: 'req-1' },
      client: {
        address: expect.any(Function),
        userAgent: 'lightMyRequest',
        requestId: 'req-1',
        csrfToken: null,
      },
      params: { thing_id: id },
      query: {},
      body: { name: 'none' },
      ifMatch: null,
      retrySafe: false,
    },
  ]);
});

it('drops from an answer what the contract does not know', async () => {
  const body = { name: 'a', password: 'hunter2' };
  const response = await appThat(async () => ({ ok: true, value: { body } }))();
  expect(response.json()).toEqual({ data: { name: 'a' } });
});

it('answers 500 to an answer that does not fit, and logs where, not what', async () => {
  const body = { name: { first: 'hunter2' } };
  const response = await appThat(async () => ({ ok: true, value: { body } }))();
  expect([response.statusCode, response.json()]).toEqual([500, { kind: 'unfit' }]);
  expect(logged).toHaveLength(1);
  expect(String(logged[0]?.['stack'])).toContain(
    'the answer of makeThing does not fit its schema at name (invalid_type)',
  );
  expect(JSON.stringify(logged)).not.toContain('hunter2');
});

it('answers with the second status where the handler says so', async () => {
  const value = { body: { name: 'a' }, isElse: true };
  expect((await appThat(async () => ({ ok: true, value }))()).statusCode).toBe(202);
});

it('does not ask a handler what it could not read', async () => {
  const ask = appThat(async () => {
    throw new Error('it was asked');
  });
  const response = await ask({ name: 7 });
  expect([response.statusCode, response.json()]).toEqual([400, { kind: 'invalid' }]);
  expect(logged).toEqual([]);
});
