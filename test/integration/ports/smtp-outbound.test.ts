/** Proves that a mail server's name is no way into a private network, nor to what answers there. */
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Lookup } from '../../../src/adapters/outbound/outbound.ts';
import { createSmtpMailer } from '../../../src/adapters/smtp/smtp-mailer.ts';
import type { Outbound } from '../../../src/ports/outbound.ts';
import { handOver } from '../../support/hand-over.ts';
import { loopbackOutbound, outboundWith } from '../../support/outbound.ts';
import { type Script, startScriptedServer } from '../../support/scripted-smtp.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const envelope = {
  messageId: '1@sender.example',
  from: 'a@sender.example',
  to: 'ada@lead.example',
  bytes: Buffer.from('Message-ID: <1@sender.example>\r\n\r\nHello.\r\n'),
};

async function start(outbound: Outbound, script: Script = {}) {
  const server = await startScriptedServer(script);
  const limits = { quitMsMax: 100, closeMsMax: 100, greetingMsMax: 100 };
  const mailer = createSmtpMailer({ outbound, connectionsMax: 1, limits });
  ends.push(() => mailer.close().then(() => server.close()));
  const mailboxAt = (host: string, security: 'none' | 'starttls' | 'tls' = 'none') => {
    const smtp = { host, port: server.port, security, auth: null } as const;
    return { aliasId: 'alias-1', provider: 'smtp', smtp } as const;
  };
  return { server, mailer, mailboxAt };
}

const here: Lookup = () => Promise.resolve(['127.0.0.1']);

describe('where the operator permits no private host', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '::ffff:127.0.0.1',
    '[::1]',
    '0.0.0.0',
    '[::]',
    'localhost',
    'localhost.',
    '１２７.０.０.１',
    'rebound.example',
    '127.0.0.1.nip.io',
  ])('%s is connected to neither by a sign-in nor by a hand-over', async (host) => {
    const { server, mailer, mailboxAt } = await start(outboundWith('none', here));
    const words =
      `${host}:${server.port} leads to a private, loopback or reserved address; whoever operates ` +
      'this server can permit it in COUNTERSIGN_PRIVATE_HOSTS';
    expect(await mailer.verify(mailboxAt(host))).toEqual({ ok: false, error: words });
    const answer = await handOver(mailer, mailboxAt(host), envelope);
    expect(answer).toEqual({ outcome: 'unreachable', response: words });
    expect(server.connections()).toBe(0);
  });
});

describe('a service that is no mail server', () => {
  const secret = 'internal-secret';
  test.each([
    ['an error of Redis', `-ERR ${secret}\r\n`],
    ['an answer of HTTP', `HTTP/1.1 400 ${secret}\r\n\r\n`],
    ['a banner of SSH', `SSH-2.0-${secret}\r\n`],
    ['a refusal', `554 ${secret}\r\n`],
    ['a farewell', `421 ${secret}\r\n!`],
    ['a code that is none', `2200 ${secret}\r\n`],
    ['a 220 in the second line', `${secret}\r\n220 hello\r\n`],
    ['half a line', `220 ${secret}`],
    ['half a line, and a closed connection', `220 ${secret}!`],
    ['nothing at all', ''],
    ['a closed connection', null],
    ['a flood', `${secret.repeat(10_000)}`],
  ])('is told nothing and repeated in nothing: %s', async (_name, greeting) => {
    const { server, mailer, mailboxAt } = await start(loopbackOutbound, { greeting });
    const words = `The server did not greet as a mail server does (127.0.0.1:${server.port}).`;
    expect(await mailer.verify(mailboxAt('127.0.0.1'))).toEqual({ ok: false, error: words });
    const answer = await handOver(mailer, mailboxAt('127.0.0.1'), envelope);
    expect(answer).toEqual({ outcome: 'unreachable', response: words });
    expect(server.heard()).toEqual([]);
  });

  it('is not repeated either where TLS was expected', async () => {
    const greeting = `-ERR ${secret}\r\n`;
    const { mailer, mailboxAt } = await start(loopbackOutbound, { greeting });
    const verified = await mailer.verify(mailboxAt('127.0.0.1', 'tls'));
    expect(JSON.stringify(verified)).not.toContain(secret);
    expect(verified.ok).toBe(false);
  });
});

describe('a mail server', () => {
  test.each(['220 hello\r\n', '220-hello\r\n220 world\r\n', '220\r\n'])(
    'greets by %j',
    async (greeting) => {
      const { mailer, mailboxAt } = await start(loopbackOutbound, { greeting });
      expect(await mailer.verify(mailboxAt('127.0.0.1'))).toEqual({ ok: true });
    },
  );

  it('is told as it answers once it has greeted', async () => {
    const no = '550 not for you\r\n';
    const { mailer, mailboxAt } = await start(loopbackOutbound, { EHLO: no, HELO: no });
    const verified = await mailer.verify(mailboxAt('127.0.0.1'));
    expect(verified).toEqual({ ok: false, error: expect.stringContaining('550 not for you') });
  });

  it('is looked up once for each connection, which goes where the look-up said', async () => {
    const asked: string[] = [];
    const rebinding: Lookup = (name) => {
      asked.push(name);
      return Promise.resolve([asked.length === 1 ? '127.0.0.1' : '10.255.255.1']);
    };
    const { server, mailer, mailboxAt } = await start(outboundWith('loopback', rebinding));
    expect(await mailer.verify(mailboxAt('mail.example.com'))).toEqual({ ok: true });
    expect([asked, server.connections()]).toEqual([['mail.example.com'], 1]);
    expect((await mailer.verify(mailboxAt('mail.example.com'))).ok).toBe(false);
    expect([asked.length, server.connections()]).toEqual([2, 1]);
  });

  it('is reached by its next address where nobody answers at the first', async () => {
    const several: Lookup = () => Promise.resolve(['::1', '127.0.0.1']);
    const { server, mailer, mailboxAt } = await start(outboundWith('loopback', several));
    expect(await mailer.verify(mailboxAt('localhost'))).toEqual({ ok: true });
    expect(server.connections()).toBe(1);
  });
});

test('a look-up that hangs is no hang of a hand-over', async () => {
  const never: Lookup = () => new Promise(() => undefined);
  const outbound = outboundWith('none', never, { lookupMsMax: 20 });
  const { server, mailer, mailboxAt } = await start(outbound);
  expect(await handOver(mailer, mailboxAt('mail.example.com'), envelope)).toEqual({
    outcome: 'unreachable',
    response: `mail.example.com:${server.port} has a name that no name server answered for in time`,
  });
});
