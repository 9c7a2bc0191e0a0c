/** The place where a message is handed to an SMTP server, once, and told what became of it. */
import { assert } from '../../lib/assert.ts';
import type {
  Envelope,
  HandOver,
  Line,
  Mailbox,
  Mailer,
  SmtpServer,
  Verified,
} from '../../ports/mailer.ts';
import type { Outbound } from '../../ports/outbound.ts';
import { faultToAnswer, type SmtpFault } from './classify.ts';
import { wireAddress } from './smtp-addresses.ts';
import { openConnection, type WireMessage } from './smtp-connection.ts';
import { type SmtpLimits, smtpLimits } from './smtp-limits.ts';
import { createSmtpPool, type Lease, type SmtpPool } from './smtp-pool.ts';
import { faultInWords, replyInWords } from './smtp-words.ts';

export type SmtpMailerOptions = {
  /** Says where a connection may lead. */
  readonly outbound: Outbound;
  /** The hard bound over every server: open, opening and idle ones together. */
  readonly connectionsMax: number;
  readonly connectionsPerServerMax?: number;
  /** What we call ourselves in EHLO; the machine's name if it is a full one. */
  readonly heloName?: string;
  readonly limits?: Partial<SmtpLimits>;
};

export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const limits = { ...smtpLimits, ...options.limits };
  const { heloName = null, outbound } = options;
  const pool = createSmtpPool({
    open: (server) => openConnection(server, { limits, heloName, outbound }),
    connectionsMax: options.connectionsMax,
    connectionsPerServerMax: options.connectionsPerServerMax ?? options.connectionsMax,
    limits,
  });
  return {
    async open(mailbox) {
      try {
        return await openLine(pool, mailbox);
      } catch (error) {
        return { open: false, response: `internal error: ${String(error)}` };
      }
    },
    async verify(mailbox) {
      try {
        return await verify(pool, mailbox);
      } catch (error) {
        return { ok: false, error: `internal error: ${String(error)}` };
      }
    },
    close: () => pool.close(),
  };
}

type Fitness = Parameters<SmtpPool['give']>[1];
/** What is held for one message: another connection, if the first proves to be dead. */
type Held = {
  readonly pool: SmtpPool;
  readonly server: SmtpServer;
  lease: Lease | null;
  fitFor: Fitness;
};

async function openLine(pool: SmtpPool, mailbox: Mailbox): Promise<Line> {
  const server = mailbox.smtp;
  if (server === null) return { open: false, response: 'the mailbox has no server' };
  const taken = await pool.take(server, { fresh: false });
  if (!taken.ok) return { open: false, response: faultInWords(taken.failure, server) };
  const held: Held = { pool, server, lease: taken.value, fitFor: 'reuse' };
  return {
    open: true,
    async handOver(envelope) {
      try {
        return await handOver(held, envelope);
      } catch (error) {
        // A bug of ours, at a point we do not know: so nothing about the message is certain.
        return { outcome: 'unknown', response: `internal error: ${String(error)}` };
      }
    },
    release: () => release(held),
  };
}

function release(held: Held): void {
  const { lease } = held;
  held.lease = null;
  if (lease !== null) held.pool.give(lease, held.fitFor);
}

async function handOver(held: Held, envelope: Envelope): Promise<HandOver> {
  const from = wireAddress(envelope.from);
  const to = wireAddress(envelope.to);
  if (!from.ok) return unsendable(from.failure, false);
  if (!to.ok) return unsendable(to.failure, true);
  const message = { from: from.value, to: to.value, bytes: envelope.bytes };
  const first = await sendOnce(held, message);
  if (!first.wasStale) return first.answer;
  // The server had closed the session while it was idle: nothing of the message left here, so a
  // new connection is not a second attempt. It happens once: a fresh connection is never stale.
  release(held);
  const taken = await held.pool.take(held.server, { fresh: true });
  if (!taken.ok) return answerTo(taken.failure, held.server);
  held.lease = taken.value;
  return (await sendOnce(held, message)).answer;
}

function unsendable(response: string, recipient: boolean): HandOver {
  return { outcome: 'refused', permanent: true, recipient, response };
}

async function sendOnce(
  held: Held,
  message: WireMessage,
): Promise<{ readonly answer: HandOver; readonly wasStale: boolean }> {
  const { server, lease } = held;
  assert(lease !== null, 'a line that was released hands nothing over');
  // Until it is known better, also where this throws: the state of the session is unknown then.
  held.fitFor = 'nothing';
  const sent = await lease.connection.send(message);
  if (sent.ok) {
    held.fitFor = 'reuse';
    const response = replyInWords(sent.value, server);
    return { answer: { outcome: 'accepted', response }, wasStale: false };
  }
  const answer = answerTo(sent.failure, server);
  const reusable = answer.outcome === 'refused' && lease.connection.isAlive();
  held.fitFor = reusable ? 'reset' : 'nothing';
  return { answer, wasStale: lease.reused && isStale(sent.failure) };
}

function answerTo(fault: SmtpFault, server: SmtpServer): HandOver {
  return faultToAnswer(fault, faultInWords(fault, server));
}

/** It died, or said goodbye with 421, before a byte of the message; silence is something else. */
function isStale({ phase, error }: SmtpFault): boolean {
  if (phase !== 'envelope') return false;
  if (error.responseCode === 421 && error.command === 'MAIL FROM') return true;
  const died = error.code === 'ECONNECTION' || error.code === 'ESOCKET';
  return died && error.responseCode === undefined;
}

async function verify(pool: SmtpPool, mailbox: Mailbox): Promise<Verified> {
  const server = mailbox.smtp;
  if (server === null) return { ok: false, error: 'the mailbox has no server' };
  const taken = await pool.take(server, { fresh: true });
  if (!taken.ok) return { ok: false, error: faultInWords(taken.failure, server) };
  const { connection } = taken.value;
  const answers = await connection.reset();
  await connection.quit();
  return answers ? { ok: true } : { ok: false, error: 'the server did not answer after log-in' };
}
