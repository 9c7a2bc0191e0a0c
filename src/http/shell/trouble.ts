/** The place where whatever went wrong becomes an answer, in the envelope of its surface. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestErrors } from '../../contract/shared/error-code.ts';
import { aboutOf, pathOf } from './endpoint.ts';
import { headerBytesMax, smallBodyBytesMax } from './limits.ts';
import type { Log } from './log.ts';
import {
  codeOf,
  internalError,
  type Problem,
  ProblemError,
  retryAfterOf,
  unfit,
} from './problem.ts';
import { methodsOf, type Surface } from './surface.ts';

export type Surfaces = {
  /** The one whose prefix the path has, else the first: there is always an envelope. */
  readonly of: (path: string) => Surface;
};

export function createSurfaces(first: Surface, ...others: readonly Surface[]): Surfaces {
  return {
    of: (path) => others.find(({ prefix }) => `${path}/`.startsWith(`${prefix}/`)) ?? first,
  };
}

type Desk = {
  readonly surfaces: Surfaces;
  readonly log: Log;
  /** What has no route here may still be a screen of the web interface. */
  readonly isScreenAsked?: (request: FastifyRequest) => boolean;
};

export function answerTrouble(app: FastifyInstance, desk: Desk): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem === internalError) logBug(desk.log, request, error);
    return refuse(request, reply, { surfaces: desk.surfaces, problem });
  });
  // Before the body is read: nobody waits for it.
  app.addHook('onRequest', (request, _reply, done) => {
    const problem = wrongAtOnce(request, desk);
    done(problem === null ? undefined : new ProblemError(problem));
  });
}

function wrongAtOnce(request: FastifyRequest, desk: Desk): Problem | null {
  if (headerBytesOf(request) > headerBytesMax) return headersTooLarge;
  if (!request.is404 || desk.isScreenAsked?.(request) === true) return null;
  return unrouted(request, desk.surfaces);
}

export const headersTooLarge = unfit(
  'HEADERS_TOO_LARGE',
  'The request line and headers are longer than 64 KiB; ask for less at once.',
);

export function headersOfAll(request: FastifyRequest): Readonly<Record<string, string>> {
  return { 'x-request-id': request.id, ...request.server.plainHeaders };
}

export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { surfaces, problem }: { readonly surfaces: Surfaces; readonly problem: Problem },
): FastifyReply {
  // Where the request never got as far as a hook, nobody else has set them.
  reply.headers(headersOfAll(request));
  const about = aboutOf(request);
  const { status, body } = surfaces.of(about.path).presentProblem(problem, about);
  request.refusal = codeOf(problem);
  const retryAfter = retryAfterOf(problem);
  if (retryAfter !== undefined) reply.header('retry-after', Math.ceil(retryAfter));
  if (problem.kind === 'unfit' && problem.allow) reply.header('allow', problem.allow.join(', '));
  if (status === requestErrors.UNAUTHENTICATED) reply.header('www-authenticate', 'Bearer');
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

export function problemOf(error: FastifyError): Problem {
  if (error instanceof ProblemError) return error.problem;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return unfit('PAYLOAD_TOO_LARGE', `A body here has at most ${smallBodyBytesMax} bytes.`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return unfit('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'ECONNRESET':
      return unfit('MALFORMED_REQUEST', 'The request cannot be read.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      // Longer than any id: what is no id names nothing.
      return unfit('NOT_FOUND', 'There is no such thing here.');
    default:
      return internalError;
  }
}

function unrouted(request: FastifyRequest, surfaces: Surfaces): Problem {
  const path = pathOf(request.url);
  const allow = methodsOf(surfaces.of(path), path);
  if (allow.length === 0) return unfit('NOT_FOUND', 'There is no such route here.');
  const message = `This path answers to ${allow.join(' and ')} only.`;
  return { kind: 'unfit', code: 'METHOD_NOT_ALLOWED', message, allow };
}

function headerBytesOf({ raw }: FastifyRequest): number {
  // Two bytes between a name and its value, two at the end of the line.
  let bytes = raw.url?.length ?? 0;
  for (const text of raw.rawHeaders) bytes += text.length + 2;
  return bytes;
}

/** Message and stack only: what a driver attaches beside them may hold somebody's data. */
function logBug(log: Log, request: FastifyRequest, error: Error): void {
  log.error(
    {
      request_id: request.id,
      route: request.routeOptions.url,
      stack: error.stack ?? error.message,
    },
    'a request failed through a fault of ours',
  );
}
