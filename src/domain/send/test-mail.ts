/**
 * Decides whether a mail that a person sends to try something out may leave: it goes past approvals
 * and windows, and past nothing else.
 */
import type { Instant } from '../schedule/instant.ts';
import { hourMs } from '../schedule/instant.ts';
import type { MailboxChoice } from './mailbox-choice.ts';

/** Of an account, in an hour of the real clock. */
export const testMailsPerHourMax = 30;

export type TestMailFacts = {
  /** What this process may still do on the wire, by the engine epoch it began with. */
  readonly right: 'same' | 'anew' | 'ended';
  readonly fenceReason: string | null;
  readonly suppressedBy: 'email' | 'domain' | null;
  readonly mailbox: MailboxChoice;
  readonly sentInHour: number;
};

export type TestMailRefusal =
  | {
      readonly code: 'SENDING_FENCED' | 'RECIPIENT_SUPPRESSED' | 'MAILBOX_NOT_READY';
      readonly message: string;
    }
  /** `until`: the earliest engine instant at which the mailbox lets another message go. */
  | {
      readonly code: 'MAILBOX_LIMIT_REACHED';
      readonly message: string;
      readonly until: Instant | null;
    }
  | {
      readonly code: 'TOO_MANY_TESTS';
      readonly message: string;
      readonly retryAfterSeconds: number;
    };

/** Null: it may leave. */
export function testMailRefusal(facts: TestMailFacts): TestMailRefusal | null {
  return (
    fenceRefusal(facts) ?? suppressionRefusal(facts) ?? mailboxRefusal(facts) ?? hourRefusal(facts)
  );
}

function fenceRefusal({ right, fenceReason }: TestMailFacts): TestMailRefusal | null {
  const code = 'SENDING_FENCED';
  if (fenceReason !== null) {
    const cure = 'Nothing leaves until whoever runs the server accepts the fence.';
    return { code, message: `Sending is fenced. ${fenceReason} ${cure}` };
  }
  if (right !== 'ended') return null;
  const message =
    'A fence was accepted while this server ran, so that it may not send any more: whoever runs ' +
    'the server restarts it.';
  return { code, message };
}

function suppressionRefusal({ suppressedBy }: TestMailFacts): TestMailRefusal | null {
  if (suppressedBy === null) return null;
  const what = suppressedBy === 'email' ? 'This address' : 'The domain of this address';
  const message =
    `${what} is suppressed in this account, and tests go to nobody who is: release the ` +
    'suppression, or choose another member.';
  return { code: 'RECIPIENT_SUPPRESSED', message };
}

function mailboxRefusal({ mailbox }: TestMailFacts): TestMailRefusal | null {
  if (mailbox.go) return null;
  const { reason: message, until } = mailbox;
  switch (mailbox.check) {
    case 'mailbox':
      return { code: 'MAILBOX_NOT_READY', message };
    case 'mailbox_cap':
    case 'mailbox_gap':
      return { code: 'MAILBOX_LIMIT_REACHED', message, until };
  }
}

function hourRefusal({ sentInHour }: TestMailFacts): TestMailRefusal | null {
  if (sentInHour < testMailsPerHourMax) return null;
  return {
    code: 'TOO_MANY_TESTS',
    message: `An account sends ${testMailsPerHourMax} tests an hour at most; try again later.`,
    retryAfterSeconds: hourMs / 1000 / testMailsPerHourMax,
  };
}
