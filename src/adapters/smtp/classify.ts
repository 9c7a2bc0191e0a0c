/** The place where a fault on the wire becomes one of the answers, and "certain" is earned. */
import type { SMTPError } from 'nodemailer/lib/smtp-connection';

import type { HandOver } from '../../ports/mailer.ts';

/**
 * How far the message had come. `content` begins when the first byte after the 354 is handed to
 * the socket: from there on only a complete reply of the server is certain (RFC 1047). Before it
 * nothing can have been delivered, whatever broke.
 */
export type SmtpPhase = 'connect' | 'envelope' | 'content';

export type SmtpFault = { readonly phase: SmtpPhase; readonly error: SMTPError };

type Refusal = Extract<HandOver, { outcome: 'refused' }>;

export function faultToAnswer(fault: SmtpFault, response: string): HandOver {
  switch (fault.phase) {
    case 'connect':
      return { outcome: 'unreachable', response };
    case 'envelope':
      return envelopeAnswer(fault.error, response);
    case 'content':
      return contentAnswer(fault.error, response);
  }
}

/** A 2xx to the dot. 220 and 221 are greetings and farewells, never an answer to a message. */
export function isAcceptance(reply: string): boolean {
  const code = replyCode(reply);
  return code !== null && code >= 200 && code < 300 && code !== 220 && code !== 221;
}

/**
 * Only a reply is a refusal, and 421 is none: it says that the service closes, not what it thinks
 * of the message, and with PIPELINING it cannot be told which command it answers.
 */
function envelopeAnswer(error: SMTPError, response: string): HandOver {
  if (error.code === 'EMESSAGE' && error.command === 'MAIL FROM') {
    // The library's own verdict: larger than the SIZE the server announced.
    return { outcome: 'refused', permanent: true, recipient: false, response };
  }
  const code = refusalCode(error);
  if (code === null || code === 421) return { outcome: 'unreachable', response };
  if (error.command === 'RCPT TO') {
    return refused(code, meansTheRecipient(error.response ?? ''), response);
  }
  const judged = error.command === 'MAIL FROM' || error.command === 'DATA';
  return judged ? refused(code, false, response) : { outcome: 'unreachable', response };
}

/**
 * EMESSAGE is the one error that carries the server's reply to the dot. A connection that died
 * with half a reply in the buffer also has a `responseCode`, but another error code.
 */
function contentAnswer(error: SMTPError, response: string): HandOver {
  const code = refusalCode(error);
  if (error.code !== 'EMESSAGE' || code === null) return { outcome: 'unknown', response };
  return refused(code, false, response);
}

function refused(code: number, recipient: boolean, response: string): Refusal {
  return { outcome: 'refused', permanent: isPermanent(code), recipient, response };
}

/** 503 says that the session was out of step, not what the server thinks of the message. */
function isPermanent(code: number): boolean {
  return code >= 500 && code !== 503;
}

function refusalCode(error: SMTPError): number | null {
  const code = typeof error.response === 'string' ? replyCode(error.response) : null;
  return code !== null && code >= 400 && code < 600 ? code : null;
}

/**
 * A refusal at RCPT is the lead's bounce unless it is about us: a missing log-in (530, 5.7.x),
 * a relay that is closed to us (5.7.1) or a session out of step (503, 5.5.x) would otherwise turn
 * one mistake in a mailbox's settings into a bounce of every lead.
 */
function meansTheRecipient(reply: string): boolean {
  return !/^5(?:03|30|34|35|38)/.test(reply) && !/^[45]\d\d[ -][45]\.[57]\./.test(reply);
}

/** RFC 5321, 4.2.1: every line of a reply has the same code, and only the last ends it. */
function replyCode(reply: string): number | null {
  const lines = reply.split('\n');
  const code = reply.slice(0, 3);
  if (!/^[2-5]\d\d$/.test(code)) return null;
  const whole = lines.every((line, index) =>
    index === lines.length - 1
      ? line === code || line.startsWith(`${code} `)
      : line.startsWith(`${code}-`),
  );
  return whole ? Number(code) : null;
}
