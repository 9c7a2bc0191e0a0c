import { describe, expect, it } from 'vitest';
import { campaignStatuses } from '../campaign/campaign.ts';
import type { LeadStatus } from './ledger.ts';
import { isLive, leadOutcomes, stopReasons } from './ledger.ts';
import type { WorkflowFacts, WorkflowState, WorkflowStatus } from './workflow-status.ts';
import { workflowStatus } from './workflow-status.ts';

const now = 1_000_000;
const leadStatuses: readonly LeadStatus[] = ['pending', 'active', ...leadOutcomes];
const ineligibles = [null, 'no_address', 'duplicate', 'suppressed', 'running_elsewhere'] as const;
const instants = [null, now - 1, now, now + 1, Number.POSITIVE_INFINITY];

type Enrolled = NonNullable<WorkflowFacts['enrolment']>;

function* everyCampaign(): Generator<WorkflowFacts['campaign']> {
  for (const status of campaignStatuses) {
    for (const started of [false, true]) {
      for (const freeAt of [null, now + 300_000, now + 300_001]) {
        yield { status, started, freeAt, minIntervalMs: 300_000 };
      }
    }
  }
}

function* everyEnrolment(): Generator<WorkflowFacts['enrolment']> {
  yield null;
  for (const status of leadStatuses) {
    for (const ineligible of ineligibles) {
      for (const workflowInstanceId of [null, 'instance']) {
        for (const stopReason of [null, ...stopReasons]) {
          for (const readyAt of instants) {
            const due = { dueAt: now, readyAt, lastSentStep: readyAt === null ? null : 1 };
            yield { status, ineligible, workflowInstanceId, stopReason, ...due };
          }
        }
      }
    }
  }
}

function* everyRun(): Generator<WorkflowFacts> {
  for (const campaign of everyCampaign()) {
    for (const enrolment of everyEnrolment()) {
      for (const selected of enrolment === null ? [false, true] : [true]) {
        for (const gateOpen of [null, { step: 2 }]) {
          yield { campaign, enrolment, selected, gateOpen, now };
        }
      }
    }
  }
}

function breaches(rule: (facts: WorkflowFacts, state: WorkflowState) => boolean): WorkflowFacts[] {
  const found: WorkflowFacts[] = [];
  for (const facts of everyRun()) {
    if (!rule(facts, workflowStatus(facts))) found.push(facts);
  }
  return found;
}

function run(enrolment: Partial<Enrolled>, rest: Partial<WorkflowFacts> = {}): WorkflowFacts {
  return {
    campaign: { status: 'active', started: true, freeAt: now, minIntervalMs: 300_000 },
    selected: true,
    gateOpen: null,
    now,
    ...rest,
    enrolment: {
      status: 'active',
      ineligible: null,
      workflowInstanceId: 'instance',
      stopReason: null,
      dueAt: now,
      readyAt: now,
      lastSentStep: 1,
      ...enrolment,
    },
  };
}

function campaign(
  status: WorkflowFacts['campaign']['status'],
  rest: Partial<WorkflowFacts['campaign']> = {},
): Pick<WorkflowFacts, 'campaign'> {
  return { campaign: { status, started: true, freeAt: now, minIntervalMs: 300_000, ...rest } };
}

function wordOf(facts: WorkflowFacts): WorkflowStatus {
  return workflowStatus(facts).workflowStatus;
}

describe('always, over every combination', () => {
  it('an open gate is shown on a live instance alone', () => {
    expect(
      breaches((facts, state) => {
        const live =
          (state.workflowStatus === 'pending' || state.workflowStatus === 'waiting') &&
          facts.enrolment !== null &&
          isLive(facts.enrolment.status) &&
          state.workflowInstanceId !== null;
        return !state.hasPendingApproval || (live && state.workflowStatus === 'pending');
      }),
    ).toEqual([]);
  });

  it('a stop reason is there exactly when the run is stopped', () => {
    expect(
      breaches(
        (_, state) => (state.workflowStopReason !== null) === (state.workflowStatus === 'stopped'),
      ),
    ).toEqual([]);
  });

  it('the instance is null exactly for the words that begin with not_', () => {
    expect(
      breaches(
        (_, state) =>
          (state.workflowInstanceId === null) === state.workflowStatus.startsWith('not_'),
      ),
    ).toEqual([]);
  });

  it('an open gate of a live instance is not hidden', () => {
    expect(
      breaches(({ gateOpen }, state) => {
        const live = state.workflowStatus === 'pending' || state.workflowStatus === 'waiting';
        return state.hasPendingApproval === (live && gateOpen !== null);
      }),
    ).toEqual([]);
  });

  it('a finished lead is never shown as running', () => {
    expect(
      breaches(({ enrolment }, state) => {
        const running = state.workflowStatus === 'pending' || state.workflowStatus === 'waiting';
        return !running || (enrolment !== null && isLive(enrolment.status));
      }),
    ).toEqual([]);
  });
});

