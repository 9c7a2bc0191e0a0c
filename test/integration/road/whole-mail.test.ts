/** The place where a whole mail is read at a mail server not ours, to the last character. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSmtpMailer } from '../../../src/adapters/smtp/smtp-mailer.ts';
import type { Mailer } from '../../../src/ports/mailer.ts';
import { editSettings } from '../../../src/usecases/account-settings.ts';
import { explainLead } from '../../../src/usecases/explain-lead.ts';
import { verifyAlias } from '../../../src/usecases/verify-alias.ts';
import { enrolOnly, hour, launchOnly, leadId, leap, minute } from '../../support/drive.ts';
import { loopbackOutbound } from '../../support/outbound.ts';
import { valueFrom } from '../../support/outcome.ts';
import { makeAlias, makeCampaign, makeWorld, type World } from '../../support/world.ts';

let world: World;
let server: SMTPServer;
let mailer: Mailer;
const arrived: Buffer[] = [];

beforeEach(async () => {
  world = await makeWorld();
  arrived.length = 0;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        arrived.push(Buffer.concat(chunks));
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  mailer = createSmtpMailer({ outbound: loopbackOutbound, connectionsMax: 4 });
});
afterEach(async () => {
  await mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
  await world.close();
});

async function mailboxAt(signature: string): Promise<string> {
  const { port } = server.server.address() as AddressInfo;
  const smtp = { host: '127.0.0.1', port, security: 'none' } as const;
  const address = 'ada@ours.example';
  const box = { address, displayName: 'Ada Sender', provider: 'smtp', smtp, signature } as const;
  const aliasId = await makeAlias(world, box);
  valueFrom(await verifyAlias({ ...world.usecases, mailer })(world.me, { aliasId }));
  return aliasId;
}

test('a mail of a campaign has these headers and these words, and no others', async () => {
  // As long as a host's name gets: what cannot be folded must still be one whole word.
  world.origin = `https://${'outreach.'.repeat(20)}example.com`;
  const settings = {
    postalAddress: 'Engines Ltd\n1 Main St, Ourtown',
    footerText: 'You are in our list because you asked for a quote.',
    unsubscribeLine: 'Not for you? {Hear from us no more}.',
  };
  valueFrom(await editSettings(world.usecases)(world.me, settings));
  const aliasIds = [await mailboxAt('Yours,\nAda')];
  const engine = { ...world.engine, mailer };
  const campaignId = await makeCampaign(world, {
    leads: ['bob@lead.example'],
    campaign: { aliasIds },
  });
  await launchOnly(world, campaignId);
  await world.settle(engine);
  expect(arrived).toHaveLength(1);
  const [bytes] = arrived;
  const message = (bytes ?? Buffer.alloc(0)).toString('latin1');
  const [send] = await world.db.selectFrom('send').selectAll().execute();
  const recipient = {
    accountId: world.me.accountId,
    enrolmentId: send?.enrolment_id ?? '',
    email: 'bob@lead.example',
  };
  const link = world.usecases.links.unsubscribe(recipient);
  expect(link.length).toBeGreaterThan(250);
  const boundary = /boundary="(.*)"/.exec(message)?.[1] ?? '';
  expect(message.slice(0, message.indexOf('\r\n\r\n')).split('\r\n')).toEqual([
    'Date: Mon, 02 Mar 2026 09:00:00 +0000',
    'From: Ada Sender <ada@ours.example>',
    'To: Lead0 <bob@lead.example>',
    `Message-ID: ${send?.message_id}`,
    'Subject: Hello Lead0',
    `List-Unsubscribe: <${link}>`,
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ]);
  const mail = await PostalMime.parse(bytes ?? '');
  expect(mail.text).toBe(
    [
      'Hello Lead0, how are you?',
      'Yours,\nAda',
      'You are in our list because you asked for a quote.',
      'Engines Ltd\n1 Main St, Ourtown',
      `Not for you? Hear from us no more <${link}>.\n`,
    ].join('\n\n'),
  );
  expect(mail.html).toBe(
    [
      '<p>Hello Lead0, how are you?</p>\n',
      '<br>\n<p>Yours,<br>',
      'Ada</p>',
      '<div style="font-size:12px;line-height:1.5;color:#666666">',
      '<p>You are in our list because you asked for a quote.</p>',
      '<p>Engines Ltd<br>',
      '1 Main St, Ourtown</p>',
      `<p>Not for you? <a href="${link}" style="color:#666666">Hear from us no more</a>.</p>`,
      '</div>\n',
    ].join('\n'),
  );
});

test('a mailbox that writes to the world waits where its recipients could not unsubscribe', async () => {
  await world.db.updateTable('engine').set({ ever_fast: false }).execute();
  const aliasIds = [await mailboxAt('')];
  const campaignId = await makeCampaign(world, { leads: 1, campaign: { aliasIds } });
  await enrolOnly(world, campaignId);
  // Launched while it was harmless, or while the server had a public address.
  const smtp = { host: 'smtp.example.com', port: 587, security: 'starttls', auth: null };
  await world.db
    .updateTable('alias')
    .set({ smtp: JSON.stringify(smtp) })
    .execute();
  await leap(world, 10 * minute);
  expect(world.handed).toHaveLength(0);
  const campaignLeadId = await leadId(world, campaignId);
  const { checks } = valueFrom(
    await explainLead(world.usecases)(world.me, { campaignId, campaignLeadId }),
  );
  expect(checks.flatMap((check) => (check.result === 'pass' ? [] : [check.reason]))).toEqual([
    'Its recipients could not unsubscribe: set COUNTERSIGN_PUBLIC_URL to a public https address.',
  ]);
  world.origin = 'https://outreach.example.com';
  await leap(world, hour);
  expect(world.handed).toHaveLength(1);
});
