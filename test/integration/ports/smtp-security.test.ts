/** The place where TLS and log-ins are tried against a real server, and no password is told. */

import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { createSmtpMailer } from '../../../src/adapters/smtp/smtp-mailer.ts';
import type { Mailbox, SmtpServer } from '../../../src/ports/mailer.ts';
import { handOver } from '../../support/hand-over.ts';
import { outboundWith } from '../../support/outbound.ts';

const password = 'correct horse battery';
const wrong = 'wrong horse';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function startServer(options: SMTPServerOptions) {
  const bodies: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 50,
    ...options,
    onAuth(auth, _session, callback) {
      if (auth.password === password) callback(null, { user: auth.username });
      // The echo is the point: some servers tell what they were told.
      else callback(new Error(`no: ${auth.password} ${btoa(auth.password ?? '')}`));
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        bodies.push(Buffer.concat(chunks).toString());
        callback(null, 'taken');
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  ends.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { port, bodies };
}

/** Every name but one leads to this machine; only the true names of it need no certificate. */
const outbound = outboundWith('loopback, 0.0.0.0, mail.internal, mail.localhost', (name) =>
  name === 'nowhere.invalid' ? Promise.resolve([]) : Promise.resolve(['127.0.0.1']),
);

function startMailer() {
  const mailer = createSmtpMailer({ outbound, connectionsMax: 2, limits: { quitMsMax: 200 } });
  ends.push(() => mailer.close());
  return mailer;
}

function mailboxAt(port: number, server: Partial<SmtpServer>): Mailbox {
  const smtp: SmtpServer = { host: '127.0.0.1', port, security: 'none', auth: null, ...server };
  return { aliasId: 'alias-1', provider: 'smtp', smtp };
}

const envelope = {
  messageId: '1@sender.example',
  from: 'a@sender.example',
  to: 'ada@lead.example',
  bytes: Buffer.from('Message-ID: <1@sender.example>\r\n\r\nHello.\r\n'),
};

type WrongSettings = {
  readonly server?: SMTPServerOptions;
  readonly settings: Partial<SmtpServer>;
  readonly words: string;
};

const goodLogin = { username: 'ada', password };
const badLogin = { username: 'ada', password: wrong };

describe('a mailbox whose settings are right', () => {
  test.each<[string, SMTPServerOptions, Partial<SmtpServer>]>([
    ['STARTTLS and a log-in', {}, { security: 'starttls', auth: goodLogin }],
    ['STARTTLS without a log-in', {}, { security: 'starttls' }],
    ['TLS and a log-in', { secure: true }, { security: 'tls', auth: goodLogin }],
    ['TLS, by name', { secure: true }, { security: 'tls', host: 'localhost' }],
    ['a log-in in the clear', { allowInsecureAuth: true }, { security: 'none', auth: goodLogin }],
    [
      'a log-in by AUTH LOGIN only',
      { allowInsecureAuth: true, authMethods: ['LOGIN'] },
      { auth: goodLogin },
    ],
    ['a server that offers STARTTLS to one who declines', {}, { security: 'none' }],
  ])('%s: verified, and a message goes out', async (_name, options, settings) => {
    const { port, bodies } = await startServer(options);
    const mailer = startMailer();
    const mailbox = mailboxAt(port, settings);
    expect(await mailer.verify(mailbox)).toEqual({ ok: true });
    const answer = await handOver(mailer, mailbox, envelope);
    expect(answer.outcome).toBe('accepted');
    expect(bodies).toEqual([envelope.bytes.toString()]);
  });
});

describe('a mailbox whose settings are wrong', () => {
  test.each<readonly [string, WrongSettings]>([
    [
      'password',
      { settings: { security: 'starttls', auth: badLogin }, words: 'did not accept the log-in' },
    ],
    [
      'password, AUTH LOGIN',
      {
        server: { allowInsecureAuth: true, authMethods: ['LOGIN'] },
        settings: { auth: badLogin },
        words: 'did not accept the log-in',
      },
    ],
    [
      'a log-in where none is offered',
      {
        server: { disabledCommands: ['AUTH'] },
        settings: { auth: goodLogin },
        words: 'offers no log-in',
      },
    ],
    [
      'STARTTLS where there is none',
      {
        server: { disabledCommands: ['STARTTLS'] },
        settings: { security: 'starttls' },
        words: 'TLS',
      },
    ],
    [
      'TLS where STARTTLS is meant',
      { settings: { security: 'tls' }, words: 'could not be reached over TLS' },
    ],
    [
      'a certificate nobody vouches for, away from home',
      {
        server: { secure: true },
        settings: { security: 'tls', host: '0.0.0.0' },
        words: 'certificate',
      },
    ],
    [
      'a certificate nobody vouches for, after STARTTLS',
      { settings: { security: 'starttls', host: '0.0.0.0' }, words: 'certificate' },
    ],
    ...['127.0.0.1.nip.io', 'localhost.evil.example', 'mail.localhost', 'mail.internal'].flatMap(
      (host): (readonly [string, WrongSettings])[] => [
        [
          `a certificate nobody vouches for, at ${host}`,
          { server: { secure: true }, settings: { security: 'tls', host }, words: 'certificate' },
        ],
        [
          `a certificate nobody vouches for, after STARTTLS at ${host}`,
          { settings: { security: 'starttls', host }, words: 'certificate' },
        ],
      ],
    ),
    [
      'a host that is not there',
      { settings: { host: 'nowhere.invalid' }, words: 'has a name that could not be found' },
    ],
  ])('%s: said in words, and nothing is sent', async (_name, { server, settings, words }) => {
    const { port, bodies } = await startServer(server ?? {});
    const mailer = startMailer();
    const mailbox = mailboxAt(port, settings);
    const verified = await mailer.verify(mailbox);
    const answer = await handOver(mailer, mailbox, envelope);
    expect(verified).toEqual({ ok: false, error: expect.stringContaining(words) });
    expect(answer).toEqual({ outcome: 'unreachable', response: expect.stringContaining(words) });
    expect(bodies).toEqual([]);
    const told = JSON.stringify([verified, answer]);
    for (const secret of [wrong, btoa(wrong), password]) expect(told).not.toContain(secret);
  });
});

test('a session logged in with one password is not lent to who has another', async () => {
  const { port, bodies } = await startServer({ allowInsecureAuth: true });
  const mailer = startMailer();
  const owner = mailboxAt(port, { auth: goodLogin });
  const stranger = mailboxAt(port, { auth: badLogin });
  expect((await handOver(mailer, owner, envelope)).outcome).toBe('accepted');
  expect((await handOver(mailer, stranger, envelope)).outcome).toBe('unreachable');
  expect(bodies.length).toBe(1);
});

test('a message of many megabytes goes out whole', async () => {
  const { port, bodies } = await startServer({ size: 50_000_000 });
  const mailer = startMailer();
  const line = `${'x'.repeat(70)}\r\n.${'y'.repeat(70)}\r\n`;
  const bytes = Buffer.from(`Message-ID: <2@sender.example>\r\n\r\n${line.repeat(50_000)}`);
  const answer = await handOver(mailer, mailboxAt(port, { security: 'starttls' }), {
    ...envelope,
    bytes,
  });
  expect(answer.outcome).toBe('accepted');
  expect(bodies[0] === bytes.toString()).toBe(true);
});
