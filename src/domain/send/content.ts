/**
 * The place where it is decided what a step says to a lead, and whether it may be said yet.
 *
 * A template speaks for itself. What a model wrote goes out as it was approved; where approval is
 * required, or was ever given for this step, it waits at a gate until a person has read it.
 */
import type { Fingerprints, FreshDraft, LiveApproval } from '../approval/approval.ts';
import { changedSince } from '../approval/approval.ts';

export type ApprovedFacts = {
  readonly approval: LiveApproval;
  readonly now: Fingerprints;
  /** By alias: what the envelope would be now. */
  readonly envelopes: ReadonlyMap<string, string>;
};

export type ContentFacts =
  | {
      readonly kind: 'template';
      readonly found: boolean;
      /**
       * A person approved words of their own for this step: then these leave, not the template's.
       */
      readonly approved: ApprovedFacts | null;
    }
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'personal';
      readonly required: boolean;
      readonly approval: LiveApproval | null;
      /** A step that ever had an approval is never silently rewritten. */
      readonly everApproved: boolean;
      readonly gateOpen: boolean;
      readonly draft: FreshDraft | null;
      readonly draftPending: boolean;
      readonly draftFailure: string | null;
      readonly now: Fingerprints;
      /** By alias: what the envelope would be now. */
      readonly envelopes: ReadonlyMap<string, string>;
    };

/**
 * What the claim does about a hold: `request_draft`, `open_gate` and `mark_stale` are rows it
 * writes. `wait` ends with somebody's act on this lead; `look_again` waits for none, it is looked
 * at again.
 */
export type ContentRemedy = 'wait' | 'look_again' | 'request_draft' | 'open_gate' | 'mark_stale';

export type ContentAnswer =
  | {
      readonly ready: true;
      readonly approval: LiveApproval | null;
      readonly draft: FreshDraft | null;
    }
  | {
      readonly ready: false;
      readonly check: 'content' | 'approval';
      readonly reason: string;
      readonly remedy: ContentRemedy;
    };

export function contentAnswer(content: ContentFacts): ContentAnswer {
  switch (content.kind) {
    case 'template':
      if (content.approved !== null) return approvedAnswer(content.approved);
      if (content.found) return { ready: true, approval: null, draft: null };
      return lookAgain('The template of this step no longer exists; choose another.');
    case 'none':
      return lookAgain(content.reason);
    case 'personal':
      return personalAnswer(content);
  }
}

function approvedAnswer({ approval, now, envelopes }: ApprovedFacts): ContentAnswer {
  const envelope = envelopes.get(approval.aliasId);
  const changed = changedSince(approval, {
    ...now,
    ...(envelope === undefined ? {} : { envelope }),
  });
  if (changed.length === 0) return { ready: true, approval, draft: null };
  const reason = `What was approved no longer holds: ${changed.join(', ')} changed. Review it again.`;
  return wait('approval', reason);
}

type PersonalFacts = Extract<ContentFacts, { kind: 'personal' }>;

function personalAnswer(content: PersonalFacts): ContentAnswer {
  if (content.approval !== null) {
    const { approval, now, envelopes } = content;
    const answer = approvedAnswer({ approval, now, envelopes });
    return answer.ready ? answer : { ...answer, remedy: 'mark_stale' };
  }
  if (content.gateOpen) return wait('approval', 'Waits for a person to approve or discard it.');
  const fresh =
    content.draft !== null && changedSince(content.draft, content.now).length === 0
      ? content.draft
      : null;
  if (fresh === null) return undrafted(content);
  if (!content.required && !content.everApproved)
    return { ready: true, approval: null, draft: fresh };
  const reason = 'Waits for a person to approve or discard it.';
  return { ready: false, check: 'approval', reason, remedy: 'open_gate' };
}

function undrafted(content: PersonalFacts): ContentAnswer {
  if (content.draftPending) return wait('content', 'The draft is being written.');
  if (content.draftFailure !== null) {
    return wait('content', `The draft could not be written: ${content.draftFailure}`);
  }
  return {
    ready: false,
    check: 'content',
    reason: 'The draft is being written.',
    remedy: 'request_draft',
  };
}

function lookAgain(reason: string): ContentAnswer {
  return { ready: false, check: 'content', reason, remedy: 'look_again' };
}

function wait(check: 'content' | 'approval', reason: string): ContentAnswer {
  return { ready: false, check, reason, remedy: 'wait' };
}
