/** Writes one line for every request: who, what, how it ended, how long it took. */
import type { FastifyInstance } from 'fastify';
import type { Log } from './log.ts';
import { shownPath } from './shown-path.ts';

/** The query string and the body may hold addresses and texts; the path holds ids. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        request_id: request.id,
        method: request.method,
        path: shownPath(request.url),
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
