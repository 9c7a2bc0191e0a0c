/** Reads a body: JSON or nothing at all, whatever the client calls nothing. */
import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type BodyLimit, bodyLimits, limitInWords } from '../../contract/shared/body-limit.ts';
import { type Unkept, unkeptIn } from '../../lib/unkept.ts';
import { createValueCount } from './count-values.ts';
import { longBodyBytesMin } from './limits.ts';
import { type Fault, ProblemError, unfit } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route that reads JSON; else it is that of a small body. */
    readonly bodyLimit?: BodyLimit;
  }
}

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * Clients send "no body" as none at all, as an empty one with a content type of their library's
 * choosing, and as `{}` with no content type; all of that is read. What has content and is
 * declared to be something else than JSON is refused.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const bytes = await bytesOf(request);
    const body = parseBody(bytes, request.headers);
    if (bytes.length >= longBodyBytesMin) await nextTurn();
    return body;
  });
}

/** Bounded while it arrives, in bytes and in what a parser would make of them. */
async function bytesOf({ raw, headers, routeOptions }: FastifyRequest): Promise<Buffer> {
  const limit = routeOptions.config.bodyLimit ?? bodyLimits.small;
  if (Number(headers['content-length'] ?? 0) > limit.bytesMax) throw tooLarge(limit);
  const countValues = createValueCount();
  const pieces: Buffer[] = [];
  let length = 0;
  // Left open where nobody reads on: a request that is destroyed lets its socket stand still.
  for await (const piece of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit.bytesMax) throw tooLarge(limit);
    if (pieces.length === 0) checkType(headers);
    if (countValues(piece) > limit.valuesMax) throw tooLarge(limit);
    pieces.push(piece);
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, length);
}

function tooLarge(limit: BodyLimit): ProblemError {
  const message = `A body of this route has ${limitInWords(limit)}; send less at once.`;
  return new ProblemError(unfit('PAYLOAD_TOO_LARGE', message));
}

type BodyHeaders = {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
};

export function parseBody(bytes: Buffer, headers: BodyHeaders): unknown {
  if (bytes.length === 0) return undefined;
  checkType(headers);
  const text = decode(bytes);
  if (text.trim() === '') return undefined;
  const body = parseJson(text);
  const fault = unkeptFault('body', body);
  if (fault !== null) throw new ProblemError({ kind: 'invalid', faults: [fault] });
  return body;
}

function checkType({ 'content-type': type, 'content-encoding': encoding }: BodyHeaders): void {
  if (type !== undefined && !jsonType.test(type)) throw notJson(type);
  if (encoding !== undefined && encoding !== 'identity') throw encoded(encoding);
}

const wordings: Readonly<Record<Unkept['why'], readonly [message: string, type: string]>> = {
  text: [
    'must not hold U+0000, half of a surrogate pair, or more levels than anybody needs',
    'string.encoding',
  ],
  depth: [
    'must not hold U+0000, half of a surrogate pair, or more levels than anybody needs',
    'string.encoding',
  ],
  infinite: ['must be a number that can be kept; this one is too large', 'number.infinity'],
  inexact: [
    `must be a whole number between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}, ` +
      'or a text in quotes',
    'number.unsafe',
  ],
  name: ['must not be called __proto__', 'object.key'],
};

/** Looked for here, where no schema can forget it, and where nothing was dropped yet. */
export function unkeptFault(part: 'body' | 'query', value: unknown): Fault | null {
  const found = unkeptIn(value);
  if (found === null) return null;
  const [message, type] = wordings[found.why];
  return { path: [part, ...found.at], message, type };
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw malformed('The body is not UTF-8.');
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0);
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
