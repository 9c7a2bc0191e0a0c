/** Sends requests one after the other over one socket, and reads each answer to its end. */
import { connect } from 'node:net';

export type RawAnswer = {
  readonly status: number;
  /** Whether the server says that it closes the connection after this answer. */
  readonly closes: boolean;
  readonly body: string;
};

export type RawRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer;
  /** Without a content length, in chunks. */
  readonly chunked?: boolean;
  /** Fails where not all of it can be written, as a program does that reads only then. */
  readonly writesAll?: boolean;
};

export type RawClient = {
  readonly ask: (request: RawRequest) => Promise<RawAnswer>;
  /** More bytes of the request that was answered. */
  readonly send: (bytes: Buffer) => void;
  /** Resolves when the server has closed its side and ours is closed, too. */
  readonly closed: () => Promise<void>;
  readonly close: () => void;
};

/** A request that is not answered within this time fails its test. */
const answerMsMax = 8_000;

export function createRawClient(port: number): RawClient {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = Buffer.alloc(0);
  let onChange = (): void => undefined;
  let end: string | null = null;
  socket.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece]);
    onChange();
  });
  const ended = (why: string) => () => {
    end ??= why;
    onChange();
  };
  socket.on('end', ended('the connection ended'));
  socket.on('error', (error) => ended(String(error))());
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no answer came')), answerMsMax);
        let isWritten = request.writesAll !== true;
        onChange = () => {
          if (!isWritten) return;
          const answer = answerIn(received);
          if (answer === null && end === null) return;
          clearTimeout(timer);
          onChange = () => undefined;
          if (answer === null) return reject(new Error(`no whole answer came: ${end}`));
          received = received.subarray(answer.length);
          resolve(answer.answer);
        };
        socket.write(headOf(request));
        for (const piece of piecesOf(request)) socket.write(piece);
        // Called when everything before it has been written, or cannot be.
        socket.write('', (error) => {
          isWritten = true;
          if (request.writesAll === true && error) reject(error);
          onChange();
        });
        onChange();
      }),
    send: (bytes) => void socket.write(bytes),
    closed: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.end();
      }),
    close: () => socket.destroy(),
  };
}

function headOf({ method, path, headers, body, chunked }: RawRequest): string {
  const length =
    chunked === true ? 'transfer-encoding: chunked' : `content-length: ${body?.length}`;
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const all = [`${method} ${path} HTTP/1.1`, 'host: a', ...lines, ...(body ? [length] : [])];
  return `${all.join('\r\n')}\r\n\r\n`;
}

const pieceBytes = 64 * 1024;

function* piecesOf({ body, chunked }: RawRequest): Generator<Buffer> {
  if (body === undefined) return;
  for (let from = 0; from < body.length; from += pieceBytes) {
    const piece = body.subarray(from, from + pieceBytes);
    if (chunked !== true) yield piece;
    else yield Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, crlf]);
  }
  if (chunked === true) yield Buffer.from('0\r\n\r\n');
}

const crlf = Buffer.from('\r\n');

function answerIn(received: Buffer): { answer: RawAnswer; length: number } | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = received.subarray(0, headEnd).toString('latin1');
  const bytes = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
  const length = headEnd + 4 + bytes;
  if (!(received.length >= length)) return null;
  const status = Number(head.slice(9, 12));
  const closes = /^connection: close$/im.test(head);
  return {
    answer: { status, closes, body: received.subarray(headEnd + 4, length).toString() },
    length,
  };
}
