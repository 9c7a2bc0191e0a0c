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
      done(null, parseBody(Buffer.from(bytes), request.headers));
    } catch (error) {
      done(error as Error);
    }
  });
}

type BodyHeaders = {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
};

export function parseBody(bytes: Buffer, headers: BodyHeaders): unknown {
  if (bytes.length === 0) return undefined;
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  if (type !== undefined && !jsonType.test(type)) throw notJson(type);
  if (encoding !== undefined && encoding !== 'identity') throw encoded(encoding);
  const text = decode(bytes);
  if (text.trim() === '') return undefined;
  const body = parseJson(text);
  const fault = protoFault(text) ?? unstorableFault('body', body);
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

/** A name that objects keep for themselves: what stands under it would be lost without a word. */
function protoFault(text: string): Fault | null {
  if (!/"__proto__"\s*:/.test(text)) return null;
  const message = 'must not have a field or column of this name';
  return { path: ['body', '__proto__'], message, type: 'object.key' };
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

function encoded(encoding: string): ProblemError {
  const message = `Send the body as it is, not encoded as ${encoding.slice(0, 100)}.`;
  return new ProblemError(unfit('UNSUPPORTED_MEDIA_TYPE', message));
}

function notJson(type: string): ProblemError {
  const message = `Send the body as application/json, not as ${type.slice(0, 100)}.`;
  return new ProblemError(unfit('UNSUPPORTED_MEDIA_TYPE', message));
}
