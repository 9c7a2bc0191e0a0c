/** The place where a test hands one message over, on a line of its own. */
import type { Envelope, HandOver, Mailbox, Mailer } from '../../src/ports/mailer.ts';

export async function handOver(
  mailer: Mailer,
  mailbox: Mailbox,
  envelope: Envelope,
): Promise<HandOver> {
  const line = await mailer.open(mailbox);
  if (!line.open) return { outcome: 'unreachable', response: line.response };
  try {
    return await line.handOver(envelope);
  } finally {
    line.release();
  }
}
