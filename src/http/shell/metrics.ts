/** The place where requests are counted, and a monitor reads the figures. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FindCaller } from './admit.ts';
import { ProblemError, unfit } from './problem.ts';

/** What we need of a meter. */
export type Figures = {
  readonly answered: (request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
  readonly read: () => Promise<{ readonly type: string; readonly text: string }>;
};

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export function countRequests(app: FastifyInstance, figures: Figures): void {
  app.addHook('onResponse', (request, reply, done) => {
    figures.answered({
      method: request.method,
      // Whatever has no route is one series, or a stranger could make as many as they like.
      route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
    done();
  });
}

export function answerMetrics(
  app: FastifyInstance,
  { figures, findCaller }: { readonly figures: Figures; readonly findCaller: FindCaller },
): void {
  app.get('/metrics', async (request, reply) => {
    if (!isFromHere(request) && !(await hasKey(request, findCaller))) {
      const message = 'From another machine send an API key as "Authorization: Bearer <key>".';
      throw new ProblemError(unfit('UNAUTHENTICATED', message));
    }
    const { type, text } = await figures.read();
    return reply.type(type).send(text);
  });
}

/** Whatever a proxy on this machine hands on is not from here. */
function isFromHere({ raw, headers }: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
  return !isForwarded && loopback.has(raw.socket.remoteAddress ?? '');
}

async function hasKey({ headers }: FastifyRequest, findCaller: FindCaller): Promise<boolean> {
  const token = /^Bearer +(\S{1,512}) *$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return false;
  return (await findCaller({ token, accountId: null, takesSessions: false })).ok;
}
