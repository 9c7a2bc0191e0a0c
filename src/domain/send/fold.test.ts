import { describe, expect, it } from 'vitest';
import {
  campaign,
  candidate,
  day,
  foldInput,
  hour,
  mailbox,
  minute,
  now,
  used,
  windows,
} from '../../../test/support/fold.ts';
import { never } from '../schedule/instant.ts';
import { bucketOf } from '../schedule/rolling-cap.ts';
import type { ContentAnswer } from './content.ts';
import type { FoldInput, FoldResult } from './fold.ts';
import { answersFor, draftPatienceMs, foldSends, recheckMs } from './fold.ts';

const lead = (name: string, of: Parameters<typeof candidate>[0] = {}) =>
  candidate({ enrolmentId: name, ...of });

const leads = (...names: readonly string[]) => names.map((name) => lead(name));

type Held = Extract<ContentAnswer, { ready: false }>;

const waiting = (remedy: Held['remedy']): ContentAnswer => ({
  ready: false,
  check: remedy === 'request_draft' || remedy === 'look_again' ? 'content' : 'approval',
  reason: 'It waits.',
  remedy,
});

const sentTo = ({ sends }: FoldResult) =>
  sends.map((send) => `${send.campaignId} to ${send.candidate.enrolmentId} by ${send.aliasId}`);

function pacesOf({ paces }: FoldResult): Readonly<Record<string, number>> {
  return Object.fromEntries(paces.map((pace) => [pace.campaignId, pace.lookAt]));
}

const folded = (of: Parameters<typeof foldInput>[0]) => foldSends(foldInput(of));

describe('what leaves now', () => {
  it('is one message of a campaign, its first ready lead, and the next is a minute away', () => {
    const result = folded({ candidates: { c: leads('a', 'b', 'c') } });
    expect(sentTo(result)).toEqual(['c to a by m']);
    expect(result.paces).toEqual([
      {
        campaignId: 'c',
        lookAt: now + minute,
        pace: { freeAt: now + minute, day: windows.localDay('UTC', now), dayCount: 1 },
      },
    ]);
    expect([result.parks, result.stops]).toEqual([[], []]);
  });

  it('is one message of every campaign, each through a mailbox of its own', () => {
    const result = folded({
      campaigns: [campaign({ id: 'x', aliasIds: ['m'] }), campaign({ id: 'y', aliasIds: ['n'] })],
      candidates: { x: leads('a'), y: leads('b') },
      mailboxes: [mailbox(), mailbox({ aliasId: 'n' })],
    });
    expect(sentTo(result)).toEqual(['x to a by m', 'y to b by n']);
  });

  it('is never more than a round may take; campaigns not reached keep their pace', () => {
    const result = folded({
      campaigns: [campaign({ id: 'x' }), campaign({ id: 'y' }), campaign({ id: 'z' })],
      candidates: { x: leads('a'), y: leads('b'), z: leads('c') },
      sendsMax: 2,
    });
    expect(sentTo(result)).toEqual(['x to a by m', 'y to b by m']);
    expect(Object.keys(pacesOf(result))).toEqual(['x', 'y']);
  });
});

describe('a campaign without an interval', () => {
  it('sends what a round may take, and no more', () => {
    const result = folded({
      campaigns: [campaign({ pacing: { minIntervalMs: 0 } })],
      candidates: { c: leads('a', 'b', 'c') },
      sendsMax: 2,
    });
    expect(sentTo(result)).toEqual(['c to a by m', 'c to b by m']);
    expect(pacesOf(result)).toEqual({ c: now });
  });
});

