/** The place where a server that closes refuses what is new, and waits for what it has begun. */
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { closingGraceMs, drainMsMax } from './limits.ts';
import { ProblemError, unfit } from './problem.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Work that the close waits for, whether or not anybody still waits for its answer. */
    begin: <T>(work: () => Promise<T>) => Promise<T>;
    /** Aborted when the server begins to close: what has no end of its own ends then. */
    closing: AbortSignal;
  }
}

const lookMs = 20;
const closingNow = unfit('SHUTTING_DOWN', 'This server is shutting down; ask again.');

/**
 * Node closes idle connections at once, also under a request that is just on its way. For a moment
 * they are left open, and whoever asks is told that this server goes.
 */
async function untilNobodyIsConnected(server: Server): Promise<void> {
  const until = performance.now() + closingGraceMs;
  while (server.listening && performance.now() < until && (await countConnections(server)) > 0) {
    await delay(lookMs);
  }
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(error === null ? count : 0));
  });
}

/**
 * The connection of an impatient caller is gone before the work for it has ended. Were the database
 * taken away then, what has begun would fail in the middle, and be logged as a fault of ours.
 */
export function closeInOrder(app: FastifyInstance): void {
  const closing = new AbortController();
  let running = 0;
  let onIdle = (): void => undefined;
  app.decorate('closing', closing.signal);
  app.decorate('begin', async (work) => {
    running++;
    try {
      return await work();
    } finally {
      running--;
      if (running === 0) onIdle();
    }
  });
  app.addHook('preClose', async () => {
    closing.abort();
    await untilNobodyIsConnected(app.server);
  });
  app.addHook('onClose', async () => {
    if (running === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, drainMsMax);
      onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  });
  app.addHook('onRequest', (_request, reply, done) => {
    if (!closing.signal.aborted) return done();
    // A connection that is kept alive would keep the server.
    reply.header('connection', 'close');
    done(new ProblemError(closingNow));
  });
}
