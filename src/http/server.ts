/** The place where the surfaces and the shell around them become one server. */
import { type FastifyInstance, fastify } from 'fastify';
import { openApiDocument } from '../contract/openapi.ts';
import { answerOnce, answerOnceOutside } from '../usecases/answer-once.ts';
import type { Deps } from '../usecases/deps.ts';
import { findCaller } from '../usecases/find-caller.ts';
import { createBudgets } from '../usecases/spend-budget.ts';
import { campaignsSurface } from './campaigns/surface.ts';
import { integrationSurface } from './integration/surface.ts';
import { answerRecipients, recipientPrefix } from './recipients/unsubscribe.ts';
import { logRequests } from './shell/access-log.ts';
import { limitArrival } from './shell/arrival.ts';
import { readBodies } from './shell/body.ts';
import { closeInOrder } from './shell/closing.ts';
import { serve } from './shell/endpoint.ts';
import { hangUp } from './shell/hang-up.ts';
import { answerHealth, type Readiness } from './shell/health.ts';
import {
  headersTimeoutMsMax,
  keepAliveTimeoutMsMax,
  parserHeaderBytesMax,
  requestTimeoutMsMax,
  smallBodyBytesMax,
  uploadTimeoutMsMax,
} from './shell/limits.ts';
import type { Log } from './shell/log.ts';
import { answerMetrics, countRequests, type Figures } from './shell/metrics.ts';
import { createOpenCalls } from './shell/open-calls.ts';
import { answerForNode } from './shell/own-answers.ts';
import { createRates, type Rates } from './shell/rate.ts';
import { answerReference } from './shell/reference.ts';
import { requestIdOf } from './shell/request-id.ts';
import { plainHeadersFor } from './shell/security.ts';
import {
  answerTrouble,
  createSurfaces,
  headersOfAll,
  problemOf,
  refuse,
  type Surfaces,
} from './shell/trouble.ts';
import { beforeAnswer, dropUnreadBodies } from './shell/unread-body.ts';
import { watchProxies } from './shell/watch-proxies.ts';
import { createWeb } from './shell/web.ts';

export type ServerDeps = Deps & {
  readonly log: Log;
  readonly version: string;
  readonly readiness: () => Promise<Readiness>;
  /** Where it is counted what was asked; absent, nothing is, and there is no `/metrics`. */
  readonly figures?: Figures;
  /** Of one key or session, over all processes. */
  readonly requestsPerMinuteMax: number;
  /** Whose word is taken for where a request comes from: addresses, networks or names of some. */
  readonly trustedProxies: string;
  /** Where the built web interface lies; without it there is the API alone. */
  readonly webDir?: string;
};

export function createServer(deps: ServerDeps): FastifyInstance {
  const campaigns = campaignsSurface(deps);
  const integration = integrationSurface(deps);
  const surfaces = createSurfaces(campaigns, integration);
  const app = createShell(surfaces, deps.trustedProxies);

  app.decorate('plainHeaders', plainHeadersFor(deps.publicUrl));
  app.decorateRequest('caller', null);
  app.decorateRequest('client');
  app.decorateRequest('refusal', null);
  app.decorateRequest('ids');
  dropUnreadBodies(app);
  closeInOrder(app);
  answerForNode(app);
  setHeaders(app);
  logRequests(app, deps.log);
  watchProxies(app, deps.log);
  const prefixes = [campaigns.prefix, integration.prefix, recipientPrefix];
  const web = createWeb({ folder: deps.webDir ?? null, prefixes });
  answerTrouble(app, { surfaces, log: deps.log, isScreenAsked: web.isScreenAsked });
  limitArrival(app, requestTimeoutMsMax);
  readBodies(app);
  answerHealth(app, deps.readiness);
  const admission = { findCaller: findCaller(deps), publicUrl: deps.publicUrl };
  if (deps.figures !== undefined) {
    countRequests(app, deps.figures);
    answerMetrics(app, { figures: deps.figures, findCaller: admission.findCaller });
  }
  const rates = ratesOf(deps);
  const openCalls = createOpenCalls();
  const once = { inside: answerOnce(deps), outside: answerOnceOutside(deps) };
  for (const surface of [campaigns, integration]) {
    serve(app, { surface, admission, rates, openCalls, once });
  }
  const document = JSON.stringify(openApiDocument(deps.version));
  app.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  answerRecipients(app, { deps, rates });
  answerReference(app);
  web.serve(app);
  return app;
}

function ratesOf(deps: ServerDeps): Rates {
  const { requestsPerMinuteMax, log } = deps;
  const onUndecided = (error: unknown): void => {
    log.error({ error: String(error) }, 'requests cannot be counted, so none is refused');
  };
  return createRates(createBudgets(deps, { requestsPerMinuteMax, onUndecided }));
}

function createShell(surfaces: Surfaces, trustProxy: string): FastifyInstance {
  return fastify({
    logger: false,
    trustProxy,
    bodyLimit: smallBodyBytesMax,
    // What is no upload has a shorter time: limitArrival.
    requestTimeout: uploadTimeoutMsMax,
    keepAliveTimeout: keepAliveTimeoutMsMax,
    http: {
      maxHeaderSize: parserHeaderBytesMax,
      headersTimeout: headersTimeoutMsMax,
      // Refused by ourselves, in an envelope.
      requireHostHeader: false,
    },
    requestIdHeader: false,
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { ignoreTrailingSlash: true },
    // Answered by ourselves, in an envelope.
    return503OnClosing: false,
    clientErrorHandler: hangUp,
    frameworkErrors: (error, request, reply) => {
      // No hook is asked here.
      beforeAnswer(request.raw, reply, () => {
        refuse(request, reply, { surfaces, problem: problemOf(error) });
      });
    },
  });
}

function setHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headersOfAll(request));
    done();
  });
}