describe('a lead that does not run', () => {
  it('is not in the campaign when it is no row of its dataset', () => {
    expect(workflowStatus({ ...run({}), enrolment: null, selected: false })).toEqual({
      workflowStatus: 'not_in_campaign',
      latestStep: null,
      workflowStopReason: null,
      hasPendingApproval: false,
      workflowInstanceId: null,
    });
  });

  it('has not started while its row waits for the start or for its turn to be enrolled', () => {
    const words = campaignStatuses.map((status) => {
      const facts = { ...run({}, campaign(status, { started: false })), enrolment: null };
      return wordOf(facts);
    });
    expect(new Set(words)).toEqual(new Set(['not_started']));
    expect(wordOf({ ...run({}, campaign('launching')), enrolment: null })).toBe('not_started');
    expect(wordOf({ ...run({}, campaign('failed')), enrolment: null })).toBe('not_started');
  });

  it('is not in the campaign when its row came after the start', () => {
    for (const status of ['active', 'draining', 'paused', 'completed'] as const) {
      expect(wordOf({ ...run({}, campaign(status)), enrolment: null })).toBe('not_in_campaign');
    }
  });

  it('is not eligible whatever else is known of it', () => {
    expect(wordOf(run({ ineligible: 'duplicate', status: 'skipped' }))).toBe('not_eligible');
  });

  it('has not started when only a preview enrolled it, or when the start came to nothing', () => {
    expect(wordOf(run({ workflowInstanceId: null }))).toBe('not_started');
    for (const status of ['draft', 'scheduled', 'failed'] as const) {
      expect(wordOf(run({}, campaign(status)))).toBe('not_started');
    }
  });
});

describe('a lead that runs', () => {
  it('is pending at its gate, whatever the clock or a pause says, and names the gated step', () => {
    const gateOpen = { step: 2 };
    expect(workflowStatus(run({ readyAt: now + 1 }, { ...campaign('paused'), gateOpen }))).toEqual({
      workflowStatus: 'pending',
      latestStep: 2,
      workflowStopReason: null,
      hasPendingApproval: true,
      workflowInstanceId: 'instance',
    });
  });

  it('is pending while its step is due, queued or being handed over', () => {
    expect(wordOf(run({ readyAt: now }))).toBe('pending');
    expect(wordOf(run({ readyAt: null }))).toBe('pending');
    expect(wordOf(run({}, campaign('launching')))).toBe('pending');
    expect(wordOf(run({}, campaign('active', { freeAt: now + 300_000 })))).toBe('pending');
  });

  it('waits for a delay, a shut window, a limit or the end of a pause', () => {
    expect(wordOf(run({ dueAt: now + 1, readyAt: null }))).toBe('waiting');
    expect(wordOf(run({ dueAt: now, readyAt: now + 1 }))).toBe('waiting');
    expect(wordOf(run({}, campaign('active', { freeAt: now + 300_001 })))).toBe('waiting');
    expect(wordOf(run({}, campaign('paused')))).toBe('waiting');
    expect(wordOf(run({}, campaign('draining')))).toBe('waiting');
  });
});

describe('a lead that has its outcome', () => {
  it('is completed, or stopped for the reason its outcome has', () => {
    const told = leadOutcomes.map((status) => {
      const state = workflowStatus(run({ status }));
      return [status, state.workflowStatus, state.workflowStopReason];
    });
    expect(told).toEqual([
      ['completed', 'completed', null],
      ['replied', 'stopped', 'REPLY_RECEIVED'],
      ['bounced', 'stopped', 'BOUNCED'],
      ['unsubscribed', 'stopped', 'UNSUBSCRIBED'],
      ['suppressed', 'stopped', 'SUPPRESSED'],
      ['discarded', 'stopped', 'CONTENT_DISCARDED'],
      ['failed', 'stopped', 'DELIVERY_FAILED'],
      ['unknown', 'stopped', 'DELIVERY_UNKNOWN'],
      ['skipped', 'completed', null],
      ['stopped', 'stopped', 'STOPPED_BY_USER'],
      ['cancelled', 'stopped', 'CAMPAIGN_CANCELLED'],
    ]);
  });

  it('tells a complaint from a suppression and an erasure from a stop', () => {
    const complained = run({ status: 'suppressed', stopReason: 'COMPLAINED' });
    const erased = run({ status: 'stopped', stopReason: 'LEAD_ERASED' });
    expect(workflowStatus(complained).workflowStopReason).toBe('COMPLAINED');
    expect(workflowStatus(erased).workflowStopReason).toBe('LEAD_ERASED');
  });

  it('keeps its outcome when its campaign fails or is taken back', () => {
    expect(wordOf(run({ status: 'replied' }, campaign('draft')))).toBe('stopped');
  });
});
