import { describe, expect, it } from 'vitest';
import { hour, mailbox, minute, now, used } from '../../../test/support/fold.ts';
import { dayMs } from '../schedule/instant.ts';
import { bucketOf } from '../schedule/rolling-cap.ts';
import { chooseMailbox } from './mailbox-choice.ts';

const freeAgain = bucketOf(now - hour) + 10 * minute + dayMs;

describe('the mailbox a message leaves from', () => {
  it('is the one with most of its cap left, the first of equals', () => {
    const boxes = [
      mailbox({ aliasId: 'a', use: used(20) }),
      mailbox({ aliasId: 'b', use: used(10) }),
      mailbox({ aliasId: 'c', use: used(10) }),
    ];
    expect(chooseMailbox(boxes, null, now)).toEqual({ go: true, aliasId: 'b' });
    const big = mailbox({ aliasId: 'd', use: used(50), dailyCap: 91 });
    expect(chooseMailbox([...boxes, big], null, now)).toEqual({ go: true, aliasId: 'd' });
  });

  it('is the one a lead is bound to, though another has more left', () => {
    const boxes = [mailbox({ aliasId: 'a', use: used(40) }), mailbox({ aliasId: 'b' })];
    expect(chooseMailbox(boxes, 'a', now)).toEqual({ go: true, aliasId: 'a' });
  });

  it('is never another than the one a lead is bound to', () => {
    const boxes = [mailbox({ aliasId: 'a', use: used(50) }), mailbox({ aliasId: 'b' })];
    expect(chooseMailbox(boxes, 'a', now)).toEqual({
      go: false,
      check: 'mailbox_cap',
      reason: 'The mailbox a@ours.example has used its 50 a day.',
      until: freeAgain,
    });
    expect(chooseMailbox(boxes, 'gone', now)).toEqual({
      go: false,
      check: 'mailbox',
      reason: 'The mailbox of this lead no longer belongs to the campaign.',
      until: null,
    });
  });

  it('is none where the campaign has none', () => {
    expect(chooseMailbox([], null, now)).toEqual({
      go: false,
      check: 'mailbox',
      reason: 'The campaign has no mailbox that still exists; choose another.',
      until: null,
    });
  });
});

describe('a mailbox', () => {
  it('goes at one below its cap and not at its cap', () => {
    expect(chooseMailbox([mailbox({ use: used(49) })], null, now).go).toBe(true);
    expect(chooseMailbox([mailbox({ use: used(50) })], null, now).go).toBe(false);
  });

  it('goes when its gap has passed, to the millisecond', () => {
    expect(chooseMailbox([mailbox({ freeAt: now })], null, now).go).toBe(true);
    expect(chooseMailbox([mailbox({ freeAt: now + 1 })], null, now)).toEqual({
      go: false,
      check: 'mailbox_gap',
      reason: 'The mailbox m@ours.example waits out its gap between two messages.',
      until: now + 1,
    });
  });

  it('is not used unverified, paused or forbidden, and says so', () => {
    const reasonOf = (of: Parameters<typeof mailbox>[0]) => {
      const answer = chooseMailbox([mailbox(of)], null, now);
      return answer.go ? null : [answer.check, answer.reason, answer.until];
    };
    expect(reasonOf({ verified: false })).toEqual([
      'mailbox',
      'The mailbox m@ours.example has not been verified; verify it.',
      null,
    ]);
    expect(reasonOf({ pausedReason: 'too many bounces' })).toEqual([
      'mailbox',
      'The mailbox m@ours.example is paused: too many bounces',
      null,
    ]);
    expect(reasonOf({ forbidden: 'Not here.' })).toEqual(['mailbox', 'Not here.', null]);
  });
});

describe('where no mailbox may go', () => {
  it('the one that may soonest says when', () => {
    const boxes = [
      mailbox({ aliasId: 'a', pausedReason: 'x' }),
      mailbox({ aliasId: 'b', use: used(50) }),
      mailbox({ aliasId: 'c', freeAt: now + minute }),
    ];
    const untilOf = (some: typeof boxes) => {
      const answer = chooseMailbox(some, null, now);
      return answer.go ? null : answer.until;
    };
    expect(untilOf(boxes)).toBe(now + minute);
    expect(untilOf(boxes.toReversed())).toBe(now + minute);
    expect(untilOf(boxes.slice(0, 2))).toBe(freeAgain);
    expect(untilOf(boxes.slice(0, 2).toReversed())).toBe(freeAgain);
    expect(untilOf(boxes.slice(0, 1))).toBeNull();
  });

  it('the first of equals says why', () => {
    const paused = [
      mailbox({ aliasId: 'a', pausedReason: 'x' }),
      mailbox({ aliasId: 'b', pausedReason: 'y' }),
    ];
    const answer = chooseMailbox(paused, null, now);
    expect(answer.go ? null : answer.reason).toBe('The mailbox a@ours.example is paused: x');
  });
});
