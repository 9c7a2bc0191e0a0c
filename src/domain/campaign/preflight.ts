/**
 * The place where it is decided whether a campaign may be launched, and what its owner should
 * know first.
 *
 * Preflight and launch ask the same function over the same facts: what one passes, the other does.
 */
import type { Instant } from '../schedule/instant.ts';
import type { WindowTable } from '../schedule/window.ts';
import type { Alias } from '../send/alias.ts';
import { isHarmless } from '../send/alias.ts';
import type { Footer } from '../send/footer.ts';
import type { Campaign, Step, Variant } from './campaign.ts';
import { pacingOf } from './campaign.ts';
import { capacityWarning } from './capacity.ts';
import type { Finding, RowCount } from './finding.ts';
import { finding } from './finding.ts';
import type { TemplateAtHand } from './preflight-texts.ts';
import { textWarnings } from './preflight-texts.ts';

export const ineligibilities = [
  'no_address',
  'duplicate',
  'suppressed',
  'running_elsewhere',
] as const;
export type Ineligibility = (typeof ineligibilities)[number];

export type PreflightFacts = {
  readonly now: Instant;
  readonly campaign: Campaign;
  readonly windows: WindowTable;
  readonly totalRows: number;
  readonly ineligible: Readonly<Partial<Record<Ineligibility, RowCount>>>;
  readonly aliases: readonly Alias[];
  readonly templatesById: ReadonlyMap<string, TemplateAtHand>;
  /** The columns of the dataset. */
  readonly columns: readonly string[];
  /** By variable: rows that would be written to and have no value for it. */
  readonly valueless: ReadonlyMap<string, RowCount>;
  readonly profileIds: ReadonlySet<string>;
  readonly sandboxWriter: boolean;
  readonly publicUrlIsHttps: boolean;
  readonly footer: Footer;
};

export type Preflight = {
  readonly totalRows: number;
  readonly launchableRows: number;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
};

export function preflight(facts: PreflightFacts): Preflight {
  const skipped = ineligibilities.reduce(
    (sum, why) => sum + (facts.ineligible[why]?.count ?? 0),
    0,
  );
  const launchableRows = facts.totalRows - skipped;
  return {
    totalRows: facts.totalRows,
    launchableRows,
    errors: [
      ...rowErrors(launchableRows),
      ...aliasErrors(facts),
      ...stepErrors(facts),
      ...timeErrors(facts),
      ...writerErrors(facts),
    ],
    warnings: [
      ...rowWarnings(facts),
      ...textWarnings(facts, launchableRows),
      ...addressWarning(facts),
      ...pausedWarnings(facts),
      ...repliesWarning(facts),
      ...capacityWarning(facts, launchableRows),
    ],
  };
}

function rowErrors(launchableRows: number): readonly Finding[] {
  if (launchableRows > 0) return [];
  const message = 'No row of the dataset can be contacted; see the warnings for the reasons.';
  return [finding('NO_LAUNCHABLE_ROWS', message, { field: 'dataset_id' })];
}

const rowWords: Readonly<Record<Ineligibility, readonly [code: string, message: string]>> = {
  no_address: ['NO_VALID_ADDRESS', 'These rows have no valid e-mail address and are skipped.'],
  duplicate: [
    'DUPLICATE_ADDRESS',
    'These rows repeat an address of an earlier row and are skipped.',
  ],
  suppressed: ['SUPPRESSED', 'These rows are on the suppression list and are skipped.'],
  running_elsewhere: [
    'RUNNING_ELSEWHERE',
    'These addresses are being contacted by another campaign right now and are skipped.',
  ],
};

function rowWarnings({ ineligible }: PreflightFacts): readonly Finding[] {
  return ineligibilities.flatMap((why) => {
    const rows = ineligible[why];
    if (rows === undefined || rows.count === 0) return [];
    const [code, message] = rowWords[why];
    return [finding(code, message, { count: rows.count, sampleRows: rows.sampleRows })];
  });
}

function aliasErrors({ campaign, aliases, publicUrlIsHttps }: PreflightFacts): readonly Finding[] {
  const byId = new Map(aliases.map((alias) => [alias.id, alias]));
  const found: Finding[] = [];
  for (const id of campaign.aliasIds ?? []) {
    const alias = byId.get(id);
    const field = 'alias_ids';
    if (alias === undefined) {
      found.push(
        finding('ALIAS_NOT_FOUND', `The mailbox ${id} does not exist; choose another.`, { field }),
      );
    } else if (alias.verifiedAt === null) {
      const message = `The mailbox ${alias.address} has not been verified; verify it first.`;
      found.push(finding('ALIAS_NOT_VERIFIED', message, { field }));
    } else if (!isHarmless(alias) && !publicUrlIsHttps) {
      const message =
        `The mailbox ${alias.address} writes to the world: set COUNTERSIGN_PUBLIC_URL to a public ` +
        'https address, so that its recipients can unsubscribe.';
      found.push(finding('PUBLIC_URL_REQUIRED', message, { field }));
    }
  }
  return found;
}

