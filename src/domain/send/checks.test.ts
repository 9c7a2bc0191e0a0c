import { describe, expect, it } from 'vitest';
import { campaignStatuses } from '../campaign/campaign.ts';
import type { CheckAnswer, CheckName, SendFacts } from './checks.ts';
import { checkNames, checkSend, verdictOf } from './checks.ts';
import { leadOutcomes, sendStates } from './ledger.ts';

const now = 1_000_000;

const goes: SendFacts = {
  fenceReason: null,
  campaign: { status: 'active', pausedReason: null },
  lead: {
    status: 'pending',
    stopReason: null,
    suppressedBy: null,
    dueAt: now,
    readyAt: now,
    tries: 0,
  },
  ledger: null,
  content: { ready: true, approval: null, draft: null },
  window: { go: true },
  windowIsLeads: false,
  dailyLimit: { go: true },
  interval: { go: true },
  mailbox: { go: true, aliasId: 'm' },
  domainCap: { go: true },
};

const lead = (of: Partial<SendFacts['lead']>): Partial<SendFacts> => ({
  lead: { ...goes.lead, ...of },
});

/** What of these facts does not pass. */
function against(facts: Partial<SendFacts>): readonly CheckAnswer[] {
  return checkSend({ ...goes, ...facts }, now).filter((answer) => answer.result !== 'pass');
}

function only(facts: Partial<SendFacts>): CheckAnswer {
  const [answer, ...others] = against(facts);
  if (answer === undefined) throw new Error('everything passes');
  expect(others).toEqual([]);
  return answer;
}

const held = (check: CheckName, scope: string, rest: { reason: string; until: number | null }) => ({
  check,
  scope,
  result: 'hold',
  ...rest,
});

describe('a message may be handed over', () => {
  it('when every check passes, and all of them are asked', () => {
    const answers = checkSend(goes, now);
    expect(answers.map((answer) => answer.check)).toEqual(checkNames);
    expect(new Set(answers.map((answer) => answer.result))).toEqual(new Set(['pass']));
    expect(verdictOf(answers)).toEqual({ verdict: 'go' });
  });

  it('and not when one of them, whichever, does not pass', () => {
    const faults: Readonly<Record<CheckName, Partial<SendFacts>>> = {
      fenced: { fenceReason: 'It was restored.' },
      campaign_live: { campaign: { status: 'paused', pausedReason: null } },
      lead_live: lead({ status: 'replied', stopReason: 'REPLY_RECEIVED' }),
      suppression: lead({ suppressedBy: 'email' }),
      ledger: { ledger: 'accepted' },
      due: lead({ dueAt: now + 1 }),
      content: { content: { ready: false, check: 'content', reason: 'x', remedy: 'wait' } },
      approval: { content: { ready: false, check: 'approval', reason: 'x', remedy: 'wait' } },
      window: { window: { go: false, check: 'window', reason: 'x', until: null } },
      daily_limit: { dailyLimit: { go: false, check: 'daily_limit', reason: 'x', until: null } },
      interval: { interval: { go: false, check: 'interval', reason: 'x', until: null } },
      mailbox: { mailbox: { go: false, check: 'mailbox', reason: 'x', until: null } },
      mailbox_cap: { mailbox: { go: false, check: 'mailbox_cap', reason: 'x', until: null } },
      mailbox_gap: { mailbox: { go: false, check: 'mailbox_gap', reason: 'x', until: null } },
      domain_cap: { domainCap: { go: false, until: now + 1 } },
    };
    for (const check of checkNames) {
      const answers = checkSend({ ...goes, ...faults[check] }, now);
      expect(answers.map((answer) => answer.check)).toEqual(checkNames);
      const stopping = answers.filter((answer) => answer.result !== 'pass');
      expect(stopping.map((answer) => answer.check)).toEqual([check]);
      expect(verdictOf(answers).verdict).not.toBe('go');
    }
  });
});

describe('the verdict', () => {
  it('is a stop where anything stops, whatever holds', () => {
    const { verdict } = verdictOf(
      checkSend(
        { ...goes, fenceReason: 'x', ledger: 'unknown', ...lead({ suppressedBy: 'domain' }) },
        now,
      ),
    );
    expect(verdict).toBe('stop');
  });

  it('names every hold, in order', () => {
    const verdict = verdictOf(
      checkSend({ ...goes, fenceReason: 'x', ledger: 'unknown', ...lead({ dueAt: null }) }, now),
    );
    if (verdict.verdict !== 'hold') throw new Error('it does not hold');
    expect(verdict.holds.map((hold) => hold.check)).toEqual(['fenced', 'ledger', 'due']);
  });
});

describe('a fence', () => {
  it('holds everything until an operator accepts', () => {
    expect(only({ fenceReason: 'The database was restored.' })).toEqual(
      held('fenced', 'engine', {
        reason:
          'Sending is fenced: The database was restored. An operator must accept before anything leaves.',
        until: null,
      }),
    );
  });
});

describe('a campaign', () => {
  it('sends while it is active and in no other status', () => {
    const sending = campaignStatuses.filter(
      (status) => against({ campaign: { status, pausedReason: null } }).length === 0,
    );
    expect(sending).toEqual(['active']);
  });

  it('says why it was paused', () => {
    const reasonOf = (pausedReason: string | null) => {
      const answer = only({ campaign: { status: 'paused', pausedReason } });
      return answer.result === 'hold' ? [answer.scope, answer.reason, answer.until] : null;
    };
    expect(reasonOf(null)).toEqual(['campaign', 'The campaign is paused.', null]);
    expect(reasonOf('paused_by_user')?.[1]).toBe('The campaign is paused by a person.');
    expect(reasonOf('bounces')).toEqual(['campaign', 'The campaign is paused (bounces).', null]);
  });
});

