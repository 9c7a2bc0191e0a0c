/**
 * The place where a request that takes too long to arrive is told so. Node knows one limit for all
 * requests, and that has to suffice for the largest file; what is no file has this one.
 */
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { hangUp } from './hang-up.ts';
import { hasBody } from './unread-body.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A file, which may be long on its way. */
    readonly takesFile?: boolean;
  }
}

export function limitArrival(app: FastifyInstance, msMax: number): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    const { socket } = raw;
    const isFile = request.routeOptions.config.takesFile === true;
    // What a test injects has arrived, and no socket.
    if (isFile || !hasBody(raw.headers) || !(socket instanceof Socket)) return done();
    const timer = setTimeout(() => {
      const error = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      hangUp(error, socket);
    }, msMax);
    timer.unref();
    const arrived = (): void => clearTimeout(timer);
    raw.once('end', arrived);
    raw.once('close', arrived);
    done();
  });
}
