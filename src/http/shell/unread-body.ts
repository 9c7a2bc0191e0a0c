/**
 * Reads and drops the rest of a body whose answer is ready before its end, so that neither the
 * answer nor the next request on the connection is lost.
 *
 * A short rest is read before the answer, and the connection is kept. A long one is answered with
 * `Connection: close`: the answer goes out, our side is closed, and what still arrives is dropped
 * until the client has read the answer and closes, too. A socket that is closed with bytes unread
 * is reset by the kernel, and a reset takes the answer with it (RFC 9112 section 9.6).
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { lingerBytesMax, lingerMsMax, restBytesMax, restMsMax } from './limits.ts';

export function dropUnreadBodies(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!lingering.has(request.raw.socket)) return done();
    // It came behind a request that ends its connection: nobody would read its answer, so that
    // nothing is begun for it (RFC 9112 section 9.6).
    reply.hijack();
  });
  app.addHook('onSend', async (request, reply) => dropRest(request.raw, reply));
}

/** As the hook does, where none is asked. */
export function beforeAnswer(
  request: IncomingMessage,
  reply: FastifyReply,
  send: () => void,
): void {
  dropRest(request, reply).then(send, () => request.destroy());
}

/** Resolves when the answer may be sent; it closes the connection where too much is unread. */
async function dropRest(request: IncomingMessage, reply: FastifyReply): Promise<void> {
  const { socket } = request;
  // What a test injects has arrived, and has no socket.
  if (isWhole(request) || !(socket instanceof Socket)) return;
  const dropped = startToDrop(request);
  if (restBytesOf(request) <= restBytesMax && (await isShort(request, dropped))) {
    // Set by the framework for a body that it finds too large.
    if (!reply.server.closing.aborted) reply.removeHeader('connection');
    return;
  }
  reply.header('connection', 'close');
  lingering.set(socket, { bytesMax: socket.bytesRead + lingerBytesMax });
  // Called by Node when an answer with `Connection: close` has been written: to destroy the socket
  // there and then is what loses the answer.
  socket.destroySoon = () => linger(socket);
  request.on('data', () => {
    if (isTooMuch(socket)) socket.destroy();
  });
}

export function hasBody(headers: IncomingHttpHeaders): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function isWhole(request: IncomingMessage): boolean {
  return request.complete || !hasBody(request.headers);
}

function restBytesOf({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? 0);
}

/** Whoever has read some of it so far reads no more. */
function startToDrop(request: IncomingMessage): { readonly bytes: () => number } {
  let bytes = 0;
  request.unpipe();
  request.removeAllListeners('readable');
  request.removeAllListeners('data');
  request.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  // Whoever hangs up meanwhile has told nobody anything.
  request.on('error', () => undefined);
  request.resume();
  return { bytes: () => bytes };
}

/** Whether it ends within the bounds of a rest that is read before its answer. */
function isShort(
  request: IncomingMessage,
  dropped: { readonly bytes: () => number },
): Promise<boolean> {
  return new Promise((resolve) => {
    const decide = (isEnded: boolean) => () => {
      clearTimeout(timer);
      request.off('end', onEnd).off('close', onClose).off('data', onData);
      resolve(isEnded);
    };
    const onEnd = decide(true);
    const onClose = decide(true);
    const onData = (): void => {
      if (dropped.bytes() > restBytesMax) decide(false)();
    };
    const timer = setTimeout(decide(false), restMsMax);
    request.on('end', onEnd).on('close', onClose).on('data', onData);
  });
}

type Lingering = { readonly bytesMax: number };
/** Connections that end with the answer they have been given. */
const lingering = new WeakMap<Socket, Lingering>();

export function isLingering(socket: Socket): boolean {
  return lingering.has(socket);
}

/** Closes our side, and waits within bounds for the other one to close. */
export function linger(socket: Socket): void {
  if (!lingering.has(socket)) {
    lingering.set(socket, { bytesMax: socket.bytesRead + lingerBytesMax });
  }
  const timer = setTimeout(() => socket.destroy(), lingerMsMax);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  socket.end();
}

/** Whether more has come on a lingering connection than is waited for. */
export function isTooMuch(socket: Socket): boolean {
  return socket.bytesRead > (lingering.get(socket)?.bytesMax ?? 0);
}
