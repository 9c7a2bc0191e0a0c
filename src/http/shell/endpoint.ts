/** The place where one route is served: what is asked, and what is answered. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import { bodyLimitOf } from '../../contract/shared/body-limit.ts';
import type { Route } from '../../contract/shared/route.ts';
import { assert } from '../../lib/assert.ts';
import { hasChosen } from '../../usecases/caller.ts';
import type { Deps } from '../../usecases/deps.ts';
import { type Admission, admit } from './admit.ts';
import { unkeptFault } from './body.ts';
import { faultsOf } from './faults.ts';
import { fileOf, leaveBodies, type ReceivedFile } from './file-body.ts';
import {
  type AnswerOnce,
  idempotencyKeyOf,
  keepOutcome,
  plainPathOf,
  requestHashOf,
  type Told,
  tell,
} from './idempotency.ts';
import { isLasting, type OpenCalls } from './open-calls.ts';
import { type Asked, outcomeOf } from './outcome.ts';
import { type Fault, ProblemError } from './problem.ts';
import { type Rates, spendRequest } from './rate.ts';
import { sendRows } from './send-rows.ts';
import { sessionCookieOf } from './session-cookie.ts';
import type { About, AnyCall, Endpoint, Surface } from './surface.ts';

export type Service = {
  readonly surface: Surface;
  readonly admission: Admission;
  readonly rates: Rates;
  readonly openCalls: OpenCalls;
  readonly once: { readonly inside: AnswerOnce; readonly outside: AnswerOnce };
};

export function serve(app: FastifyInstance, service: Service): void {
  const { surface, admission, rates } = service;
  const ofFiles: RouteOptions[] = [];
  for (const endpoint of surface.endpoints) {
    const { route } = endpoint;
    const options: RouteOptions = {
      method: route.method,
      url: surface.prefix + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { takesFile: route.takes !== undefined, bodyLimit: bodyLimitOf(route) },
      // Before the body is read: a stranger's sixteen megabytes are not worth parsing.
      onRequest: async (request, reply) => {
        try {
          await admit(request, { surface, route, admission });
        } finally {
          await spendRequest(request, reply, rates);
        }
      },
      handler: async (request, reply) =>
        app.begin(() => answerCounted(request, reply, { service, endpoint })),
    };
    if (route.takes === undefined) app.route(options);
    else ofFiles.push(options);
  }
  if (ofFiles.length === 0) return;
  app.register(async (scope) => {
    leaveBodies(scope);
    for (const options of ofFiles) scope.route(options);
  });
}

type Responder = { readonly service: Service; readonly endpoint: Endpoint };

/** A call that lasts is counted until it is over, however it ends. */
async function answerCounted(
  request: FastifyRequest,
  reply: FastifyReply,
  responder: Responder,
): Promise<FastifyReply> {
  const { caller } = request;
  if (caller === null || !isLasting(responder.endpoint.route)) {
    return respond(request, reply, responder);
  }
  const end = responder.service.openCalls.begin(caller);
  try {
    return await respond(request, reply, responder);
  } finally {
    end();
  }
}

async function respond(
  request: FastifyRequest,
  reply: FastifyReply,
  { service, endpoint }: Responder,
): Promise<FastifyReply> {
  const { caller, client, ids: params } = request;
  const { surface, admission } = service;
  const { route } = endpoint;
  assert(caller !== null || route.open === true, 'nobody is served before they were admitted');
  const asked = { surface, endpoint, about: aboutOf(request) };
  const { query, body } = inputOf(request, asked);
  // To check a large body takes as long as to parse it, and so does its hash: others have a turn.
  if (route.bodyLimit !== undefined) await nextTurn();
  const ifMatch = request.headers['if-match'] ?? null;
  const key = idempotencyKeyOf(request, route);
  const bare = { caller, client, params, query, body, ifMatch, retrySafe: key !== null };
  const file = await receive(request, { service, asked, call: bare });
  const call = file === null ? bare : { ...bare, body: file.body };
  let isUsed = false;
  try {
    // Where nobody signed in, or chose an account, there is no tenant whose key it could be.
    const told =
      key === null || caller === null || !hasChosen(caller) || file?.isQuestion === true
        ? { outcome: outcomeOf(asked, await endpoint.handler(call)), replayed: false }
        : await onceOnly({ request, service, asked, call, file, accountId: caller.accountId, key });
    isUsed = told.outcome.kind === 'answered' && !told.replayed;
    return await give(reply, told, { admission, asked });
  } finally {
    if (!isUsed) await file?.discard();
  }
}

