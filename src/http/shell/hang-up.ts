/** The place where what could not even be parsed is answered before its connection is closed. */
import type { Socket } from 'node:net';
import type { RequestErrorCode } from '../../contract/shared/error-code.ts';
import { requestErrors } from '../../contract/shared/error-code.ts';
import { requestIdOf } from './request-id.ts';
import { isLingering, isTooMuch, linger } from './unread-body.ts';

/** A connection that hung up, or whose answer has begun: nobody reads another one. */
const unanswerable = new Set(['ECONNRESET', 'EPIPE']);

export function hangUp(error: Error & { readonly code?: string }, socket: Socket): void {
  // Answered already: more of what cannot be read is dropped, until the answer has arrived.
  if (isLingering(socket) && error.code?.startsWith('HPE_') === true && !isTooMuch(socket)) return;
  if (!socket.writable || socket.bytesWritten > 0 || unanswerable.has(error.code ?? '')) {
    socket.destroy();
    return;
  }
  socket.write(rawAnswer(...causeOf(error.code)));
  linger(socket);
}

function causeOf(code: string | undefined): readonly [RequestErrorCode, string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return ['HEADERS_TOO_LARGE', 'The request line and headers are longer than 64 KiB.'];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return ['REQUEST_TIMEOUT', 'The request took too long to arrive.'];
  }
  return ['MALFORMED_REQUEST', 'This is not HTTP as we can read it.'];
}

/** Whose envelope it would be is not known here, so the body is both at once. */
function rawAnswer(code: RequestErrorCode, message: string): string {
  const requestId = requestIdOf(undefined);
  const body = JSON.stringify({
    detail: code,
    message,
    request_id: requestId,
    success: false,
    data: null,
    error: { code, message, details: message },
    traceId: requestId,
  });
  return [
    `HTTP/1.1 ${requestErrors[code]} ${code}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
