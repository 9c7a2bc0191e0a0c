/** The place where rows or events leave as they come: what no process ever holds whole. */
import { addAbortSignal, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';

export type RowsOut = {
  /** Null: events, which nobody keeps. */
  readonly fileName: string | null;
  /** Pieces of text; one is made when the one before has gone. */
  readonly pieces: AsyncIterable<string>;
};

/**
 * Where reading fails in the middle the connection is cut, so that nobody takes half a file for a
 * whole one. Waited for to its end: whoever closes this server waits for what has begun. Events
 * have no end of their own: they are cut where the server closes, and asked for anew elsewhere.
 */
export async function sendRows(reply: FastifyReply, rows: RowsOut): Promise<FastifyReply> {
  const source = Readable.from(rows.pieces, { objectMode: true, highWaterMark: 1 });
  const ended = finished(source, { writable: false }).catch(() => undefined);
  if (rows.fileName === null) {
    addAbortSignal(reply.server.closing, source);
    // A proxy would wait for more than an event is.
    reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
  } else {
    const disposition = `attachment; filename="${rows.fileName}"`;
    reply.type('text/csv; charset=utf-8').header('content-disposition', disposition);
  }
  reply.send(source);
  await ended;
  return reply;
}
