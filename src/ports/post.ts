/** States what we need of the operator's own mailbox: mail of ours to people who sign in here. */
import type { Envelope, HandOver } from './mailer.ts';

export type Post = {
  readonly from: { readonly address: string; readonly displayName: string };
  /** One mail at a time. Never throws: whatever goes wrong is one of the answers. */
  readonly handOver: (envelope: Envelope) => Promise<HandOver>;
  readonly close: () => Promise<void>;
};
