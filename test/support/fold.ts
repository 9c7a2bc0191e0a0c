/**
 * The place where a test makes the facts a fold decides by: all of them go, until told otherwise.
 */

import type { CampaignPace } from '../../src/domain/schedule/pacing.ts';
import type { RollingUse } from '../../src/domain/schedule/rolling-cap.ts';
import { createWindowTable } from '../../src/domain/schedule/window.ts';
import type { Candidate, FoldCampaign, FoldInput } from '../../src/domain/send/fold.ts';
import type { MailboxFacts } from '../../src/domain/send/mailbox-choice.ts';

/** 2026-03-02T09:00:00Z, a Monday. */
export const now = 1_772_442_000_000;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const windows = createWindowTable();

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

type CampaignOf = Partial<Omit<FoldCampaign, 'pacing' | 'pace'>> & {
  readonly pacing?: Partial<FoldCampaign['pacing']>;
  readonly rule?: Partial<FoldCampaign['pacing']['rule']>;
  readonly pace?: Partial<CampaignPace>;
};

/** Active, open all day, 500 a day, a minute apart, writing from mailbox `m`. */
export function campaign({ pacing, rule, pace, ...of }: CampaignOf = {}): FoldCampaign {
  return {
    id: 'c',
    status: 'active',
    pausedReason: null,
    lastAt: null,
    aliasIds: ['m'],
    leadZones: false,
    ...of,
    pacing: {
      dailyLimit: 500,
      minIntervalMs: minute,
      ...pacing,
      rule: {
        timezone: 'UTC',
        sendDays: everyDay,
        windowStart: '00:00:00',
        windowEnd: '23:59:59',
        ...rule,
      },
    },
    pace: { freeAt: 0, day: null, dayCount: 0, ...pace },
  };
}

export function candidate(of: Partial<Candidate> = {}): Candidate {
  return {
    enrolmentId: 'l',
    step: 1,
    epoch: 1,
    priority: 1,
    status: 'pending',
    stopReason: null,
    domain: 'example.com',
    suppressedBy: null,
    dueAt: now,
    readyAt: now,
    tries: 0,
    pinnedAlias: null,
    timezone: null,
    ledger: null,
    content: { ready: true, approval: null, draft: null },
    ...of,
  };
}

export function mailbox(of: Partial<MailboxFacts> = {}): MailboxFacts {
  const aliasId = of.aliasId ?? 'm';
  return {
    aliasId,
    address: `${aliasId}@ours.example`,
    verified: true,
    pausedReason: null,
    forbidden: null,
    dailyCap: 50,
    minGapMs: 0,
    freeAt: 0,
    use: new Map(),
    ...of,
  };
}

/** So many hand-overs, an hour ago. */
export function used(count: number): RollingUse {
  return new Map([[now - hour, count]]);
}

type InputOf = Partial<Omit<FoldInput, 'candidatesByCampaign' | 'mailboxesById'>> & {
  readonly candidates?: Readonly<Record<string, readonly Candidate[]>>;
  readonly mailboxes?: readonly MailboxFacts[];
};

export function foldInput({ candidates, mailboxes = [mailbox()], ...of }: InputOf = {}): FoldInput {
  return {
    now,
    windows,
    fenceReason: null,
    campaigns: [campaign()],
    candidatesByCampaign: new Map(Object.entries(candidates ?? { c: [candidate()] })),
    candidatesMax: 4,
    mailboxesById: new Map(mailboxes.map((box) => [box.aliasId, box])),
    domainDailyCap: null,
    domainUse: new Map(),
    sendsMax: 200,
    ...of,
  };
}
