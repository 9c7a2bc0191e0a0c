/** The operator's own mailbox hands on one mail at a time, and says what became of it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmtpPost, postLimits } from '../../../src/adapters/smtp/smtp-post.ts';
import { postLeaseMs } from '../../../src/engine/post.ts';
import type { Post } from '../../../src/ports/post.ts';
import { loopbackOutbound } from '../../support/outbound.ts';
import { type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts';

const from = { address: 'team@ours.example', displayName: 'The Team' };
let sink: SmtpSink;
let post: Post;

beforeAll(async () => {
  sink = await startSmtpSink({ keep: true });
  const server = { host: '127.0.0.1', port: sink.port, security: 'none', auth: null } as const;
  post = createSmtpPost({ server, from }, loopbackOutbound);
});
afterAll(async () => {
  await post.close();
  await sink.close();
});

function handOver(to: string) {
  const bytes = Buffer.from(`From: ${from.address}\r\nTo: ${to}\r\n\r\nHello.\r\n`);
  return post.handOver({ messageId: '<1@ours.example>', from: from.address, to, bytes });
}

describe('the system mailbox', () => {
  it('hands on the bytes as they are, from its own address', async () => {
    expect(post.from).toEqual(from);
    expect(await handOver('ada@example.com')).toMatchObject({ outcome: 'accepted' });
    const [message] = sink.messages();
    expect(message?.bytes?.toString()).toContain('To: ada@example.com');
  });

  it('says what was refused, for now or for good, and takes the next', async () => {
    expect(await handOver('rcpt-550@example.com')).toMatchObject({
      outcome: 'refused',
      permanent: true,
    });
    expect(await handOver('rcpt-450@example.com')).toMatchObject({
      outcome: 'refused',
      permanent: false,
    });
    expect(await handOver('ada@example.com')).toMatchObject({ outcome: 'accepted' });
  });

  it('says that a server is not there', async () => {
    const server = { host: '127.0.0.1', port: 1, security: 'none', auth: null } as const;
    const nobody = createSmtpPost({ server, from }, loopbackOutbound);
    const envelope = { messageId: '<1@a>', from: from.address, to: 'a@b.example' };
    const answer = await nobody.handOver({ ...envelope, bytes: Buffer.from('\r\n') });
    expect(answer.outcome).toBe('unreachable');
    await nobody.close();
  });

  it('is done before the lease of a mail ends, however slow the server', () => {
    const { waitMsMax, setUpMsMax, envelopeMsMax, contentMsMax } = postLimits;
    // A stale connection is opened anew, once.
    expect(waitMsMax + 2 * setUpMsMax + envelopeMsMax + contentMsMax).toBeLessThan(postLeaseMs);
  });
});
