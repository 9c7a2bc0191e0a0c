import { describe, expect, it } from 'vitest';
import { type TestMailFacts, testMailRefusal, testMailsPerHourMax } from './test-mail.ts';

const free: TestMailFacts = {
  right: 'same',
  fenceReason: null,
  suppressedBy: null,
  mailbox: { go: true, aliasId: 'alias-1' },
  sentInHour: testMailsPerHourMax - 1,
};
const held = (check: 'mailbox' | 'mailbox_cap' | 'mailbox_gap', until: number | null) =>
  ({ mailbox: { go: false, check, reason: 'Not now.', until } }) as const;

describe('a test', () => {
  it('leaves where nothing speaks against it', () => {
    expect(testMailRefusal(free)).toBe(null);
    expect(testMailRefusal({ ...free, right: 'anew' })).toBe(null);
  });

  it.each<[string, Partial<TestMailFacts>, object]>([
    ['a fence', { fenceReason: 'It is a copy.' }, { code: 'SENDING_FENCED' }],
    ['a right that has ended', { right: 'ended' }, { code: 'SENDING_FENCED' }],
    ['a suppressed address', { suppressedBy: 'email' }, { code: 'RECIPIENT_SUPPRESSED' }],
    ['a suppressed domain', { suppressedBy: 'domain' }, { code: 'RECIPIENT_SUPPRESSED' }],
    ['an unverified mailbox', held('mailbox', null), { code: 'MAILBOX_NOT_READY' }],
    ['a full cap', held('mailbox_cap', 7), { code: 'MAILBOX_LIMIT_REACHED', until: 7 }],
    ['a gap', held('mailbox_gap', 8), { code: 'MAILBOX_LIMIT_REACHED', until: 8 }],
    [
      'the hour',
      { sentInHour: testMailsPerHourMax },
      { code: 'TOO_MANY_TESTS', retryAfterSeconds: 120 },
    ],
  ])('is refused by %s', (_what, facts, refusal) => {
    expect(testMailRefusal({ ...free, ...facts })).toEqual({
      ...refusal,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it('is told of the fence before all that a person could mend in vain', () => {
    const facts = { ...free, ...held('mailbox', null), fenceReason: 'It is a copy.' };
    expect(testMailRefusal({ ...facts, suppressedBy: 'email' })?.code).toBe('SENDING_FENCED');
  });
});
