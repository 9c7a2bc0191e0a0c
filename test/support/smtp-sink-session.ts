/** The place where one connection of the sink is served: lines in, replies out, one write each. */
import type net from 'node:net';

import { faultOf, type SinkChances, type SinkFault } from './smtp-sink-faults.ts';

export type SinkMessage = {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly told: string;
  /** The content as it was meant, dots unstuffed; only with `keep`. */
  readonly bytes: Buffer | null;
};

export type SessionOptions = {
  readonly greeting: string;
  readonly pipelining: boolean;
  /** Extra lines of the answer to EHLO, such as `SIZE 1000`. */
  readonly extensions: readonly string[];
  readonly chances: SinkChances;
  readonly chance: () => number;
  readonly replyDelayMs: number;
  /** The MAIL after so many accepted messages is answered by a closed connection. */
  readonly messagesPerConnectionMax: number;
  readonly keep: boolean;
  readonly received: (message: SinkMessage) => void;
};

type Session = {
  readonly socket: net.Socket;
  readonly options: SessionOptions;
  rest: Buffer | null;
  inContent: boolean;
  from: string;
  to: string;
  served: number;
  replies: string;
  dead: boolean;
};

const lineEnd = Buffer.from('\r\n');
const contentEnd = Buffer.from('\r\n.\r\n');
const emptyContent = Buffer.from('.\r\n');
const contentBytesMax = 50_000_000;

export function serveSession(socket: net.Socket, options: SessionOptions): void {
  const session: Session = {
    socket,
    options,
    rest: null,
    inContent: false,
    from: '',
    to: '',
    served: 0,
    replies: '',
    dead: false,
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => take(session, chunk));
  socket.write(`${options.greeting}\r\n`);
}

function take(session: Session, chunk: Buffer): void {
  let searchFrom = 0;
  let input = chunk;
  if (session.rest !== null) {
    searchFrom = Math.max(0, session.rest.length - contentEnd.length);
    input = Buffer.concat([session.rest, chunk]);
  }
  let at = 0;
  while (at < input.length && !session.dead) {
    const next = session.inContent
      ? takeContent(session, input, { at, searchFrom: Math.max(at, searchFrom) })
      : takeLine(session, input, at);
    if (next < 0) break;
    at = next;
  }
  session.rest = at < input.length ? input.subarray(at) : null;
  if ((session.rest?.length ?? 0) > contentBytesMax) session.socket.destroy();
  flush(session);
}

function takeLine(session: Session, input: Buffer, at: number): number {
  const end = input.indexOf(lineEnd, at);
  if (end < 0) return -1;
  command(session, input.toString('latin1', at, end));
  return end + 2;
}

function takeContent(
  session: Session,
  input: Buffer,
  where: { readonly at: number; readonly searchFrom: number },
): number {
  const { at } = where;
  if (input.length - at >= 3 && input.subarray(at, at + 3).equals(emptyContent)) {
    endContent(session, Buffer.alloc(0));
    return at + 3;
  }
  const end = input.indexOf(contentEnd, where.searchFrom);
  if (end < 0) return -1;
  endContent(session, input.subarray(at, end + 2));
  return end + contentEnd.length;
}

function command(session: Session, line: string): void {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'MAIL') mail(session, line);
  else if (verb === 'RCPT') rcpt(session, line);
  else if (verb === 'DATA') data(session);
  else if (verb === 'EHLO') ehlo(session);
  else if (verb === 'HELO' || verb === 'NOOP') say(session, '250 ok');
  else if (verb === 'RSET') reset(session);
  else if (verb === 'QUIT') quit(session);
  else say(session, '502 not here');
}

function ehlo(session: Session): void {
  const lines = ['sink', ...session.options.extensions];
  if (session.options.pipelining) lines.push('PIPELINING');
  lines.push('8BITMIME');
  lines.forEach((line, index) => {
    say(session, `250${index === lines.length - 1 ? ' ' : '-'}${line}`);
  });
}

function mail(session: Session, line: string): void {
  if (session.served >= session.options.messagesPerConnectionMax) {
    drop(session);
    return;
  }
  session.from = addressIn(line);
  session.to = '';
  if (misbehave(session, faultOf(session.from, 'mail'))) session.from = '';
  else say(session, '250 ok');
}

function rcpt(session: Session, line: string): void {
  if (session.from === '') {
    say(session, '503 MAIL first');
    return;
  }
  const to = addressIn(line);
  if (misbehave(session, faultOf(to, 'rcpt'))) return;
  session.to = to;
  say(session, '250 ok');
}

function data(session: Session): void {
  if (session.to === '') {
    say(session, '503 RCPT first');
    return;
  }
  const { chances, chance } = session.options;
  if (chances.dropBeforeData > 0 && chance() < chances.dropBeforeData) {
    drop(session);
    return;
  }
  if (misbehave(session, faultOf(session.to, 'data'))) return;
  session.inContent = true;
  say(session, '354 go on');
}

function endContent(session: Session, content: Buffer): void {
  session.inContent = false;
  const fault = faultOf(session.to, 'dot') ?? chanceOfDrop(session);
  // A refused message has not arrived; one whose sender was told nothing, or nonsense, has.
  if (fault?.does !== 'reply' || fault.code < 400) record(session, content, fault);
  session.served += 1;
  if (!misbehave(session, fault)) say(session, '250 taken');
  session.from = '';
  session.to = '';
}

function chanceOfDrop(session: Session): SinkFault | null {
  const { chances, chance } = session.options;
  return chances.dropAfterData > 0 && chance() < chances.dropAfterData ? { does: 'drop' } : null;
}

function record(session: Session, content: Buffer, fault: SinkFault | null): void {
  const { keep, received } = session.options;
  let told = '250';
  if (fault !== null) told = fault.does === 'reply' ? String(fault.code) : 'none';
  received({
    messageId: messageIdIn(content),
    from: session.from,
    to: session.to,
    at: Date.now(),
    told,
    bytes: keep ? unstuffed(content) : null,
  });
}

function reset(session: Session): void {
  session.from = '';
  session.to = '';
  say(session, '250 ok');
}

function quit(session: Session): void {
  say(session, '221 bye');
  flush(session);
  session.dead = true;
  session.socket.end();
}

function misbehave(session: Session, fault: SinkFault | null): boolean {
  if (fault === null) return false;
  if (fault.does === 'reply') say(session, `${fault.code} as you asked`);
  if (fault.does === 'garble') say(session, 'what was that?');
  if (fault.does === 'drop') drop(session);
  return true;
}

function drop(session: Session): void {
  session.dead = true;
  session.replies = '';
  session.socket.destroy();
}

function say(session: Session, line: string): void {
  session.replies += `${line}\r\n`;
}

function flush(session: Session): void {
  if (session.replies === '' || session.dead) return;
  const { replies, socket } = session;
  session.replies = '';
  const delayMs = session.options.replyDelayMs;
  if (delayMs === 0) socket.write(replies);
  else setTimeout(() => socket.destroyed || socket.write(replies), delayMs);
}

function addressIn(line: string): string {
  const open = line.indexOf('<');
  return line.slice(open + 1, line.indexOf('>', open));
}

function messageIdIn(content: Buffer): string {
  const found = /^message-id:\s*(\S+)/im.exec(content.toString('latin1', 0, 4_096));
  return found?.[1] ?? '';
}

function unstuffed(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replace(/^\.\./gm, '.'), 'latin1');
}
