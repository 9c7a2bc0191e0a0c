/**
 * The place where it stands what can become of a send.
 *
 *   claimed ──► on_wire ──► accepted | refused | deferred | unknown
 *      └──► cancelled          (deferred: refused for now; a later try is a send of its own)
 *
 * `on_wire` is written before the first byte. After a crash a claimed send has certainly not
 * gone out and becomes cancelled; an on_wire one may have, and becomes unknown: no machine ever
 * tries an unknown again. Late evidence, or a person, settles it.
 */

export const sendStates = [
  'claimed',
  'on_wire',
  'accepted',
  'refused',
  'deferred',
  'unknown',
  'cancelled',
] as const;
export type SendState = (typeof sendStates)[number];

/** States in which the message is, or may be, out: one of these bars every further try of the step. */
export const outStates: readonly SendState[] = ['on_wire', 'accepted', 'unknown'];

/** What has used a slot of every limit: whatever reached the wire, and what is claimed now. */
export const countedStates: readonly SendState[] = [
  'claimed',
  'on_wire',
  'accepted',
  'refused',
  'deferred',
  'unknown',
];

export const leadOutcomes = [
  'completed',
  'replied',
  'bounced',
  'unsubscribed',
  'suppressed',
  'discarded',
  'failed',
  'unknown',
  'skipped',
  'stopped',
  'cancelled',
] as const;
export type LeadOutcome = (typeof leadOutcomes)[number];
export type LeadStatus = 'pending' | 'active' | LeadOutcome;

export const stopReasons = [
  'CONTENT_DISCARDED',
  'REPLY_RECEIVED',
  'BOUNCED',
  'UNSUBSCRIBED',
  'SUPPRESSED',
  'COMPLAINED',
  'DELIVERY_FAILED',
  'DELIVERY_UNKNOWN',
  'CAMPAIGN_CANCELLED',
  'STOPPED_BY_USER',
  'LEAD_ERASED',
] as const;
export type StopReason = (typeof stopReasons)[number];

export function isLive(status: LeadStatus): status is 'pending' | 'active' {
  return status === 'pending' || status === 'active';
}
