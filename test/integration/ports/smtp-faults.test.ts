/** The place where every way a hand-over can break is tried, and "certain" has to be deserved. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { SmtpLimits } from '../../../src/adapters/smtp/smtp-limits.ts';
import { createSmtpMailer } from '../../../src/adapters/smtp/smtp-mailer.ts';
import type { HandOver, Mailer } from '../../../src/ports/mailer.ts';
import { handOver } from '../../support/hand-over.ts';
import { loopbackOutbound } from '../../support/outbound.ts';
import { type Script, startScriptedServer } from '../../support/scripted-smtp.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

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

async function start(script: Script | readonly Script[], limits: Partial<SmtpLimits> = {}) {
  const server = await startScriptedServer(...[script].flat());
  const mailer = createSmtpMailer({
    outbound: loopbackOutbound,
    // One, so that a second message waits for the first one's connection.
    connectionsMax: 1,
    limits: { quitMsMax: 100, closeMsMax: 100, ...limits },
  });
  ends.push(() => mailer.close().then(() => server.close()));
  const smtp = { host: '127.0.0.1', port: server.port, security: 'none', auth: null } as const;
  const mailbox = { aliasId: 'alias-1', provider: 'smtp', smtp } as const;
  return { server, mailer, mailbox, send: () => handOver(mailer, mailbox, envelope) };
}

function withoutWords({ response: _response, ...answer }: HandOver) {
  return answer;
}

const unreachable = { outcome: 'unreachable' };
const unknown = { outcome: 'unknown' };
const accepted = { outcome: 'accepted' };
const refused = (permanent: boolean, recipient: boolean) => ({
  outcome: 'refused',
  permanent,
  recipient,
});

const pipelining = { EHLO: '250-scripted\r\n250 PIPELINING\r\n' };

describe('before anybody judged the message, it is unreachable', () => {
  test.each<[string, Script]>([
    ['a greeting that turns us away', { greeting: '554 no\r\n' }],
    ['a greeting that asks us to come later', { greeting: '421 later\r\n!' }],
    ['a connection closed instead of a greeting', { greeting: null }],
    ['a greeting that is not SMTP', { greeting: 'HTTP/1.1 400 Bad Request\r\n' }],
    ['EHLO and HELO refused', { EHLO: '500 no\r\n', HELO: '500 no\r\n' }],
    ['EHLO answered by a closed connection', { EHLO: null }],
  ])('%s', async (_name, script) => {
    const { send } = await start(script);
    expect(withoutWords(await send())).toEqual(unreachable);
  });

  test('nobody listens', async () => {
    const { server, send } = await start({});
    await server.close();
    expect(withoutWords(await send())).toEqual(unreachable);
  });

  test('a server that never greets', async () => {
    const { send } = await start({ greeting: '' }, { greetingMsMax: 50 });
    expect(withoutWords(await send())).toEqual(unreachable);
  });

  test('a server that trickles its greeting for ever', async () => {
    const { send } = await start({ EHLO: '250-a\r\n' }, { setUpMsMax: 50 });
    expect(withoutWords(await send())).toEqual(unreachable);
  });

  test('a reply that never ends', async () => {
    const { send } = await start({ EHLO: '250-a\r\n'.repeat(100) }, { replyBytesMax: 300 });
    expect(withoutWords(await send())).toEqual(unreachable);
  });
});

describe.each([
  { name: 'one command at a time', ehlo: {} },
  { name: 'with PIPELINING', ehlo: pipelining },
])('the envelope, $name', ({ ehlo }) => {
  test.each<[string, Script, unknown]>([
    ['MAIL 5xx', { MAIL: '550 5.7.1 not you\r\n' }, refused(true, false)],
    ['MAIL 4xx', { MAIL: '451 4.3.0 later\r\n' }, refused(false, false)],
    ['MAIL 421', { MAIL: '421 closing\r\n!' }, unreachable],
    ['MAIL and a closed connection', { MAIL: null }, unreachable],
    ['MAIL and nonsense', { MAIL: 'what?\r\n' }, unreachable],
    ['RCPT 550', { RCPT: '550 5.1.1 unknown user\r\n' }, refused(true, true)],
    [
      'RCPT 550 in several lines',
      { RCPT: '550-5.1.1 no\r\n550 5.1.1 no\r\n' },
      refused(true, true),
    ],
    ['RCPT 450', { RCPT: '450 4.2.0 greylisted\r\n' }, refused(false, true)],
    ['RCPT 530, a missing log-in', { RCPT: '530 5.7.0 log in\r\n' }, refused(true, false)],
    ['RCPT 554 5.7.1, a closed relay', { RCPT: '554 5.7.1 no relay\r\n' }, refused(true, false)],
    ['RCPT 503, out of step', { RCPT: '503 bad sequence\r\n' }, refused(false, false)],
    ['RCPT 421', { RCPT: '421 closing\r\n!' }, unreachable],
    ['RCPT and nonsense', { RCPT: 'what?\r\n', DATA: '503 no\r\n' }, unreachable],
    ['DATA 5xx', { DATA: '554 no\r\n' }, refused(true, false)],
    ['DATA 4xx', { DATA: '451 later\r\n' }, refused(false, false)],
    ['DATA 503', { DATA: '503 no recipients\r\n' }, refused(false, false)],
    ['DATA and a closed connection', { DATA: null }, unreachable],
    ['DATA and half a 354', { DATA: '35!' }, unreachable],
    ['DATA answered by 250, not 354', { DATA: '250 fine\r\n' }, unreachable],
  ])('%s', async (_name, script, answer) => {
    const { send, server } = await start({ ...ehlo, ...script });
    expect(withoutWords(await send())).toEqual(answer);
    expect(server.heard()).not.toContain('message');
  });

  test('a refused recipient whose DATA was taken all the same', async () => {
    const { send, server } = await start({ ...ehlo, RCPT: '550 5.1.1 unknown user\r\n' });
    expect(withoutWords(await send())).toEqual(refused(true, true));
    await expect.poll(() => server.heard()).toContain('RSET');
    await send();
    expect(server.connections()).toBe(1);
  });

  test('a server that falls silent before the message', async () => {
    const { send } = await start({ ...ehlo, MAIL: '', RCPT: '', DATA: '' }, { envelopeMsMax: 50 });
    expect(withoutWords(await send())).toEqual(unreachable);
  });
});

describe('from the first byte of the message on, only a whole reply is certain', () => {
  test.each<[string, Script, unknown]>([
    ['250', { dot: '250 taken\r\n' }, accepted],
    ['250 in several lines', { dot: '250-taken\r\n250 id 7\r\n' }, accepted],
    ['250 without a word', { dot: '250\r\n' }, accepted],
    ['554', { dot: '554 5.7.1 spam\r\n' }, refused(true, false)],
    ['451', { dot: '451 4.7.1 later\r\n' }, refused(false, false)],
    ['421', { dot: '421 closing\r\n!' }, refused(false, false)],
    ['a closed connection', { dot: null }, unknown],
    ['half a 250', { dot: '250 tak!' }, unknown],
    ['half a 554', { dot: '554 spa!' }, unknown],
    ['a 554 that never ends', { dot: '554-spam\r\n!' }, unknown],
    ['lines that contradict each other', { dot: '250-taken\r\n550 not\r\n' }, unknown],
    ['nonsense', { dot: 'taken\r\n' }, unknown],
    ['a code that is none', { dot: '2500 taken\r\n' }, unknown],
    ['354 again', { dot: '354 go on\r\n' }, unknown],
    ['221, a farewell', { dot: '221 bye\r\n!' }, unknown],
    ['a closed connection right after the 354', { DATA: '354 go on\r\n!' }, unknown],
  ])('the dot is answered by %s', async (_name, script, answer) => {
    const { send } = await start(script);
    expect(withoutWords(await send())).toEqual(answer);
  });

  test('silence after the dot', async () => {
    const { send } = await start({ dot: '' }, { contentMsMax: 50 });
    expect(withoutWords(await send())).toEqual(unknown);
  });

  test('silence after the dot, cut short because the mailer closes', async () => {
    const { send, mailer, server } = await start({ dot: '' }, { closeMsMax: 50 });
    const answer = send();
    await expect.poll(() => server.heard()).toContain('message');
    await mailer.close();
    expect(withoutWords(await answer)).toEqual(unknown);
  });
});

describe('a session that was used before', () => {
  test.each<[string, Script]>([
    ['closed while it was idle', { dot: '250 taken\r\n!' }],
    ['ended by a farewell at the next MAIL', { MAIL: ['250 ok\r\n', '421 idle too long\r\n!'] }],
    ['ended by a farewell of the server', { dot: '250 taken\r\n421 idle too long\r\n!' }],
    ['out of step by a reply too many', { dot: '250 taken\r\n250 taken\r\n' }],
  ])('%s is replaced, and the message goes out once', async (_name, script) => {
    const { send, server } = await start([script, {}]);
    expect(withoutWords(await send())).toEqual(accepted);
    expect(withoutWords(await send())).toEqual(accepted);
    expect(server.heard().filter((verb) => verb === 'message').length).toBe(2);
    expect(server.connections()).toBe(2);
  });

  test('a second message is sent over the same connection', async () => {
    const { send, server } = await start({});
    await send();
    await send();
    expect(server.connections()).toBe(1);
  });

  test('a fresh session that dies is not tried again', async () => {
    const { send, server } = await start({ MAIL: null });
    expect(withoutWords(await send())).toEqual(unreachable);
    expect(server.connections()).toBe(1);
  });
});

describe('a line', () => {
  test('is open before anything is handed over, and nobody else has it until it is released', async () => {
    const { mailer, mailbox, server } = await start({});
    const line = await mailer.open(mailbox);
    expect([line.open, server.connections()]).toEqual([true, 1]);
    if (!line.open) return;
    expect((await line.handOver(envelope)).outcome).toBe('accepted');
    let isNext = false;
    const next = mailer.open(mailbox).then((opened) => {
      isNext = true;
      return opened;
    });
    await sleep(50);
    expect(isNext).toBe(false);
    line.release();
    const second = await next;
    expect([second.open, server.connections()]).toEqual([true, 1]);
    if (second.open) second.release();
  });

  test('that is not used leaves no trace of a message', async () => {
    const { mailer, mailbox, server, send } = await start({});
    const line = await mailer.open(mailbox);
    if (line.open) line.release();
    expect(server.heard()).not.toContain('MAIL');
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    expect(server.connections()).toBe(1);
  });

  test('to a server that nobody answers for is not open, and says why', async () => {
    const { mailer } = await start({});
    const smtp = { host: '127.0.0.1', port: 1, security: 'none', auth: null } as const;
    const line = await mailer.open({ aliasId: 'alias-1', provider: 'smtp', smtp });
    expect(line).toEqual({ open: false, response: expect.stringContaining('127.0.0.1') });
  });
});

describe('what never reaches the wire', () => {
  async function sendTo(mailer: Mailer, port: number, to: string) {
    const smtp = { host: '127.0.0.1', port, security: 'none', auth: null } as const;
    const mailbox = { aliasId: 'alias-1', provider: 'smtp', smtp } as const;
    return withoutWords(await handOver(mailer, mailbox, { ...envelope, to }));
  }

  test.each([
    'jürgen@lead.example',
    'ada@lead.example>\r\nRCPT TO:<eve@lead.example',
    'a b@lead.example',
    'ada',
    '@lead.example',
    'ada@',
    `${'a'.repeat(250)}@lead.example`,
  ])('the address %j', async (to) => {
    const { mailer, server } = await start({});
    expect(await sendTo(mailer, server.port, to)).toEqual(refused(true, true));
    expect(server.heard()).not.toContain('MAIL');
  });

  test('an international domain goes out in its ASCII form', async () => {
    const sink = await startSmtpSink({ keep: true });
    const { mailer } = await start({});
    await sendTo(mailer, sink.port, 'ada@bücher.example');
    expect(sink.messages().map(({ to }) => to)).toEqual(['ada@xn--bcher-kva.example']);
    await sink.close();
  });

  test('a message larger than the server takes', async () => {
    const { send, server } = await start({ EHLO: '250-scripted\r\n250 SIZE 20\r\n' });
    expect(withoutWords(await send())).toEqual(refused(true, false));
    expect(server.heard()).not.toContain('MAIL');
  });

  test('a mailbox without a server', async () => {
    const { mailer } = await start({});
    const answer = await handOver(
      mailer,
      { aliasId: 'alias-1', provider: 'smtp', smtp: null },
      envelope,
    );
    expect(withoutWords(answer)).toEqual(unreachable);
  });
});
