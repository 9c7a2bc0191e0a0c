/** Holds the operator's own mailbox of a test: what it was handed, and what it answers. */

import { postOnce } from '../../src/engine/post.ts';
import type { Envelope, HandOver } from '../../src/ports/mailer.ts';
import type { Post } from '../../src/ports/post.ts';
import type { HttpWorld } from './http.ts';

export type TestPost = {
  readonly post: Post;
  readonly accepted: HandOver;
  readonly sent: Envelope[];
  answer: () => HandOver | Promise<HandOver>;
  /** One round of a worker that has this mailbox. */
  readonly round: (http: HttpWorld) => Promise<{ readonly did: number }>;
  /** All that is due, as text; then it is forgotten here. */
  readonly deliver: (http: HttpWorld) => Promise<readonly string[]>;
};

export function createTestPost(): TestPost {
  const accepted: HandOver = { outcome: 'accepted', response: '250 taken' };
  const sent: Envelope[] = [];
  const mailbox: TestPost = {
    post: {
      from: { address: 'team@ours.example', displayName: 'The Team' },
      handOver: async (envelope) => {
        sent.push(envelope);
        return mailbox.answer();
      },
      close: () => Promise.resolve(),
    },
    accepted,
    sent,
    answer: () => accepted,
    round: ({ world }) => postOnce({ ...world.engine, post: mailbox.post }, { ...world.now }),
    deliver: async (http) => {
      while ((await mailbox.round(http)).did > 0);
      return sent.splice(0).map(textOf);
    },
  };
  return mailbox;
}

/** Long lines are broken softly on the wire. */
function textOf({ bytes }: Envelope): string {
  return bytes.toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
}

export function codeIn(mail: string | undefined): string {
  return /Your code is ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(mail ?? '')?.[1] ?? 'no code';
}

export function tokenIn(mail: string | undefined): string {
  return /\/invitation#([A-Za-z0-9_-]{43})/.exec(mail ?? '')?.[1] ?? 'no token';
}
