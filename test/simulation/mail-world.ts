/**
 * The place where mail arrives, or does not: a world that remembers everything it was ever given.
 *
 * What it says and what it did differ as they do out there: an answer may come late, be lost after
 * the message was taken, or never come from a server that took nothing.
 */

import { sha256Hex } from '../../src/lib/sha256.ts';
import type { Envelope, HandOver, Line, Mailbox, Mailer } from '../../src/ports/mailer.ts';
import type { Kernel, Task } from './kernel.ts';
import type { Parcel } from './plain-renderer.ts';
import { parcelOf } from './plain-renderer.ts';
import type { Seeded } from './seeded.ts';

/** One call of a mailer; `accepted` is the truth, whatever was answered. */
export type Call = {
  readonly no: number;
  readonly sendId: string;
  readonly messageId: string;
  readonly parcel: Parcel;
  readonly bytesHash: string;
  readonly aliasId: string;
  readonly task: Task;
  readonly real: number;
  readonly engine: number;
  accepted: boolean;
  answered: HandOver['outcome'] | 'thrown' | null;
};

export type MailPlan = {
  readonly refusedForNow: number;
  readonly refused: number;
  readonly noSuchRecipient: number;
  readonly unreachable: number;
  readonly unknown: number;
  readonly throws: number;
  readonly slow: number;
};

export type MailWorld = {
  readonly calls: readonly Call[];
  readonly mailerOf: (task: Task) => Mailer;
  readonly calm: () => void;
};

export type MailDeps = {
  readonly kernel: Kernel;
  readonly chance: Seeded;
  readonly plan: MailPlan;
  readonly engine: () => number;
  /** Called as the mailer is, in the same instant. */
  readonly onCall: (call: Call) => void;
};

type Fate = { readonly accepts: boolean; readonly answer: HandOver | 'throws' };

const slowMs = [2_000, 8_000, 20_000, 28_000, 40_000, 100_000] as const;

export function createMailWorld(deps: MailDeps): MailWorld {
  const { kernel, chance, plan } = deps;
  const calls: Call[] = [];
  let calm = false;

  function fate(): Fate {
    if (calm) return { accepts: true, answer: { outcome: 'accepted', response: '250 taken' } };
    if (chance.happens(plan.refusedForNow))
      return turnedDown('450 later', false, chance.happens(0.5));
    if (chance.happens(plan.refused)) return turnedDown('554 no', true, false);
    if (chance.happens(plan.noSuchRecipient)) return turnedDown('550 no such user', true, true);
    if (chance.happens(plan.unreachable)) {
      return { accepts: false, answer: { outcome: 'unreachable', response: 'nobody answered' } };
    }
    if (chance.happens(plan.unknown)) {
      const answer = { outcome: 'unknown', response: 'the connection ended' } as const;
      return { accepts: chance.happens(0.5), answer };
    }
    if (chance.happens(plan.throws)) return { accepts: chance.happens(0.5), answer: 'throws' };
    return { accepts: true, answer: { outcome: 'accepted', response: '250 taken' } };
  }

  async function handOver(task: Task, mailbox: Mailbox, envelope: Envelope): Promise<HandOver> {
    const call: Call = {
      no: calls.length,
      sendId: envelope.messageId.slice(1, envelope.messageId.indexOf('@')),
      messageId: envelope.messageId,
      parcel: parcelOf(envelope.bytes),
      bytesHash: sha256Hex(envelope.bytes),
      aliasId: mailbox.aliasId,
      task,
      real: kernel.real(),
      engine: deps.engine(),
      accepted: false,
      answered: null,
    };
    calls.push(call);
    deps.onCall(call);
    const answer = (await kernel.ask(task, {
      kind: 'mail',
      label: 'mail.hand_over',
      perform: () => {
        const { accepts, answer } = fate();
        call.accepted = accepts;
        return Promise.resolve({ ok: true, value: answer });
      },
      spoil: () => Promise.resolve(new Error('the mailer fell over before the first byte')),
      lose: () => Promise.resolve(new Error('the mailer fell over after the last byte')),
    })) as Fate['answer'];
    if (!calm && chance.happens(plan.slow)) {
      await kernel.ask(task, {
        kind: 'mail',
        label: 'mail.answer',
        notBefore: kernel.real() + chance.pick(slowMs),
        perform: () => Promise.resolve({ ok: true, value: undefined }),
      });
    }
    call.answered = answer === 'throws' ? 'thrown' : answer.outcome;
    if (answer === 'throws') throw new Error('the mailer broke its promise');
    return answer;
  }

  /** Half of those that cannot be reached are known to be so before anything is on the wire. */
  async function open(task: Task, mailbox: Mailbox): Promise<Line> {
    const reached = (await kernel.ask(task, {
      kind: 'mail',
      label: 'mail.open',
      perform: () =>
        Promise.resolve({ ok: true, value: calm || !chance.happens(plan.unreachable / 2) }),
      spoil: () => Promise.resolve(new Error('the mailer fell over as it connected')),
    })) as boolean;
    if (!reached) return { open: false, response: 'nobody answered' };
    return {
      open: true,
      handOver: (envelope) => handOver(task, mailbox, envelope),
      release: () => undefined,
    };
  }

  return {
    calls,
    calm: () => {
      calm = true;
    },
    mailerOf: (task) => ({
      open: (mailbox) => open(task, mailbox),
      verify: () => Promise.resolve({ ok: true }),
      close: () => Promise.resolve(),
    }),
  };
}

function turnedDown(response: string, permanent: boolean, recipient: boolean): Fate {
  return { accepts: false, answer: { outcome: 'refused', permanent, recipient, response } };
}
