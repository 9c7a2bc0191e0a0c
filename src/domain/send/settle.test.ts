import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Step, Variant } from '../campaign/campaign.ts';
import { triesMax } from '../schedule/backoff.ts';
import { dayMs, hourMs, minuteMs } from '../schedule/instant.ts';
import type { LeadMove, SettleInput, WireAnswer } from './settle.ts';
import { afterAccepted, draftAt, settled } from './settle.ts';

/** 2026-03-02T09:00:00Z */
const handedOverAt = 1_772_442_000_000;
/** The mail server took its time. */
const now = handedOverAt + 1_000;

const instant = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

const template: Variant = {
  label: 'A',
  weight: 100,
  type: 'TEMPLATE',
  templateId: 't',
  senderProfileId: null,
};
const personal: Variant = { ...template, type: 'PERSONALIZATION', templateId: null };

function step(number: number, delayDays: number, variant: Variant = template): Step {
  return {
    step: number,
    delayDays,
    channel: 'email',
    variants: [variant],
    aiPersonalizationEnabled: true,
    trackClicks: false,
    actionType: null,
    messageTemplate: null,
    approvalRequired: null,
  };
}

type Of = {
  readonly steps?: readonly Step[];
  readonly timezone?: string;
  readonly lead?: Partial<SettleInput['lead']>;
};

function input(answer: WireAnswer, of: Of = {}): SettleInput {
  const { steps = [step(1, 0), step(3, 2)], timezone = 'UTC' } = of;
  const variants = Object.fromEntries(steps.map((one) => [String(one.step), 'A']));
  return {
    answer,
    response: 'what the server said',
    now,
    handedOverAt,
    campaign: { steps, timezone },
    lead: { step: 1, variants, tries: 0, firstTryAt: null, ...of.lead },
  };
}

const ended = (
  status: LeadMove['status'],
  stopReason: LeadMove['stopReason'],
  at = 1,
): LeadMove => ({
  status,
  stopReason,
  step: at,
  dueAt: null,
  readyAt: null,
  draftAt: null,
  priority: 0,
  tries: 0,
  firstTryAt: null,
});

const accepted: WireAnswer = { outcome: 'accepted' };
const notNow: WireAnswer = { outcome: 'refused', permanent: false, recipient: true };

describe('an accepted message', () => {
  it('sends the lead on to the next step there is, as a follow-up, so many days after it left', () => {
    const dueAt = handedOverAt + 2 * dayMs;
    expect(settled(input(accepted))).toEqual({
      state: 'accepted',
      reason: null,
      lead: {
        status: 'active',
        stopReason: null,
        step: 3,
        dueAt,
        readyAt: dueAt,
        draftAt: null,
        priority: 0,
        tries: 0,
        firstTryAt: null,
      },
    });
  });

  it('of the last step completes the lead', () => {
    expect(settled(input(accepted, { lead: { step: 3 } }))).toEqual({
      state: 'accepted',
      reason: null,
      lead: ended('completed', null, 3),
    });
  });

  it('has its follow-up at the same time on the wall though the clocks are set between', () => {
    // 2026-03-28 20:00 in Vienna; the clock springs forward that night.
    const leftAt = instant('2026-03-28T19:00:00Z');
    const of = {
      ...input(accepted, { timezone: 'Europe/Vienna' }),
      handedOverAt: leftAt,
      now: leftAt,
    };
    expect(afterAccepted(of).dueAt).toBe(instant('2026-03-30T18:00:00Z'));
  });

  it('with no days between has its follow-up due at once', () => {
    const of = input(accepted, { steps: [step(1, 0), step(2, 0)] });
    expect(afterAccepted(of)).toMatchObject({
      step: 2,
      dueAt: handedOverAt,
      readyAt: handedOverAt,
    });
  });

  it('has tried nothing of the next step yet', () => {
    const lead = { tries: 3, firstTryAt: handedOverAt - hourMs };
    expect(settled(input(accepted, { lead })).lead).toMatchObject({ tries: 0, firstTryAt: null });
  });

  it('has the next draft written a day before it is due, and at once where that is nearer', () => {
    const far = input(accepted, { steps: [step(1, 0), step(2, 5, personal)] });
    expect(afterAccepted(far).draftAt).toBe(handedOverAt + 4 * dayMs);
    const near = input(accepted, { steps: [step(1, 0), step(2, 0, personal)] });
    expect(afterAccepted(near).draftAt).toBe(now);
  });
});

