/** The place where replies and faults become words: one line, short, with no secret in them. */
import type { SMTPError } from 'nodemailer/lib/smtp-connection';

import type { SmtpServer } from '../../ports/mailer.ts';
import type { SmtpFault } from './classify.ts';

const replyCharsMax = 1_000;
const secretCharsMin = 3;
const control = /\p{Cc}+/gu;

export function replyInWords(reply: string, server: SmtpServer): string {
  let words = reply.slice(0, replyCharsMax * 2);
  // A server may echo what it was given; AUTH PLAIN and LOGIN give it the password in base64.
  for (const secret of secretsOf(server)) words = words.replaceAll(secret, '…');
  return words.replace(control, ' ').trim().slice(0, replyCharsMax);
}

/** The server's own words where it said something; otherwise what happened, and where. */
export function faultInWords({ phase, error }: SmtpFault, server: SmtpServer): string {
  const place = `${server.host}:${server.port}`;
  const said = error.response === undefined ? '' : error.response;
  if (phase === 'connect') return replyInWords(connectFault(error, { place, said }), server);
  if (said !== '') return replyInWords(said, server);
  const moment = phase === 'envelope' ? 'before the message' : 'after the message began to flow';
  return replyInWords(`${place}, ${moment}: ${error.message}`, server);
}

const whatFailed: Readonly<Record<string, string>> = {
  EAUTH: 'did not accept the log-in',
  ESOCKET: 'could not be connected to',
  ETIMEDOUT: 'did not answer in time',
  ETLS: 'could not be reached over TLS',
};

function connectFault(error: SMTPError, { place, said }: Record<'place' | 'said', string>): string {
  if (error.code === 'EOUTBOUND') return `${place} ${error.message}`;
  if (error.code === 'EGREETING') return `${error.message} (${place}).`;
  const otherwise = said === '' ? 'could not be reached' : 'turned us away';
  const what = whatFailed[error.code ?? ''] ?? otherwise;
  return `${place} ${what}: ${said === '' ? error.message : said}`;
}

function secretsOf(server: SmtpServer): readonly string[] {
  if (server.auth === null) return [];
  const { username, password } = server.auth;
  return [
    password,
    Buffer.from(password).toString('base64'),
    Buffer.from(`\0${username}\0${password}`).toString('base64'),
  ].filter((secret) => secret.length >= secretCharsMin);
}
