/** The place where a body is read: JSON or nothing at all, whatever the client calls nothing. */
import type { FastifyInstance } from 'fastify';
import { unstorableAt } from '../../lib/storable.ts';
import { type Fault, ProblemError, unfit } from './problem.ts';

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * Clients send "no body" as none at all, as an empty one with a content type of their library's
 * choosing, and as `{}` with no content type; all of that is read. What has content and is
 * declared to be something else than JSON is refused.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, parseBody(Buffer.from(bytes), request.headers['content-type']));
    } catch (error) {
      done(error as Error);
    }
  });
}

export function parseBody(bytes: Buffer, contentType: string | undefined): unknown {
  if (bytes.length === 0) return undefined;
  if (contentType !== undefined && !jsonType.test(contentType)) throw notJson(contentType);
  const text = decode(bytes);
  if (text.trim() === '') return undefined;
  const body = parseJson(text);
  const fault = unstorableFault('body', body);
  if (fault !== null) throw new ProblemError({ kind: 'invalid', faults: [fault] });
  return body;
}

/** Looked for here, where no schema can forget it: a database would throw an error of its own. */
export function unstorableFault(part: 'body' | 'query', value: unknown): Fault | null {
  const at = unstorableAt(value);
  if (at === null) return null;
  const message =
    'must not hold U+0000, half of a surrogate pair, or more levels than anybody needs';
  return { path: [part, ...at], message, type: 'string.encoding' };
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not JSON: ${error instanceof Error ? error.message : ''}.`);
  }
}

function malformed(message: string): ProblemError {
  return new ProblemError(unfit('MALFORMED_REQUEST', message));
}

function notJson(type: string): ProblemError {
  const message = `Send the body as application/json, not as ${type.slice(0, 100)}.`;
  return new ProblemError(unfit('UNSUPPORTED_MEDIA_TYPE', message));
}
