/**
 * The place where what an approval rests on gets its fingerprint: change one part, and it shows.
 */
import type { Canonical } from '../../lib/canonical-json.ts';
import { canonicalJson } from '../../lib/canonical-json.ts';
import { sha256Hex } from '../../lib/sha256.ts';
import type { Step, Variant } from '../campaign/campaign.ts';
import type { Lead } from '../lead/lead.ts';
import { identityOf } from '../lead/lead.ts';
import type { Footer } from '../send/footer.ts';
import { unsubscribeLineOf } from '../send/footer.ts';

/**
 * Raise the version with the recipe: old approvals then read as stale instead of as equal by
 * accident.
 */
const version = 'v1';
/** Since what stands below a mail is part of what surrounds it. */
const envelopeVersion = 'v2';

function fingerprint(kind: string, covers: Canonical, recipe = version): string {
  return `${recipe}:${sha256Hex(canonicalJson({ kind, covers }))}`;
}

/** What a step stands on besides its own words; null where it names none. */
export type StepFooting = {
  readonly templateVersion: number | null;
  readonly profileId: string | null;
  readonly profileVersion: number | null;
};

export function stepConfigFingerprint(step: Step, variant: Variant, footing: StepFooting): string {
  return fingerprint('step_config', {
    step: step.step,
    channel: step.channel,
    action: step.actionType,
    message_template: step.messageTemplate,
    variant: { label: variant.label, type: variant.type },
    template:
      variant.templateId === null
        ? null
        : { id: variant.templateId, version: footing.templateVersion },
    profile:
      footing.profileId === null
        ? null
        : { id: footing.profileId, version: footing.profileVersion },
  });
}

export function leadIdentityFingerprint(lead: Lead): string {
  return fingerprint('lead_identity', identityOf(lead));
}

/** The recipe is how a prompt becomes a draft; its version is part of the prompt's. */
const draftingRecipeVersion = 1;

export function promptVersionHash(prompt: string): string {
  return fingerprint('prompt_version', { recipe: draftingRecipeVersion, prompt });
}

export function researchCacheFingerprint(sources: unknown): string | null {
  if (sources === null || sources === undefined) return null;
  // Research is other people's JSON, floats included: its text is what is fingerprinted.
  return fingerprint('research_cache', JSON.stringify(sources));
}

export type EnvelopeFacts = {
  readonly aliasId: string;
  readonly address: string;
  readonly displayName: string;
  readonly replyTo: string | null;
  readonly signature: string | null;
  readonly footer: Footer;
  readonly trackClicks: boolean;
};

export function envelopeFingerprint(envelope: EnvelopeFacts): string {
  const { footer } = envelope;
  const covers = {
    alias: envelope.aliasId,
    address: envelope.address,
    display_name: envelope.displayName,
    reply_to: envelope.replyTo,
    signature: envelope.signature,
    footer: {
      text: footer.footerText,
      postal_address: footer.postalAddress,
      // As it will be read: should the line we suggest change, a reviewer has not seen that one.
      unsubscribe_line: unsubscribeLineOf(footer),
    },
    track_clicks: envelope.trackClicks,
  };
  return fingerprint('envelope', covers, envelopeVersion);
}

/** Subject and body exactly as approved, byte for byte: not even normalised. */
export function contentHash(content: { readonly subject: string; readonly body: string }): string {
  const subject = `${Buffer.byteLength(content.subject)}:${content.subject}`;
  return `${version}:${sha256Hex(`content\n${subject}\n${content.body}`)}`;
}
