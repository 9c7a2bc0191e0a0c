/** The place where the tries of one step for one lead are told as one story. */
import type { Channel } from '../campaign/campaign.ts';
import type { Instant } from '../schedule/instant.ts';
import type { SendState } from './ledger.ts';

export type Attempt = {
  /** 1 for the first. */
  readonly attempt: number;
  readonly state: SendState;
  readonly onWireAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly smtpResponse: string | null;
  readonly reason: string | null;
};

/** What became of one step for one lead: its latest try, and all of them in order. */
export type SentStep = {
  readonly sendId: string;
  readonly campaignLeadId: string;
  readonly step: number;
  readonly channel: Channel;
  readonly state: SendState;
  /** Set while a `deferred` try awaits the next one: then the step is planned, for this instant. */
  readonly retryAt: Instant | null;
  readonly dueAt: Instant;
  readonly handedOverAt: Instant;
  readonly onWireAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly aliasId: string;
  readonly variantLabel: string;
  readonly messageId: string | null;
  readonly smtpResponse: string | null;
  readonly reason: string | null;
  readonly resolution: 'sent' | 'not_sent' | null;
  readonly resolutionNote: string | null;
  readonly resolvedBy: string | null;
  readonly attempts: readonly Attempt[];
};