describe('a lead', () => {
  it('is written to while it is live; every outcome stops it, as what it is', () => {
    expect(against(lead({ status: 'active' }))).toEqual([]);
    for (const status of leadOutcomes) {
      expect(only(lead({ status, stopReason: 'BOUNCED' }))).toEqual({
        check: 'lead_live',
        scope: 'lead',
        result: 'stop',
        reason: `This lead is finished: ${status}.`,
        outcome: status,
        stopReason: 'BOUNCED',
      });
    }
  });

  it('is stopped by a suppression of its address or its domain', () => {
    const reasons = (['email', 'domain'] as const).map((suppressedBy) =>
      only(lead({ suppressedBy })),
    );
    expect(reasons).toEqual(
      ['This address', "This address's domain"].map((what) => ({
        check: 'suppression',
        scope: 'lead',
        result: 'stop',
        reason: `${what} is on the suppression list.`,
        outcome: 'suppressed',
        stopReason: 'SUPPRESSED',
      })),
    );
  });

  it('waits until its step is due, to the millisecond', () => {
    expect(against(lead({ dueAt: now, readyAt: now }))).toEqual([]);
    expect(against(lead({ dueAt: now - 1, readyAt: null }))).toEqual([]);
    const reason = 'The step is not due yet.';
    expect(only(lead({ dueAt: now + 1, readyAt: now + 1 }))).toEqual(
      held('due', 'lead', { reason, until: now + 1 }),
    );
  });

  it('waits out a refusal, and what it was set aside for', () => {
    const refused = 'Refused for now; the next try is due later.';
    expect(only(lead({ dueAt: now - 9, readyAt: now + 9, tries: 1 }))).toEqual(
      held('due', 'lead', { reason: refused, until: now + 9 }),
    );
    const aside = 'Set aside because of another check, and looked at again then.';
    for (const dueAt of [now - 9, now]) {
      expect(only(lead({ dueAt, readyAt: now + 9 }))).toEqual(
        held('due', 'lead', { reason: aside, until: now + 9 }),
      );
    }
  });

  it('without a step that is due waits for somebody', () => {
    expect(only(lead({ dueAt: null, readyAt: null }))).toEqual(
      held('due', 'lead', { reason: 'This lead has no step that is due.', until: null }),
    );
  });
});

describe('the ledger', () => {
  it('lets a step be tried that certainly did not go out, and no other', () => {
    const free = sendStates.filter((state) => against({ ledger: state }).length === 0);
    expect(free).toEqual(['deferred', 'cancelled']);
  });

  it('says what it has of the step', () => {
    const reasons = sendStates.flatMap((state) =>
      against({ ledger: state }).map((answer) => [
        state,
        answer.scope,
        answer.result === 'hold' ? [answer.reason, answer.until] : answer,
      ]),
    );
    expect(reasons).toEqual([
      ['claimed', 'lead', ['This step is being handed over right now.', null]],
      ['on_wire', 'lead', ['This step is being handed over right now.', null]],
      ['accepted', 'lead', ['This step has gone out already.', null]],
      ['refused', 'lead', ['This step was refused for good.', null]],
      [
        'unknown',
        'lead',
        ['This step may have gone out: nobody knows. Resolve it as sent or not sent.', null],
      ],
    ]);
  });
});

describe('content', () => {
  it('that is not ready holds its lead at the check it names, and passes the other', () => {
    for (const check of ['content', 'approval'] as const) {
      expect(
        only({ content: { ready: false, check, reason: 'Not yet.', remedy: 'wait' } }),
      ).toEqual(held(check, 'lead', { reason: 'Not yet.', until: null }));
    }
  });
});

describe('a pace', () => {
  it('holds the campaign, with its reason and its end', () => {
    const answer = <Check>(check: Check) => ({
      go: false as const,
      check,
      reason: 'No.',
      until: 7,
    });
    const why = { reason: 'No.', until: 7 };
    expect(only({ window: answer('window' as const) })).toEqual(held('window', 'campaign', why));
    expect(only({ dailyLimit: answer('daily_limit' as const) })).toEqual(
      held('daily_limit', 'campaign', why),
    );
    expect(only({ interval: answer('interval' as const) })).toEqual(
      held('interval', 'campaign', why),
    );
  });

  it('of a window in the lead’s zone holds the lead alone', () => {
    const window = { go: false, check: 'window', reason: 'No.', until: 7 } as const;
    expect(only({ window, windowIsLeads: true }).scope).toBe('lead');
  });
});

describe('a mailbox', () => {
  it('holds at the check that it names', () => {
    for (const check of ['mailbox', 'mailbox_cap', 'mailbox_gap'] as const) {
      expect(only({ mailbox: { go: false, check, reason: 'No.', until: 7 } })).toEqual(
        held(check, 'alias', { reason: 'No.', until: 7 }),
      );
    }
  });
});

describe('a recipient domain', () => {
  it('holds what is written to it when its cap is used up', () => {
    expect(only({ domainCap: { go: false, until: 7 } })).toEqual(
      held('domain_cap', 'domain', {
        reason: 'The daily cap for this recipient domain is used up.',
        until: 7,
      }),
    );
  });
});