function stepErrors(facts: PreflightFacts): readonly Finding[] {
  return facts.campaign.steps.flatMap((step) => [
    ...channelError(step),
    ...step.variants.flatMap((variant) => variantErrors(facts, step, variant)),
  ]);
}

function channelError(step: Step): readonly Finding[] {
  if (step.channel === 'email') return [];
  const message = 'LinkedIn steps cannot be carried out by this version; take the step out.';
  return [finding('CHANNEL_NOT_AVAILABLE', message, { step: step.step, field: 'channel' })];
}

function variantErrors(facts: PreflightFacts, step: Step, variant: Variant): readonly Finding[] {
  const at = { step: step.step, variantLabel: variant.label };
  const found: Finding[] = [];
  const { templateId, senderProfileId } = variant;
  if (
    variant.type === 'TEMPLATE' &&
    (templateId === null || !facts.templatesById.has(templateId))
  ) {
    const message = 'The template of this variant does not exist; choose another.';
    found.push(finding('TEMPLATE_NOT_FOUND', message, { ...at, field: 'template_id' }));
  }
  if (senderProfileId !== null && !facts.profileIds.has(senderProfileId)) {
    const message = 'The sender profile of this variant does not exist; choose another.';
    found.push(finding('SENDER_PROFILE_NOT_FOUND', message, { ...at, field: 'sender_profile_id' }));
  }
  if (variant.type === 'PERSONALIZATION' && !step.aiPersonalizationEnabled) {
    const message = 'This variant is written by AI, which is switched off for its step.';
    found.push(finding('PERSONALIZATION_DISABLED', message, { ...at, field: 'type' }));
  }
  return found;
}

function timeErrors({ campaign, now, windows }: PreflightFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (campaign.launchType === 'scheduled' && (campaign.startDate ?? now) <= now) {
    const message = 'The start date lies in the past; choose a later one.';
    found.push(finding('START_DATE_PAST', message, { field: 'start_date' }));
  }
  const opening = windows.opening(pacingOf(campaign).rule, now);
  if (!opening.open && opening.opensAt === null) {
    const message = 'The sending window never opens; choose other days or hours.';
    found.push(finding('WINDOW_NEVER_OPENS', message, { field: 'sending_window_start' }));
  }
  return found;
}

/** Text by a sandbox writer never leaves for a stranger. */
function writerErrors({ campaign, aliases, sandboxWriter }: PreflightFacts): readonly Finding[] {
  const personal = campaign.steps.find((step) =>
    step.variants.some((variant) => variant.type === 'PERSONALIZATION'),
  );
  if (personal === undefined || !sandboxWriter || aliases.every(isHarmless)) return [];
  const message =
    'Only the sandbox writer is configured, and it writes nothing a stranger should read: ' +
    'configure a model, or use sandbox or loopback mailboxes.';
  return [finding('WRITER_NOT_CONFIGURED', message, { step: personal.step })];
}

function pausedWarnings({ aliases }: PreflightFacts): readonly Finding[] {
  return aliases.flatMap((alias) => {
    if (alias.pausedAt === null) return [];
    const message = `The mailbox ${alias.address} is paused: nothing leaves from it until it goes on.`;
    return [finding('ALIAS_PAUSED', message, { field: 'alias_ids' })];
  });
}

function repliesWarning({ campaign, aliases }: PreflightFacts): readonly Finding[] {
  if (campaign.steps.length < 2) return [];
  const deaf = aliases.filter((alias) => alias.imap === null);
  if (deaf.length === 0) return [];
  const addresses = deaf.map((alias) => alias.address).join(', ');
  const message =
    `Replies to ${addresses} are not watched (no IMAP): ` +
    'follow-ups will go out even if the lead has answered.';
  return [finding('REPLIES_NOT_WATCHED', message, { count: deaf.length, field: 'alias_ids' })];
}

/** Where its sender is found, somebody must say; a sandbox writes to nobody who could ask. */
function addressWarning({ footer, aliases }: PreflightFacts): readonly Finding[] {
  if (footer.postalAddress !== null || aliases.every(isHarmless)) return [];
  const message =
    'The mails name no postal address, which the law asks for in many places: ' +
    'set postal_address of the account.';
  return [finding('NO_POSTAL_ADDRESS', message, { field: 'postal_address' })];
}
