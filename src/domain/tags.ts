/**
 * The place where what can be edited of a thing has a tag: whoever saves says which state they had
 * before them, and does not undo what somebody else has saved meanwhile.
 *
 * A hash of the fields that an edit may change, and of nothing that changes by itself: a counter or
 * a status would refuse an edit that disturbs nobody.
 */
import { sha256Hex } from '../lib/sha256.ts';
import { sortedJson } from '../lib/sorted-json.ts';
import type { Account, AccountSettings } from './account.ts';
import type { Campaign } from './campaign/campaign.ts';
import type { SenderProfile } from './draft/sender-profile.ts';
import type { Template } from './draft/template.ts';
import type { Failure } from './failure.ts';
import type { Dataset } from './lead/dataset.ts';
import type { Member } from './people/member.ts';
import type { Alias } from './send/alias.ts';
import type { ConnectedAccount } from './send/connected-account.ts';

/** Which states the caller would change: any that is there, one of these, or whatever it is. */
export type Precondition = 'any' | readonly string[] | null;

/** Null: it is as the caller has seen it, or they did not say. */
export function preconditionFailure(precondition: Precondition, tag: string): Failure | null {
  if (precondition === null || precondition === 'any' || precondition.includes(tag)) return null;
  return {
    code: 'PRECONDITION_FAILED',
    message: 'It was changed since you read it: read it again, then decide.',
    data: { etag: `"${tag}"` },
  };
}

export function accountTag({
  postalAddress,
  footerText,
  unsubscribeLine,
}: AccountSettings): string {
  return tagOf({ postalAddress, footerText, unsubscribeLine });
}

/** Of its name alone: what stands below its mails has a tag of its own. */
export function accountNameTag({ name }: Pick<Account, 'name'>): string {
  return tagOf({ name });
}

export function memberTag({ role }: Pick<Member, 'role'>): string {
  return tagOf({ role });
}

export function templateTag({ name, subject, body, bodyFormat }: Template): string {
  return tagOf({ name, subject, body, bodyFormat });
}

export function senderProfileTag(profile: SenderProfile): string {
  const { profileName, senderData, description, isDefault } = profile;
  return tagOf({ profileName, senderData, description, isDefault });
}

export function datasetTag({ name }: Dataset): string {
  return tagOf({ name });
}

/** Its version stands for the passwords, which are not here to be hashed. */
export function aliasTag(alias: Alias): string {
  return tagOf({
    address: alias.address,
    displayName: alias.displayName,
    provider: alias.provider,
    smtp: alias.smtp,
    imap: alias.imap,
    dailyCap: alias.dailyCap,
    minGapSeconds: alias.minGapSeconds,
    replyTo: alias.replyTo,
    signature: alias.signature,
    version: alias.version,
  });
}

export function connectedAccountTag(connected: ConnectedAccount): string {
  const { name, profileUrl, provider, dailyCaps } = connected;
  return tagOf({ name, profileUrl, provider, dailyCaps });
}

export function campaignTag(campaign: Campaign): string {
  return tagOf({
    name: campaign.name,
    description: campaign.description,
    launchType: campaign.launchType,
    startDate: campaign.startDate,
    dailyLimit: campaign.dailyLimit,
    windowStart: campaign.windowStart,
    windowEnd: campaign.windowEnd,
    minIntervalSeconds: campaign.minIntervalSeconds,
    timezone: campaign.timezone,
    sendDays: campaign.sendDays,
    steps: campaign.steps,
    aliasIds: campaign.aliasIds,
    connectedAccountId: campaign.connectedAccountId,
    systemPrompt: campaign.systemPrompt,
    unreviewedLaunchPolicy: campaign.unreviewedLaunchPolicy,
    approvalMode: campaign.approvalMode,
    useLeadTimezone: campaign.useLeadTimezone,
    dismissedAt: campaign.dismissedAt,
  });
}

const tagLength = 32;

function tagOf(editable: object): string {
  return sha256Hex(sortedJson(editable)).slice(0, tagLength);
}