describe('a fold, never a map', () => {
  it('sends one of two ready leads through a mailbox at 49 of 50', () => {
    const result = folded({
      campaigns: [campaign({ id: 'x' }), campaign({ id: 'y' })],
      candidates: { x: leads('a'), y: leads('b') },
      mailboxes: [mailbox({ use: used(49) })],
    });
    expect(sentTo(result)).toEqual(['x to a by m']);
    const free = bucketOf(now - hour) + 10 * minute + day;
    expect(pacesOf(result)).toEqual({ x: now + minute, y: free });
  });

  it('keeps a mailbox’s gap between two campaigns of one round', () => {
    const result = folded({
      campaigns: [campaign({ id: 'x' }), campaign({ id: 'y' })],
      candidates: { x: leads('a'), y: leads('b') },
      mailboxes: [mailbox({ minGapMs: 90_000 })],
    });
    expect(sentTo(result)).toEqual(['x to a by m']);
    expect(pacesOf(result)).toEqual({ x: now + minute, y: now + 90_000 });
  });

  it('keeps the cap of a recipient domain between two campaigns of one round', () => {
    const result = folded({
      campaigns: [campaign({ id: 'x' }), campaign({ id: 'y' })],
      candidates: { x: leads('a'), y: leads('b') },
      domainDailyCap: 3,
      domainUse: new Map([['example.com', used(2)]]),
    });
    expect(sentTo(result)).toEqual(['x to a by m']);
    const readyAt = bucketOf(now - hour) + 10 * minute + day;
    expect(result.parks).toEqual([{ campaignId: 'y', enrolmentId: 'b', readyAt, remedy: 'wait' }]);
  });

  it('spreads what it sends over the mailboxes with most left', () => {
    const aliasIds = ['m', 'n'];
    const names = ['u', 'v', 'w', 'x'];
    const result = folded({
      campaigns: names.map((id) => campaign({ id, aliasIds })),
      candidates: Object.fromEntries(names.map((id) => [id, leads(id)])),
      mailboxes: [mailbox({ use: used(48) }), mailbox({ aliasId: 'n', use: used(46) })],
    });
    expect(result.sends.map((send) => send.aliasId)).toEqual(['n', 'n', 'm', 'n']);
  });

  it('leaves what it was given as it was', () => {
    const use = used(10);
    const domainUse = new Map([['example.com', used(1)]]);
    const box = mailbox({ use });
    folded({ mailboxes: [box], domainDailyCap: 5, domainUse });
    expect([box.freeAt, use, domainUse]).toEqual([
      0,
      used(10),
      new Map([['example.com', used(1)]]),
    ]);
  });
});