type Received = { readonly service: Service; readonly asked: Asked; readonly call: AnyCall };

/** Null where the route takes none. Before the transaction of the effect, which is a short one. */
async function receive(
  request: FastifyRequest,
  { asked, call }: Received,
): Promise<ReceivedFile | null> {
  const { route, receiver } = asked.endpoint;
  if (route.takes === undefined) return null;
  assert(receiver !== undefined, 'a route that takes a file has somebody to receive it');
  const received = await receiver({ ...call, file: await fileOf(request, route) });
  if (received.ok) return received.value;
  throw new ProblemError({ kind: 'refused', failure: received.failure });
}

type Given = { readonly admission: Admission; readonly asked: Asked };

async function give(
  reply: FastifyReply,
  { outcome, replayed }: Told,
  { admission, asked: { surface, about } }: Given,
): Promise<FastifyReply> {
  if (replayed) reply.header('idempotency-replayed', 'true');
  if (outcome.kind === 'refused') {
    throw new ProblemError({ kind: 'refused', failure: outcome.failure });
  }
  const { session, rows } = outcome;
  if (rows !== undefined) return sendRows(reply.code(outcome.status), rows);
  if (session !== undefined) reply.header('set-cookie', sessionCookieOf(session, admission));
  return reply
    .code(outcome.status)
    .headers(outcome.headers)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(surface.presentSuccess(outcome.data, about)));
}

type Repeatable = Received & {
  readonly request: FastifyRequest;
  readonly file: ReceivedFile | null;
  readonly accountId: string;
  readonly key: string;
};

async function onceOnly(of: Repeatable): Promise<Told> {
  const { request, service, asked, call, file, accountId, key } = of;
  const { route, handlerOver } = asked.endpoint;
  const { method, effect = 'inside' } = route;
  const path = plainPathOf(service.surface, route, call.params) + ownOf(route, call);
  const requestHash = await requestHashOf(request, file?.hash ?? null);
  const work = async (deps: Deps) => outcomeOf(asked, await handlerOver(deps)(call));
  const once = service.once[effect];
  const named = { accountId, method, path, key, requestHash };
  return once(named, { work, keep: keepOutcome }).then(tell);
}

/** What is about oneself is another request when another member asks it. */
function ownOf({ person }: Route, { caller }: AnyCall): string {
  return person === true && caller !== null ? ` of ${caller.userId}` : '';
}

type Input = { readonly surface: Surface; readonly endpoint: Endpoint };

function inputOf(
  request: FastifyRequest,
  { surface, endpoint }: Input,
): { readonly query: unknown; readonly body: unknown } {
  const { route, judge } = endpoint;
  const rawBody = request.body === undefined ? {} : request.body;
  const unkept = unkeptFault('query', request.query);
  const query =
    route.query === undefined && isEmpty(request.query)
      ? nothing
      : parse('query', route.query ?? surface.noQuery, request.query);
  const body =
    route.takes !== undefined || (route.body === undefined && request.body === undefined)
      ? nothing
      : parse('body', route.body ?? noBody, rawBody);
  const faults = [
    ...(unkept === null ? [] : [unkept]),
    ...query.faults,
    ...body.faults,
    ...(body.faults.length > 0 && judge !== undefined ? judge(rawBody) : []),
  ];
  if (faults.length > 0) throw new ProblemError({ kind: 'invalid', faults });
  return { query: query.data, body: body.data };
}

const noBody = z.strictObject({});

type Parsed = { readonly data: unknown; readonly faults: readonly Fault[] };
/** Where nothing was sent and nothing is asked, no schema is. */
const nothing: Parsed = { data: {}, faults: [] };

function isEmpty(value: unknown): boolean {
  for (const _ in value as object) return false;
  return true;
}

function parse(part: 'query' | 'body', schema: z.ZodType, input: unknown): Parsed {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return { data: parsed.data, faults: [] };
  return { data: undefined, faults: faultsOf(part, parsed.error) };
}

export function aboutOf(request: FastifyRequest): About {
  return { method: request.method, path: pathOf(request.url), requestId: request.id };
}

export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
