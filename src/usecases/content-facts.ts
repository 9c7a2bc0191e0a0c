/** The place where the rows of a personal step become the facts its content is judged by. */
import type { ContentRow, ProfileRow, TemplateVersionRow } from '../db/content.ts';
import type { Fingerprints } from '../domain/approval/approval.ts';
import {
  leadIdentityFingerprint,
  promptVersionHash,
  stepConfigFingerprint,
} from '../domain/approval/fingerprints.ts';
import type { ApprovalMode, Step, Variant } from '../domain/campaign/campaign.ts';
import { approvalRequired } from '../domain/campaign/campaign.ts';
import { resolvedPrompt } from '../domain/draft/prompt.ts';
import type { LeadData } from '../domain/lead/lead.ts';
import type { ApprovedFacts, ContentFacts } from '../domain/send/content.ts';

/** What the steps of the campaigns at hand stand on, loaded once for all of them. */
export type Footing = {
  readonly templateVersions: ReadonlyMap<string, number>;
  readonly profilesById: ReadonlyMap<string, ProfileRow>;
  readonly defaultProfile: ProfileRow | null;
};

export function footingOf(
  templates: readonly TemplateVersionRow[],
  profiles: readonly ProfileRow[],
): Footing {
  return {
    templateVersions: new Map(templates.map((row) => [row.id, row.version])),
    profilesById: new Map(profiles.map((row) => [row.id, row])),
    defaultProfile: profiles.find((row) => row.is_default) ?? null,
  };
}

export function profileOf(footing: Footing, variant: Variant): ProfileRow | null {
  if (variant.senderProfileId === null) return footing.defaultProfile;
  return footing.profilesById.get(variant.senderProfileId) ?? null;
}

export type StepAtHand = {
  readonly campaign: { readonly systemPrompt: string | null; readonly approvalMode: ApprovalMode };
  readonly step: Step;
  readonly variant: Variant;
};

/** What the lead and the step would be fingerprinted as now. */
export function fingerprintsNow(
  footing: Footing,
  at: StepAtHand,
  lead: { readonly email: string | null; readonly data: LeadData },
): Fingerprints {
  const profile = profileOf(footing, at.variant);
  const { templateId } = at.variant;
  return {
    stepConfig: stepConfigFingerprint(at.step, at.variant, {
      templateVersion:
        templateId === null ? null : (footing.templateVersions.get(templateId) ?? null),
      profileId: profile?.id ?? null,
      profileVersion: profile?.version ?? null,
    }),
    leadIdentity: leadIdentityFingerprint({ id: '', email: lead.email, data: lead.data }),
    resolvedPrompt: promptVersionHash(resolvedPrompt(at.campaign, profile?.sender_data ?? {})),
  };
}

/** `row` is undefined for a template nobody has approved words over: nothing of it was loaded. */
export function contentFacts(
  footing: Footing,
  at: StepAtHand | null,
  of: { readonly row: ContentRow | undefined; readonly envelopes: ReadonlyMap<string, string> },
): ContentFacts {
  if (at === null) {
    return { kind: 'none', reason: 'The step or its variant is no longer part of the campaign.' };
  }
  if (at.step.channel !== 'email') {
    return { kind: 'none', reason: 'A LinkedIn step cannot be handed over here yet.' };
  }
  if (at.variant.type === 'TEMPLATE') {
    const { templateId } = at.variant;
    return {
      kind: 'template',
      found: templateId !== null && footing.templateVersions.has(templateId),
      approved: approvedFacts(footing, at, of),
    };
  }
  const { row } = of;
  // Fail closed: a personal step whose facts did not load is a lead that is gone, not one to send
  // to.
  if (row === undefined)
    return { kind: 'none', reason: 'The lead of this step could not be found.' };
  return {
    kind: 'personal',
    required: approvalRequired(at.campaign, at.step),
    approval: approvalOf(row),
    everApproved: row.ever_approved,
    gateOpen: row.gate_id !== null,
    draft: draftOf(row),
    draftPending: row.draft_pending,
    draftFailure: row.draft_error,
    now: fingerprintsNow(footing, at, { email: row.lead_email, data: row.lead_data }),
    envelopes: of.envelopes,
  };
}

function approvedFacts(
  footing: Footing,
  at: StepAtHand,
  {
    row,
    envelopes,
  }: { readonly row: ContentRow | undefined; readonly envelopes: ReadonlyMap<string, string> },
): ApprovedFacts | null {
  const approval = row === undefined ? null : approvalOf(row);
  if (row === undefined || approval === null) return null;
  const now = fingerprintsNow(footing, at, { email: row.lead_email, data: row.lead_data });
  return { approval, now, envelopes };
}

function approvalOf(row: ContentRow): Extract<ContentFacts, { kind: 'personal' }>['approval'] {
  if (row.approval_id === null) return null;
  return {
    id: row.approval_id,
    stepConfig: row.approval_step_config,
    leadIdentity: row.approval_identity,
    resolvedPrompt: row.approval_prompt,
    envelope: row.approval_envelope,
    aliasId: row.approval_alias,
    subject: row.approval_subject,
    body: row.approval_body,
    contentHash: row.approval_hash,
  };
}

function draftOf(row: ContentRow): Extract<ContentFacts, { kind: 'personal' }>['draft'] {
  if (row.draft_id === null) return null;
  return {
    id: row.draft_id,
    stepConfig: row.draft_step_config,
    leadIdentity: row.draft_identity,
    resolvedPrompt: row.draft_prompt,
    subject: row.draft_subject,
    body: row.draft_body,
    contentHash: row.draft_hash,
  };
}