describe('a hold', () => {
  it('of the campaign stops the look at it, and it is looked at again when that ends', () => {
    const result = folded({
      campaigns: [campaign({ rule: { windowStart: '10:00:00' } })],
      candidates: { c: leads('a', 'b') },
    });
    expect(result).toEqual({
      sends: [],
      parks: [],
      stops: [],
      paces: [{ campaignId: 'c', lookAt: now + hour, pace: { freeAt: 0, day: null, dayCount: 0 } }],
    });
  });

  it('of a campaign that is not active lasts until somebody wakes it', () => {
    for (const status of ['paused', 'draining', 'completed', 'launching'] as const) {
      expect(pacesOf(folded({ campaigns: [campaign({ status })] }))).toEqual({ c: never });
    }
  });

  it('of the whole engine is asked again after a while', () => {
    const result = folded({ fenceReason: 'A restored copy.' });
    expect([result.sends, pacesOf(result)]).toEqual([[], { c: now + recheckMs }]);
  });

  it('of a lead parks the lead, and the next one leaves', () => {
    const result = folded({
      candidates: { c: [lead('a', { content: waiting('wait') }), ...leads('b')] },
    });
    expect(sentTo(result)).toEqual(['c to b by m']);
    expect(result.parks).toEqual([
      { campaignId: 'c', enrolmentId: 'a', readyAt: null, remedy: 'wait' },
    ]);
  });

  it('of content says what is to be done about it', () => {
    for (const remedy of ['wait', 'request_draft', 'open_gate', 'mark_stale'] as const) {
      const result = folded({ candidates: { c: [lead('a', { content: waiting(remedy) })] } });
      const park = { campaignId: 'c', enrolmentId: 'a', readyAt: null, remedy };
      expect(result.parks).toEqual([park]);
    }
  });

  it('of content that is to be written is waited for before anything more is asked for', () => {
    const undrafted = lead('a', { content: waiting('request_draft') });
    const first = folded({ candidates: { c: [undrafted] } });
    expect(pacesOf(first)).toEqual({ c: now + draftPatienceMs });
    const beside = folded({ candidates: { c: [undrafted, ...leads('b')] } });
    expect([sentTo(beside), pacesOf(beside)]).toEqual([['c to b by m'], { c: now + minute }]);
    const waits = folded({ candidates: { c: [lead('a', { content: waiting('open_gate') })] } });
    expect(pacesOf(waits)).toEqual({ c: now });
  });

  it('of content that nobody’s act ends is looked at again after a while', () => {
    const result = folded({ candidates: { c: [lead('a', { content: waiting('look_again') })] } });
    expect(result.parks).toEqual([
      { campaignId: 'c', enrolmentId: 'a', readyAt: now + recheckMs, remedy: 'look_again' },
    ]);
  });

  it('of a paused mailbox does not block new leads on another', () => {
    const result = folded({
      campaigns: [campaign({ aliasIds: ['m', 'n'] })],
      candidates: { c: [lead('a', { priority: 0, pinnedAlias: 'm' }), ...leads('b')] },
      mailboxes: [mailbox({ pausedReason: 'by a person' }), mailbox({ aliasId: 'n' })],
    });
    expect(sentTo(result)).toEqual(['c to b by n']);
  });

  it('of one of several mailboxes sets its leads aside until that mailbox is free', () => {
    const until = bucketOf(now - hour) + 10 * minute + day;
    const result = folded({
      campaigns: [campaign({ aliasIds: ['m', 'n'] })],
      candidates: { c: [lead('a', { priority: 0, pinnedAlias: 'm' })] },
      mailboxes: [mailbox({ use: used(50) }), mailbox({ aliasId: 'n' })],
    });
    expect(result.parks).toEqual([
      { campaignId: 'c', enrolmentId: 'a', readyAt: until, remedy: 'wait' },
    ]);
  });

  it('of a mailbox’s gap is waited out: it would rewrite its leads at every gap', () => {
    const result = folded({
      campaigns: [campaign({ aliasIds: ['m', 'n'] })],
      candidates: { c: [lead('a', { priority: 0, pinnedAlias: 'm' })] },
      mailboxes: [mailbox({ minGapMs: hour, freeAt: now + 5_000 }), mailbox({ aliasId: 'n' })],
    });
    expect([result.parks, pacesOf(result)]).toEqual([[], { c: now + 5_000 }]);
  });

  it('of a mailbox’s gap sets leads aside where they may hide others of their class', () => {
    const boxes = [mailbox({ minGapMs: hour, freeAt: now + 5_000 }), mailbox({ aliasId: 'n' })];
    const parksOf = (...priorities: readonly number[]) =>
      folded({
        campaigns: [campaign({ aliasIds: ['m', 'n'] })],
        candidates: {
          c: priorities.map((priority, n) => lead(`l${n}`, { priority, pinnedAlias: 'm' })),
        },
        mailboxes: boxes,
      }).parks.map((park) => park.readyAt);
    expect(parksOf(0, 0, 0, 0)).toEqual(Array(4).fill(now + 5_000));
    expect(parksOf(1, 1, 1, 1)).toEqual(Array(4).fill(now + 5_000));
    expect(parksOf(0, 0, 1, 1)).toEqual([]);
    expect(parksOf(0, 0, 0, 1, 1, 1)).toEqual([]);
  });

  it('of the only mailbox parks nobody: the campaign waits for it', () => {
    const result = folded({
      candidates: { c: leads('a', 'b', 'c', 'd') },
      mailboxes: [mailbox({ pausedReason: 'by a person' })],
    });
    expect([result.parks, pacesOf(result)]).toEqual([[], { c: now + recheckMs }]);
  });

  it('of a mailbox that the campaign has no more parks the one lead bound to it', () => {
    const bound = ['a', 'b', 'c', 'd'].map((name) => lead(name, { pinnedAlias: 'gone' }));
    const result = folded({ candidates: { c: bound } });
    expect(result.parks.map((park) => [park.enrolmentId, park.readyAt])).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => [name, now + recheckMs]),
    );
  });

  it('without an end of its own never lasts for ever beside one that has an end', () => {
    const result = folded({
      campaigns: [campaign({ leadZones: true, rule: { windowStart: '10:00:00' } })],
      candidates: { c: [lead('a', { timezone: 'UTC' })] },
      mailboxes: [mailbox({ pausedReason: 'by a person' })],
    });
    expect(result.parks).toEqual([
      { campaignId: 'c', enrolmentId: 'a', readyAt: now + hour, remedy: 'wait' },
    ]);
  });
});

