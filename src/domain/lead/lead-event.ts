/** The place where it is said what can stand on the timeline of a lead. */
import type { Channel } from '../campaign/campaign.ts';
import type { Instant } from '../schedule/instant.ts';

export const leadEventTypes = [
  'enrolled',
  'drafted',
  'draft_failed',
  'gate_opened',
  'approved',
  'unapproved',
  'discarded',
  'handed_over',
  'accepted',
  'refused',
  'deferred',
  'unknown',
  'called_back',
  'resolved',
  'retried',
  'stopped',
  'unsubscribed',
  'finished',
] as const;
export type LeadEventType = (typeof leadEventTypes)[number];

export type LeadEvent = {
  readonly id: string;
  readonly type: LeadEventType;
  readonly at: Instant;
  readonly step: number | null;
  readonly channel: Channel | null;
  /** A person's id, `key:<id>`, or `engine`. */
  readonly actor: string;
  /** Ids, states and reasons; never a subject or a body. */
  readonly data: Readonly<Record<string, unknown>>;
};