describe('a draft', () => {
  const at = { now, dueAt: now + 3 * dayMs };
  it('is written for a step of a model, and for no other', () => {
    expect(draftAt(step(1, 0, personal), { '1': 'A' }, at)).toBe(now + 2 * dayMs);
    expect(draftAt(step(1, 0), { '1': 'A' }, at)).toBeNull();
    expect(draftAt(step(1, 0, personal), { '1': 'B' }, at)).toBeNull();
    expect(draftAt(step(1, 0, personal), {}, at)).toBeNull();
  });
});

describe('a refusal for good', () => {
  it('of the recipient is a bounce', () => {
    const refused = { outcome: 'refused', permanent: true, recipient: true } as const;
    expect(settled(input(refused))).toEqual({
      state: 'refused',
      reason: 'what the server said',
      lead: ended('bounced', 'BOUNCED'),
    });
  });

  it('of the message fails the lead', () => {
    const refused = { outcome: 'refused', permanent: true, recipient: false } as const;
    expect(settled(input(refused))).toEqual({
      state: 'refused',
      reason: 'what the server said',
      lead: ended('failed', 'DELIVERY_FAILED'),
    });
  });
});

describe('a refusal for the time being', () => {
  const trying = (tries: number, of: Of = {}) =>
    settled(input(notNow, { ...of, lead: { ...of.lead, tries, firstTryAt: handedOverAt } }));

  it('is tried again as the same step, later each time', () => {
    const waits = Array.from({ length: triesMax }, (_, tries) => trying(tries).lead.readyAt);
    const minutes = waits.map((at) => (at === null ? null : (at - now) / minuteMs));
    expect(minutes).toEqual([5, 30, 120, 480, null]);
    expect(trying(0)).toEqual({
      state: 'deferred',
      reason: 'Refused for now: what the server said',
      lead: {
        status: 'pending',
        stopReason: null,
        step: 1,
        dueAt: handedOverAt,
        readyAt: now + 5 * minuteMs,
        draftAt: null,
        priority: 0,
        tries: 1,
        firstTryAt: handedOverAt,
      },
    });
  });

  it('counts from the first try', () => {
    expect(settled(input(notNow)).lead).toMatchObject({ tries: 1, firstTryAt: handedOverAt });
    const lead = { tries: 1, firstTryAt: handedOverAt - hourMs };
    expect(settled(input(notNow, { lead })).lead).toMatchObject({
      tries: 2,
      firstTryAt: handedOverAt - hourMs,
    });
  });

  it('leaves a lead that has had a step as active as it was', () => {
    expect(settled(input(notNow, { lead: { step: 3 } })).lead.status).toBe('active');
    expect(settled(input(notNow, { lead: { step: 1 } })).lead.status).toBe('pending');
  });

  it('is given up after five tries, or when 72 hours leave no room for another', () => {
    const failed = ended('failed', 'DELIVERY_FAILED');
    const given = trying(triesMax - 1);
    expect([given.state, given.lead]).toEqual(['refused', failed]);
    expect(given.reason).toBe(
      'Refused for now: what the server said (refused for the time being 5 times; 5 tries are made)',
    );
    const late = settled(
      input(notNow, { lead: { tries: 1, firstTryAt: now - 72 * hourMs + 29 * minuteMs } }),
    );
    expect([late.state, late.lead]).toEqual(['refused', failed]);
    const inTime = settled(
      input(notNow, { lead: { tries: 1, firstTryAt: now - 72 * hourMs + 30 * minuteMs } }),
    );
    expect(inTime.state).toBe('deferred');
  });

  it('is what a server is treated as that cannot be reached', () => {
    expect(settled(input({ outcome: 'unreachable' }))).toMatchObject({
      state: 'deferred',
      reason: 'The mail server could not be reached: what the server said',
      lead: { readyAt: now + 5 * minuteMs, tries: 1 },
    });
  });
});

describe('silence', () => {
  it('is an unknown, and stops the lead', () => {
    expect(settled(input({ outcome: 'unknown' }))).toEqual({
      state: 'unknown',
      reason: 'The mail server never said whether it took the message: what the server said',
      lead: ended('unknown', 'DELIVERY_UNKNOWN'),
    });
  });
});

describe('a message that could not be made', () => {
  it('was never sent: cancelled, and the lead has failed', () => {
    const reason = 'The template failed.';
    expect(settled(input({ outcome: 'unsendable', reason }))).toEqual({
      state: 'cancelled',
      reason,
      lead: ended('failed', 'DELIVERY_FAILED'),
    });
  });
});
