/** The place where rows leave as they are read: a file that no process ever holds whole. */
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';

export type RowsOut = {
  readonly fileName: string;
  /** Pieces of text; one is made when the one before has gone. */
  readonly pieces: AsyncIterable<string>;
};

/**
 * Where reading fails in the middle the connection is cut, so that nobody takes half a file for a
 * whole one. Waited for to its end: whoever closes this server waits for what has begun.
 */
export async function sendRows(reply: FastifyReply, rows: RowsOut): Promise<FastifyReply> {
  const source = Readable.from(rows.pieces, { objectMode: true, highWaterMark: 1 });
  const ended = finished(source, { writable: false }).catch(() => undefined);
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${rows.fileName}"`)
    .send(source);
  await ended;
  return reply;
}
