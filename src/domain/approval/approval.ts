/**
 * The place where it is decided whether an approval still stands: it binds everything it was
 * given on.
 */

/** What is computed anew at every look, from the rows as they are now. */
export type Fingerprints = {
  readonly stepConfig: string;
  readonly leadIdentity: string;
  /** The prompt the campaign would draft with; an approval of a custom one binds this one too. */
  readonly resolvedPrompt: string;
};

export type LiveApproval = Fingerprints & {
  readonly id: string;
  readonly envelope: string;
  readonly aliasId: string;
  readonly subject: string;
  readonly body: string;
  readonly contentHash: string;
};

export type FreshDraft = Fingerprints & {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly contentHash: string;
};

const words = {
  stepConfig: 'the step, its template or its sender profile',
  leadIdentity: "the lead's name, company or address",
  resolvedPrompt: 'the prompt',
  envelope: 'the mailbox it leaves from or its footer',
} as const;

/** What has changed since, in words; empty where nothing has. */
export function changedSince(
  then: Fingerprints & { readonly envelope?: string },
  now: Fingerprints & { readonly envelope?: string },
): readonly string[] {
  const changed: string[] = [];
  if (then.stepConfig !== now.stepConfig) changed.push(words.stepConfig);
  if (then.leadIdentity !== now.leadIdentity) changed.push(words.leadIdentity);
  if (then.resolvedPrompt !== now.resolvedPrompt) changed.push(words.resolvedPrompt);
  if (then.envelope !== now.envelope) changed.push(words.envelope);
  return changed;
}
