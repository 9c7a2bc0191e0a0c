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
export const leadStatuses = ['pending', 'active', ...leadOutcomes] as const;
export type LeadStatus = (typeof leadStatuses)[number];

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
