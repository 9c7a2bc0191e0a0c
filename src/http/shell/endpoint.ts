/** The place where one route is served: what is asked, and what is answered. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Route } from '../../contract/shared/route.ts';
import { assert } from '../../lib/assert.ts';
import { type Admission, admit } from './admit.ts';
import { unstorableFault } from './body.ts';
import { faultsOf } from './faults.ts';
import { bodyBytesMax } from './limits.ts';
import { type Fault, ProblemError } from './problem.ts';
import { sessionCookieOf } from './session-cookie.ts';
import type { About, Answer, Endpoint, Surface } from './surface.ts';

export function serve(
  app: FastifyInstance,
  { surface, admission }: { readonly surface: Surface; readonly admission: Admission },
): void {
  for (const endpoint of surface.endpoints) {
    const { route } = endpoint;
    app.route({
      method: route.method,
      url: surface.prefix + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: route.body === undefined ? 64 * 1024 : bodyBytesMax,
      // Before the body is read: a stranger's sixteen megabytes are not worth parsing.
      onRequest: async (request) => admit(request, { surface, route, admission }),
      handler: async (request, reply) => respond(request, reply, { surface, endpoint, admission }),
    });
  }
}

type Responder = {
  readonly surface: Surface;
  readonly endpoint: Endpoint;
  readonly admission: Admission;
};

async function respond(
  request: FastifyRequest,
  reply: FastifyReply,
  { surface, endpoint, admission }: Responder,
): Promise<FastifyReply> {
  const { caller, client, ids: params } = request;
  const isOpen = endpoint.route.open === true;
  assert(caller !== null || isOpen, 'nobody is served before they were admitted');
  const { query, body } = inputOf(request, { surface, endpoint });
  const ifMatch = request.headers['if-match'] ?? null;
  const result = await endpoint.handler({ caller, client, params, query, body, ifMatch });
  if (!result.ok) throw new ProblemError({ kind: 'refused', failure: result.failure });
  const { session } = result.value;
  if (session !== undefined) reply.header('set-cookie', sessionCookieOf(session, admission));
  return reply
    .code(statusOf(endpoint.route, result.value))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(surface.presentSuccess(wireOf(endpoint, result.value), aboutOf(request))));
}

function inputOf(
  request: FastifyRequest,
  { surface, endpoint }: Omit<Responder, 'admission'>,
): { readonly query: unknown; readonly body: unknown } {
  const { route, judge } = endpoint;
  const rawBody = request.body === undefined ? {} : request.body;
  const unstorable = unstorableFault('query', request.query);
  const query = parse('query', route.query ?? surface.noQuery, request.query);
  const body = parse('body', route.body ?? noBody, rawBody);
  const faults = [
    ...(unstorable === null ? [] : [unstorable]),
    ...query.faults,
    ...body.faults,
    ...(body.faults.length > 0 && judge !== undefined ? judge(rawBody) : []),
  ];
  if (faults.length > 0) throw new ProblemError({ kind: 'invalid', faults });
  return { query: query.data, body: body.data };
}

const noBody = z.strictObject({});

type Parsed = { readonly data: unknown; readonly faults: readonly Fault[] };

function parse(part: 'query' | 'body', schema: z.ZodType, input: unknown): Parsed {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return { data: parsed.data, faults: [] };
  return { data: undefined, faults: faultsOf(part, parsed.error) };
}

function statusOf(route: Route, answer: Answer<unknown>): number {
  if (answer.isElse !== true) return route.status;
  assert(route.elseStatus !== undefined, 'only a route with a second status answers with it');
  return route.elseStatus;
}

/** What the contract does not know is dropped; what does not fit it is a bug of ours. */
function wireOf({ name, route }: Endpoint, answer: Answer<unknown>): unknown {
  const parsed = route.response.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  // Paths and kinds only: the values are somebody's.
  throw new Error(`the answer of ${name} does not fit its schema at ${where.join(', ')}`);
}

export function aboutOf(request: FastifyRequest): About {
  return { method: request.method, path: pathOf(request.url), requestId: request.id };
}

export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
