/** The place where mail goes when nothing may leave: judged by its address, and kept. */
import type { Envelope, HandOver, Mailer } from '../../ports/mailer.ts';

export type SandboxMail = { readonly envelope: Envelope; readonly answer: HandOver };

export type SandboxMailer = Mailer & {
  /** The last mails handed over, the oldest first, whatever they were answered. */
  readonly mails: () => readonly SandboxMail[];
};

const keptMax = 1_000;

/**
 * The local part of the recipient decides, alone or followed by something that is not a letter,
 * as in `bounce@…`, `defer+7@…`, `unknown.ada@…`. Every other address is accepted.
 */
const answers: Readonly<Record<string, HandOver>> = {
  bounce: refused('550 5.1.1 sandbox: no such mailbox', { permanent: true, recipient: true }),
  refused: refused('554 5.7.1 sandbox: message refused', { permanent: true, recipient: false }),
  defer: refused('450 4.2.1 sandbox: try again later', { permanent: false, recipient: true }),
  unknown: { outcome: 'unknown', response: 'sandbox: the connection ended after the message' },
  unreachable: { outcome: 'unreachable', response: 'sandbox: nobody answered' },
};

const convention = /^(bounce|refused|defer|unknown|unreachable)(?![a-z])/i;

export function createSandboxMailer(): SandboxMailer {
  const ring: SandboxMail[] = [];
  let next = 0;
  let closed = false;

  function keep(mail: SandboxMail): void {
    ring[next % keptMax] = mail;
    next += 1;
  }

  function handOver(envelope: Envelope): Promise<HandOver> {
    const answer = sandboxAnswer(envelope);
    keep({ envelope, answer });
    return Promise.resolve(answer);
  }

  return {
    open: () =>
      Promise.resolve(
        closed
          ? { open: false, response: 'the mailer is closed' }
          : { open: true, handOver, release: () => undefined },
      ),
    verify: () =>
      Promise.resolve(closed ? { ok: false, error: 'the mailer is closed' } : { ok: true }),
    close() {
      closed = true;
      return Promise.resolve();
    },
    mails() {
      const oldest = next <= keptMax ? 0 : next % keptMax;
      return [...ring.slice(oldest), ...ring.slice(0, oldest)];
    },
  };
}

function sandboxAnswer({ messageId, to }: Envelope): HandOver {
  const word = convention.exec(to)?.[1]?.toLowerCase();
  const answer = word === undefined ? undefined : answers[word];
  return answer ?? { outcome: 'accepted', response: `250 sandbox: kept ${messageId}` };
}

function refused(
  response: string,
  flags: { readonly permanent: boolean; readonly recipient: boolean },
): HandOver {
  return { outcome: 'refused', ...flags, response };
}
