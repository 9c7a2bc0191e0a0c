/**
 * The place where a body that is a file is taken as it comes, never whole: raw, or as the part
 * `file` of a form.
 */

import type { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Route } from '../../contract/shared/route.ts';
import { ProblemError, unfit } from './problem.ts';

export type IncomingFile = {
  /** Without parameters; null where it was sent without one. */
  readonly type: string | null;
  /** Of the whole body, a form around it included; null where it comes in chunks. */
  readonly length: number | null;
  readonly bytes: AsyncIterable<Uint8Array>;
};

/** What has become of it so far: to be used, or thrown away. */
export type ReceivedFile = {
  /** Handed to the handler as its body. */
  readonly body: unknown;
  /** Of its content: the same upload is the same request. */
  readonly hash: string;
  /** A question that changes nothing, and whose answer is not kept. */
  readonly isQuestion: boolean;
  readonly discard: () => Promise<void>;
};

/** Within a scope of its own, where bodies are not read by themselves. */
export function leaveBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 0, parts: 2, headerPairs: 20, fileSize: Number.POSITIVE_INFINITY },
  });
}

export async function fileOf(request: FastifyRequest, route: Route): Promise<IncomingFile> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ProblemError(
      unfit('UNSUPPORTED_MEDIA_TYPE', 'Send the file as it is, without a content encoding.'),
    );
  }
  const header = request.headers['content-type'] ?? '';
  const type = (header.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (type === 'multipart/form-data') return partOf(request);
  const allowed = [...(route.takes ?? []), 'application/octet-stream', 'text/plain', ''];
  if (!allowed.includes(type)) throw new ProblemError(wrongType(type, route));
  const bytes = request.raw as unknown as Readable;
  return { type: type === '' ? null : type, length: lengthOf(request), bytes: checked(bytes) };
}

async function partOf(request: FastifyRequest): Promise<IncomingFile> {
  const part = await request.file().catch((error: Error) => {
    throw new ProblemError(
      unfit('MALFORMED_REQUEST', `The form cannot be read: ${error.message}.`),
    );
  });
  if (part === undefined || part.fieldname !== 'file') {
    const message = 'Send one part that is called "file", with a file name.';
    const path = ['body', 'file'];
    throw new ProblemError({ kind: 'invalid', faults: [{ path, message, type: 'any.required' }] });
  }
  const type = part.mimetype.toLowerCase();
  return { type, length: lengthOf(request), bytes: checked(part.file) };
}

function lengthOf({ headers }: FastifyRequest): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

/** Whoever hangs up in the middle has sent no file; that is no fault of ours. */
async function* checked(source: Readable): AsyncGenerator<Uint8Array> {
  try {
    // Left open where nobody reads on: a request that is destroyed lets its socket stand still.
    const pieces = source.iterator({ destroyOnReturn: false });
    for await (const piece of pieces) yield piece as Uint8Array;
  } catch {
    throw new ProblemError(unfit('MALFORMED_REQUEST', 'The file did not arrive to its end.'));
  }
}

function wrongType(type: string, { takes = [] }: Route) {
  const said = type.slice(0, 100);
  const message = `Send the file as ${takes.join(' or ')}, not as ${said}; save a workbook as CSV.`;
  return unfit('UNSUPPORTED_MEDIA_TYPE', message);
}
