/** The place where a message is handed to an SMTP server, once, and told what became of it. */
import type {
  Envelope,
  HandOver,
  Mailbox,
  Mailer,
  SmtpServer,
  Verified,
} from '../../ports/mailer.ts';
import { faultToAnswer, type SmtpFault } from './classify.ts';
import { wireAddress } from './smtp-addresses.ts';
import { openConnection, type WireMessage } from './smtp-connection.ts';
import { type SmtpLimits, smtpLimits } from './smtp-limits.ts';
import { createSmtpPool, type SmtpPool } from './smtp-pool.ts';
import { faultInWords, replyInWords } from './smtp-words.ts';

export type SmtpMailerOptions = {
  /** The hard bound over every server: open, opening and idle ones together. */
  readonly connectionsMax: number;
  readonly connectionsPerServerMax?: number;
  /** What we call ourselves in EHLO; the machine's name if it is a full one. */
  readonly heloName?: string;
  readonly limits?: Partial<SmtpLimits>;
};

export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const limits = { ...smtpLimits, ...options.limits };
  const heloName = options.heloName ?? null;
  const pool = createSmtpPool({
    open: (server) => openConnection(server, { limits, heloName }),
    connectionsMax: options.connectionsMax,
    connectionsPerServerMax: options.connectionsPerServerMax ?? options.connectionsMax,
    limits,
  });
  return {
    async handOver(mailbox, envelope) {
      try {
        return await handOver(pool, mailbox, envelope);
      } catch (error) {
        // A bug of ours, at a point we do not know: so nothing about the message is certain.
        return { outcome: 'unknown', response: `internal error: ${String(error)}` };
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

async function handOver(pool: SmtpPool, mailbox: Mailbox, envelope: Envelope): Promise<HandOver> {
  const server = mailbox.smtp;
  if (server === null) return { outcome: 'unreachable', response: 'the mailbox has no server' };
  const from = wireAddress(envelope.from);
  const to = wireAddress(envelope.to);
  if (!from.ok) return unsendable(from.failure, false);
  if (!to.ok) return unsendable(to.failure, true);
  const message = { from: from.value, to: to.value, bytes: envelope.bytes };
  const first = await sendOnce(pool, server, { message, fresh: false });
  if (!first.wasStale) return first.answer;
  // The server had closed the session while it was idle: nothing of the message left here, so a
  // new connection is not a second attempt. It happens once: a fresh connection is never stale.
  return (await sendOnce(pool, server, { message, fresh: true })).answer;
}

function unsendable(response: string, recipient: boolean): HandOver {
  return { outcome: 'refused', permanent: true, recipient, response };
}

async function sendOnce(
  pool: SmtpPool,
  server: SmtpServer,
  { message, fresh }: { readonly message: WireMessage; readonly fresh: boolean },
): Promise<{ readonly answer: HandOver; readonly wasStale: boolean }> {
  const taken = await pool.take(server, { fresh });
  if (!taken.ok) return { answer: answerTo(taken.failure, server), wasStale: false };
  const lease = taken.value;
  const sent = await lease.connection.send(message).catch((bug: unknown) => {
    // The connection's state is unknown now as well, and a lease not given back is lost for good.
    pool.give(lease, 'nothing');
    throw bug;
  });
  if (sent.ok) {
    pool.give(lease, 'reuse');
    const response = replyInWords(sent.value, server);
    return { answer: { outcome: 'accepted', response }, wasStale: false };
  }
  const answer = answerTo(sent.failure, server);
  const reusable = answer.outcome === 'refused' && lease.connection.isAlive();
  pool.give(lease, reusable ? 'reset' : 'nothing');
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