describe('a stop', () => {
  it('beats every hold, and the next lead leaves', () => {
    const result = folded({
      candidates: {
        c: [
          lead('a', { suppressedBy: 'email', content: waiting('wait'), readyAt: now + 1 }),
          ...leads('b'),
        ],
      },
    });
    expect(result.stops).toEqual([
      {
        enrolmentId: 'a',
        stop: {
          check: 'suppression',
          scope: 'lead',
          result: 'stop',
          reason: 'This address is on the suppression list.',
          outcome: 'suppressed',
          stopReason: 'SUPPRESSED',
        },
      },
    ]);
    expect(sentTo(result)).toEqual(['c to b by m']);
  });

  it('is found though the campaign may send nothing now', () => {
    const result = folded({
      campaigns: [campaign({ pace: { freeAt: now + hour } })],
      candidates: { c: [lead('a', { suppressedBy: 'domain' }), ...leads('b')] },
    });
    expect([result.stops.length, result.sends]).toEqual([1, []]);
  });
});

describe('a window in the lead’s own zone', () => {
  const zoned = campaign({
    leadZones: true,
    rule: { timezone: 'Europe/Vienna', windowStart: '10:00:00', windowEnd: '12:00:00' },
  });

  it('holds the lead and not those behind it', () => {
    const result = folded({
      campaigns: [zoned],
      candidates: {
        c: [lead('a', { timezone: 'America/New_York' }), lead('b', { timezone: null })],
      },
    });
    // 09:00 in UTC is 10:00 in Vienna and 04:00 in New York.
    expect(sentTo(result)).toEqual(['c to b by m']);
    expect(result.parks).toEqual([
      { campaignId: 'c', enrolmentId: 'a', readyAt: now + 6 * hour, remedy: 'wait' },
    ]);
  });

  it('is the campaign’s own where leads are not asked for theirs', () => {
    const result = folded({
      campaigns: [{ ...zoned, leadZones: false }],
      candidates: { c: [lead('a', { timezone: 'America/New_York' })] },
    });
    expect(sentTo(result)).toEqual(['c to a by m']);
  });

  it('leaves a shut campaign’s look to its interval and limit, not to any window', () => {
    const result = folded({
      campaigns: [
        campaign({ ...zoned, pacing: {}, rule: zoned.pacing.rule, pace: { freeAt: now + 7 } }),
      ],
      candidates: { c: leads('a') },
    });
    expect(pacesOf(result)).toEqual({ c: now + 7 });
  });
});

describe('what is shown of one lead', () => {
  const verdicts = (input: FoldInput) =>
    answersFor(input, campaign(), candidate())
      .filter((answer) => answer.result !== 'pass')
      .map((answer) => answer.check);

  it('is what the fold would say of it if it came first', () => {
    expect(verdicts(foldInput())).toEqual([]);
    expect(verdicts(foldInput({ mailboxes: [mailbox({ verified: false })] }))).toEqual(['mailbox']);
    expect(verdicts(foldInput({ fenceReason: 'x' }))).toEqual(['fenced']);
  });

  it('is every check, in order, once', () => {
    const checks = answersFor(foldInput(), campaign(), candidate()).map((answer) => answer.check);
    expect(checks).toEqual([
      'fenced',
      'campaign_live',
      'lead_live',
      'suppression',
      'ledger',
      'due',
      'content',
      'approval',
      'window',
      'daily_limit',
      'interval',
      'mailbox',
      'mailbox_cap',
      'mailbox_gap',
      'domain_cap',
    ]);
  });
});
