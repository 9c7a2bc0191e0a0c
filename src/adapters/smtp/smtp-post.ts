/** Hands mail of ours to the server that the operator has configured for it. */
import type { Mailbox, SmtpServer } from '../../ports/mailer.ts';
import type { Outbound } from '../../ports/outbound.ts';
import type { Post } from '../../ports/post.ts';
import type { SmtpLimits } from './smtp-limits.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

/** Together shorter than the lease of a system mail, which nobody extends. */
export const postLimits = {
  connectMsMax: 20_000,
  greetingMsMax: 20_000,
  setUpMsMax: 45_000,
  envelopeMsMax: 60_000,
  contentMsMax: 90_000,
  silenceMsMax: 90_000,
  waitMsMax: 45_000,
} as const satisfies Partial<SmtpLimits>;

export type PostSettings = { readonly server: SmtpServer; readonly from: Post['from'] };

export function createSmtpPost({ server, from }: PostSettings, outbound: Outbound): Post {
  const mailer = createSmtpMailer({ connectionsMax: 1, limits: postLimits, outbound });
  // No alias: nobody but the operator names this server.
  const mailbox: Mailbox = { aliasId: '', provider: 'smtp', smtp: server };
  return {
    from,
    async handOver(envelope) {
      const line = await mailer.open(mailbox);
      if (!line.open) return { outcome: 'unreachable', response: line.response };
      try {
        return await line.handOver(envelope);
      } finally {
        line.release();
      }
    },
    close: () => mailer.close(),
  };
}
