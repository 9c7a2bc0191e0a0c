/** The place where we answer what Node would answer by itself, without an envelope. */
import type { FastifyInstance } from 'fastify';
import { ProblemError, unfit } from './problem.ts';

/**
 * With `requireHostHeader` Node refuses these itself; whose envelope it would be it cannot know.
 */
const withoutHost = unfit('MALFORMED_REQUEST', 'Name the Host that is asked: HTTP/1.1 has to.');

export function answerForNode(app: FastifyInstance): void {
  // To overlook an expectation is allowed (RFC 9110 section 10.1.1); the 417 of Node is empty.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined) {
      throw new ProblemError(withoutHost);
    }
  });
}
