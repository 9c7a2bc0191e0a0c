/**
 * The place where a recipient follows the link of a mail: open to whoever holds it, without a token
 * of ours, a cookie or a script (RFC 8058).
 *
 * GET and HEAD only show a page: programs that look at every link in a mail would unsubscribe
 * people who have not asked for it. POST unsubscribes at once, whatever its body says, and never
 * redirects: a mail program follows nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../usecases/deps.ts';
import type { LinkAnswer } from '../../usecases/unsubscribe.ts';
import { lookAtLink, unsubscribe } from '../../usecases/unsubscribe.ts';
import { smallBodyBytesMax } from '../shell/limits.ts';
import { type Rates, spendRequest } from '../shell/rate.ts';
import { askingPage, donePage, recipientPageHeaders, testPage, unknownPage } from './page.ts';

/** Whatever lies below is no screen of the web interface. */
export const recipientPrefix = '/u';

/** A wildcard: a token is longer than the router lets a parameter be. */
const url = `${recipientPrefix}/*`;

export function answerRecipients(
  app: FastifyInstance,
  { deps, rates }: { readonly deps: Deps; readonly rates: Rates },
): void {
  // A scope of its own: here any body is read, and none is looked at.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _bytes, done) => done(null));
    const onRequest = (request: FastifyRequest, reply: FastifyReply) =>
      spendRequest(request, reply, rates);
    scope.get(url, { onRequest }, async (request, reply) =>
      show(reply, lookAtLink(deps)({ token: tokenOf(request) }), askingPage),
    );
    scope.post(url, { onRequest, bodyLimit: smallBodyBytesMax }, async (request, reply) => {
      const asked = { token: tokenOf(request), requestId: request.id };
      return show(reply, await unsubscribe(deps)(asked), donePage);
    });
  });
}

function tokenOf({ params }: FastifyRequest): string {
  return (params as { readonly '*': string })['*'].replace(/\/$/, '');
}

function show(
  reply: FastifyReply,
  found: LinkAnswer,
  page: (email: string) => string,
): FastifyReply {
  reply.headers(recipientPageHeaders);
  switch (found.kind) {
    case 'recipient':
      return reply.send(page(found.email));
    case 'test':
      return reply.send(testPage);
    case 'unknown':
      return reply.code(404).send(unknownPage);
  }
}
