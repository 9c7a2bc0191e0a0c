/** The place where every request leaves one line: who, what, how it ended, how long it took. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './endpoint.ts';
import type { Log } from './log.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its path holds what only a recipient should have: the log is told the route instead. */
    secretPath?: true;
  }
}

const pathLengthMax = 500;

/** The query string and the body may hold addresses and texts; the path holds ids. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        request_id: request.id,
        method: request.method,
        path: pathOf(shownUrl(request)).slice(0, pathLengthMax),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        account_id: request.caller?.accountId ?? null,
        actor: request.caller?.actor ?? null,
        why: request.refusal,
      },
      'request',
    );
    done();
  });
}

function shownUrl({ url, routeOptions }: FastifyRequest): string {
  return routeOptions.config.secretPath === true ? (routeOptions.url ?? '') : url;
}
