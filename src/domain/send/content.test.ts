import { describe, expect, it } from 'vitest';
import type { Fingerprints, FreshDraft, LiveApproval } from '../approval/approval.ts';
import type { ContentFacts } from './content.ts';
import { contentAnswer } from './content.ts';

const prints: Fingerprints = { stepConfig: 's', leadIdentity: 'l', resolvedPrompt: 'p' };
const words = { subject: 'Subject', body: 'Body', contentHash: 'h' };
const approval: LiveApproval = { ...prints, ...words, id: 'a', envelope: 'e', aliasId: 'm' };
const draft: FreshDraft = { ...prints, ...words, id: 'd' };

type Personal = Extract<ContentFacts, { kind: 'personal' }>;

const untouched: Personal = {
  kind: 'personal',
  required: false,
  approval: null,
  everApproved: false,
  gateOpen: false,
  draft: null,
  draftPending: false,
  draftFailure: null,
  now: prints,
  envelopes: new Map([['m', 'e']]),
};

const personal = (of: Partial<Personal>) => contentAnswer({ ...untouched, ...of });

const hold = (check: string, remedy: string, reason: string) => ({
  ready: false,
  check,
  remedy,
  reason,
});
const atGate = 'Waits for a person to approve or discard it.';
const beingWritten = 'The draft is being written.';

describe('a template', () => {
  const template = { kind: 'template', found: true, approved: null } as const;

  it('speaks for itself', () => {
    expect(contentAnswer(template)).toEqual({ ready: true, approval: null, draft: null });
  });

  it('that is gone is looked for again: nobody’s act on the lead brings it back', () => {
    expect(contentAnswer({ ...template, found: false })).toEqual(
      hold('content', 'look_again', 'The template of this step no longer exists; choose another.'),
    );
  });

  it('gives way to words that a person approved for this lead', () => {
    const approved = { approval, now: prints, envelopes: untouched.envelopes };
    expect(contentAnswer({ ...template, approved })).toEqual({
      ready: true,
      approval,
      draft: null,
    });
  });

  it('does not take the place of approved words that are stale: a person must say so', () => {
    const approved = { approval, now: { ...prints, stepConfig: 'x' }, envelopes: new Map() };
    const answer = contentAnswer({ ...template, approved });
    expect(answer.ready ? null : [answer.check, answer.remedy]).toEqual(['approval', 'wait']);
  });
});

describe('a step that has nothing to say', () => {
  it('says why, and is looked at again', () => {
    expect(contentAnswer({ kind: 'none', reason: 'The step is gone.' })).toEqual(
      hold('content', 'look_again', 'The step is gone.'),
    );
  });
});

describe('what was approved', () => {
  it('goes out as it was approved, whatever was drafted since and whatever the mode', () => {
    for (const required of [true, false]) {
      for (const gateOpen of [true, false]) {
        expect(personal({ approval, draft, required, gateOpen, everApproved: true })).toEqual({
          ready: true,
          approval,
          draft: null,
        });
      }
    }
  });

  it('is stale as soon as one thing it was given on is another, and named', () => {
    const staleOver = (of: Partial<Personal>) =>
      personal({ approval, draft, everApproved: true, ...of });
    const stale = (what: string) =>
      hold(
        'approval',
        'mark_stale',
        `What was approved no longer holds: ${what} changed. Review it again.`,
      );
    const changed = (of: Partial<Fingerprints>) => staleOver({ now: { ...prints, ...of } });
    expect(changed({ stepConfig: 'x' })).toEqual(
      stale('the step, its template or its sender profile'),
    );
    expect(changed({ leadIdentity: 'x' })).toEqual(stale("the lead's name, company or address"));
    expect(changed({ resolvedPrompt: 'x' })).toEqual(stale('the prompt'));
    expect(staleOver({ envelopes: new Map([['m', 'x']]) })).toEqual(
      stale('the mailbox it leaves from or its footer'),
    );
    expect(changed({ stepConfig: 'x', resolvedPrompt: 'x' })).toEqual(
      stale('the step, its template or its sender profile, the prompt'),
    );
  });

  it('is stale when its mailbox is gone', () => {
    const answer = personal({ approval, everApproved: true, envelopes: new Map([['n', 'e']]) });
    expect(answer.ready ? null : answer.remedy).toBe('mark_stale');
  });
});

describe('what nobody has approved', () => {
  it('goes out as drafted where no approval is needed', () => {
    expect(personal({ draft })).toEqual({ ready: true, approval: null, draft });
  });

  it('waits at a gate where approval is required', () => {
    expect(personal({ draft, required: true })).toEqual(hold('approval', 'open_gate', atGate));
  });

  it('waits at a gate for ever after an approval of the step, also where none is required', () => {
    expect(personal({ draft, everApproved: true })).toEqual(hold('approval', 'open_gate', atGate));
  });

  it('waits for the verdict while its gate is open, whatever else is ready', () => {
    for (const required of [true, false]) {
      expect(personal({ draft, required, gateOpen: true })).toEqual(
        hold('approval', 'wait', atGate),
      );
    }
  });
});

describe('what nobody has written', () => {
  it('is asked for', () => {
    expect(personal({})).toEqual(hold('content', 'request_draft', beingWritten));
    expect(personal({ required: true, everApproved: true })).toEqual(
      hold('content', 'request_draft', beingWritten),
    );
  });

  it('is waited for once it is asked for', () => {
    expect(personal({ draftPending: true })).toEqual(hold('content', 'wait', beingWritten));
  });

  it('holds with the writer’s reason when it could not be written', () => {
    expect(personal({ draftFailure: 'the model is away' })).toEqual(
      hold('content', 'wait', 'The draft could not be written: the model is away'),
    );
  });

  it('is written anew where the draft is of another step, lead or prompt', () => {
    const parts = ['stepConfig', 'leadIdentity', 'resolvedPrompt'] as const;
    for (const part of parts) {
      expect(personal({ draft: { ...draft, [part]: 'x' } })).toEqual(
        hold('content', 'request_draft', beingWritten),
      );
    }
  });
});
