/** The place where it is said what the audit trail knows: which acts, on what, and what changed. */
import type { Canonical } from '../lib/canonical-json.ts';
import { canonicalJson } from '../lib/canonical-json.ts';
import { sha256Hex } from '../lib/sha256.ts';

/** The kind of thing it is done to, and the verb: whatever a person or a program can change. */
export const auditActions = [
  'account.bootstrap',
  'account.create',
  'account.edit_settings',
  'account.rename',
  'account.set_up',
  'alias.create',
  'alias.delete',
  'alias.edit',
  'alias.pause',
  'alias.resume',
  'alias.test_send',
  'alias.verify',
  'campaign.cancel',
  'campaign.create',
  'campaign.delete',
  'campaign.duplicate',
  'campaign.edit',
  'campaign.launch',
  'campaign.pause',
  'campaign.resume',
  'campaign_lead.approve',
  'campaign_lead.discard',
  'campaign_lead.reset',
  'campaign_lead.retry',
  'campaign_lead.stop',
  'campaign_lead.unapprove',
  'connected_account.create',
  'connected_account.delete',
  'connected_account.edit',
  'dataset.create',
  'dataset.delete',
  'dataset.import',
  'engine.accept_fence',
  'import.cancel',
  'invitation.accept',
  'invitation.create',
  'invitation.withdraw',
  'key.create',
  'key.revoke',
  'lead.delete',
  'lead.edit',
  'member.change_role',
  'member.remove',
  'person.change_password',
  'person.link_password',
  'person.prove_email',
  'person.reset_password',
  'person.send_email_code',
  'send.resolve',
  'sender_profile.create',
  'sender_profile.delete',
  'sender_profile.edit',
  'session.begin',
  'session.end',
  'session.switch_account',
  'suppression.create',
  'suppression.import',
  'suppression.release',
  'suppression.unsubscribe',
  'template.create',
  'template.delete',
  'template.edit',
] as const;
export type AuditAction = (typeof auditActions)[number];

export type AuditEntry = {
  readonly id: string;
  readonly at: number;
  /** A person's id, `key:<id>`, `operator`, or `recipient`. */
  readonly actor: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly requestId: string | null;
  readonly beforeHash: string | null;
  readonly afterHash: string | null;
  readonly changed: readonly string[];
};

/** The same for the same thing, in whatever order its fields stand. */
export function thingHash(thing: object): string {
  return sha256Hex(canonicalJson(canonicalOf(thing)));
}

/** That it was written at another instant is no change of the thing. */
const unspoken = new Set(['updatedAt']);

/** Names of top-level fields; none where there was no thing, or is none any more. */
export function changedFields(before: object | null, after: object | null): readonly string[] {
  if (before === null || after === null) return [];
  const was: Readonly<Record<string, unknown>> = { ...before };
  const is: Readonly<Record<string, unknown>> = { ...after };
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => !unspoken.has(name) && textOf(was[name]) !== textOf(is[name]))
    .sort();
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(canonicalOf(value));
}

/** What a sender profile may hold besides whole numbers is told apart from its own spelling. */
function canonicalOf(value: unknown): Canonical {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value : { number: String(value) };
  }
  if (Array.isArray(value)) return value.map(canonicalOf);
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, canonicalOf(member)]),
  );
}
