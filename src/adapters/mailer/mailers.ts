/** The place where a mailbox finds the mailer of its provider. */
import type { Mailbox, Mailer } from '../../ports/mailer.ts';

/** One mailer a provider: a provider without one does not compile. */
export type MailersByProvider = Readonly<Record<Mailbox['provider'], Mailer>>;

export function createMailers(byProvider: MailersByProvider): Mailer {
  return {
    open: (mailbox) => byProvider[mailbox.provider].open(mailbox),
    verify: (mailbox) => byProvider[mailbox.provider].verify(mailbox),
    async close() {
      await Promise.all(Object.values(byProvider).map((mailer) => mailer.close()));
    },
  };
}
