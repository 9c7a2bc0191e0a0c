/** The place where every mailer proves that it keeps the port's promise, the sandbox included. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createMailers } from '../../../src/adapters/mailer/mailers.ts';
import { createSandboxMailer } from '../../../src/adapters/mailer/sandbox-mailer.ts';
import { createSmtpMailer } from '../../../src/adapters/smtp/smtp-mailer.ts';
import type { Envelope, Mailbox, Mailer } from '../../../src/ports/mailer.ts';
import { handOver } from '../../support/hand-over.ts';
import { loopbackOutbound } from '../../support/outbound.ts';
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';

type Situation = 'accepted' | 'bounced' | 'refused' | 'deferred' | 'uncertain' | 'unreached';

type Subject = {
  readonly mailer: Mailer;
  readonly mailbox: Mailbox;
  readonly arrived: () => readonly Buffer[];
  readonly address: Readonly<Record<Situation, string>>;
  readonly end: () => Promise<void>;
};

function envelopeTo(to: string, body = 'Hello.\r\n'): Envelope {
  const head = `Message-ID: <1@sender.example>\r\nFrom: a@sender.example\r\nTo: ${to}\r\n\r\n`;
  return {
    messageId: '1@sender.example',
    from: 'a@sender.example',
    to,
    bytes: Buffer.from(head + body),
  };
}

function smtpMailbox(sink: SmtpSink): Mailbox {
  const smtp = { host: '127.0.0.1', port: sink.port, security: 'none', auth: null } as const;
  return { aliasId: 'alias-1', provider: 'smtp', smtp };
}

async function smtpSubject(): Promise<Subject> {
  const sink = await startSmtpSink({ keep: true });
  const mailer = createSmtpMailer({ outbound: loopbackOutbound, connectionsMax: 4 });
  return {
    mailer,
    mailbox: smtpMailbox(sink),
    arrived: () => sink.messages().flatMap(({ bytes }) => (bytes === null ? [] : [bytes])),
    address: {
      accepted: 'ada@lead.example',
      bounced: 'rcpt-550@lead.example',
      refused: 'dot-554@lead.example',
      deferred: 'rcpt-450@lead.example',
      uncertain: 'dot-garble@lead.example',
      unreached: 'data-drop@lead.example',
    },
    end: () => mailer.close().then(() => sink.close()),
  };
}

async function sandboxSubject(): Promise<Subject> {
  const mailer = createSandboxMailer();
  const accepted = () => mailer.mails().filter(({ answer }) => answer.outcome === 'accepted');
  return {
    mailer,
    mailbox: { aliasId: 'alias-1', provider: 'sandbox', smtp: null },
    arrived: () => accepted().map(({ envelope }) => envelope.bytes),
    address: {
      accepted: 'ada@lead.example',
      bounced: 'bounce@lead.example',
      refused: 'refused@lead.example',
      deferred: 'defer@lead.example',
      uncertain: 'unknown@lead.example',
      unreached: 'unreachable@lead.example',
    },
    end: () => mailer.close(),
  };
}

describe.each([
  { name: 'smtp', start: smtpSubject },
  { name: 'sandbox', start: sandboxSubject },
])('the $name mailer', ({ start }) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await start();
  });
  afterAll(() => subject.end());

  async function answerTo(situation: Situation) {
    const envelope = envelopeTo(subject.address[situation]);
    const { response, ...answer } = await handOver(subject.mailer, subject.mailbox, envelope);
    expect(response).not.toBe('');
    return answer;
  }

  test('hands over the bytes as they are, and says accepted', async () => {
    const before = subject.arrived().length;
    const envelope = envelopeTo(subject.address.accepted, '.\r\n..two\r\n. three\r\n\r\n.');
    const answer = await handOver(subject.mailer, subject.mailbox, envelope);
    expect(answer.outcome).toBe('accepted');
    const [bytes] = subject.arrived().slice(before);
    // The end of the data is a line of its own, so a message that lacks its last CRLF gains it.
    expect(bytes?.toString().trimEnd()).toBe(envelope.bytes.toString());
  });

  test.each<[Situation, unknown]>([
    ['bounced', { outcome: 'refused', permanent: true, recipient: true }],
    ['refused', { outcome: 'refused', permanent: true, recipient: false }],
    ['deferred', { outcome: 'refused', permanent: false, recipient: true }],
    ['uncertain', { outcome: 'unknown' }],
    ['unreached', { outcome: 'unreachable' }],
  ])('answers a %s message', async (situation, answer) => {
    expect(await answerTo(situation)).toEqual(answer);
  });

  test('goes on after every kind of answer', async () => {
    expect(await answerTo('accepted')).toEqual({ outcome: 'accepted' });
  });

  test('verifies a mailbox that works', async () => {
    expect(await subject.mailer.verify(subject.mailbox)).toEqual({ ok: true });
  });

  test('once closed, hands nothing over and says so', async () => {
    const before = subject.arrived().length;
    await subject.mailer.close();
    expect(await answerTo('accepted')).toEqual({ outcome: 'unreachable' });
    expect(await subject.mailer.verify(subject.mailbox)).toEqual({
      ok: false,
      error: expect.stringContaining('closed'),
    });
    expect(subject.arrived().length).toBe(before);
  });
});

describe('mailers together', () => {
  test('send each mailbox to the mailer of its provider', async () => {
    const sink = await startSmtpSink({ keep: true });
    const sandbox = createSandboxMailer();
    const smtp = createSmtpMailer({ outbound: loopbackOutbound, connectionsMax: 1 });
    const mailers = createMailers({ smtp, sandbox });
    await handOver(mailers, smtpMailbox(sink), envelopeTo('a@lead.example'));
    await handOver(
      mailers,
      { aliasId: 'alias-2', provider: 'sandbox', smtp: null },
      envelopeTo('b@lead.example'),
    );
    expect(sink.messages().map(({ to }) => to)).toEqual(['a@lead.example']);
    expect(sandbox.mails().map(({ envelope }) => envelope.to)).toEqual(['b@lead.example']);
    await mailers.close();
    await sink.close();
  });

  test('the sandbox forgets the oldest of very many', async () => {
    const sandbox = createSandboxMailer();
    const mailbox: Mailbox = { aliasId: 'alias-2', provider: 'sandbox', smtp: null };
    for (let index = 0; index < 1_005; index += 1) {
      await handOver(sandbox, mailbox, envelopeTo(`lead-${index}@lead.example`));
    }
    const kept = sandbox.mails().map(({ envelope }) => envelope.to);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([
      1_000,
      'lead-5@lead.example',
      'lead-1004@lead.example',
    ]);
  });
});
