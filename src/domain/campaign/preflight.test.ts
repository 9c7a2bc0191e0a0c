import { describe, expect, it } from 'vitest';
import { createWindowTable } from '../schedule/window.ts';
import type { Alias } from '../send/alias.ts';
import type { Campaign, Step, Variant } from './campaign.ts';
import { capacityOf } from './capacity.ts';
import type { Finding } from './finding.ts';
import type { PreflightFacts } from './preflight.ts';
import { preflight } from './preflight.ts';
import { neededVariables, type TemplateAtHand } from './preflight-texts.ts';

/** 2026-03-02T09:00:00Z, a Monday. */
const now = 1_772_442_000_000;

const variant: Variant = {
  label: 'A',
  weight: 100,
  type: 'TEMPLATE',
  templateId: 't',
  senderProfileId: null,
};

const step: Step = {
  step: 1,
  delayDays: 0,
  channel: 'email',
  variants: [variant],
  aiPersonalizationEnabled: true,
  trackClicks: false,
  actionType: null,
  messageTemplate: null,
  approvalRequired: null,
};

const campaign: Campaign = {
  id: 'c',
  accountId: 'a',
  userId: 'u',
  datasetId: 'd',
  name: 'Spring',
  description: null,
  type: 'email',
  status: 'draft',
  launchType: 'immediate',
  startDate: null,
  dailyLimit: 500,
  windowStart: '09:00:00',
  windowEnd: '17:00:00',
  minIntervalSeconds: 300,
  timezone: 'UTC',
  sendDays: ['mon'],
  steps: [step],
  aliasIds: ['m'],
  connectedAccountId: null,
  systemPrompt: null,
  unreviewedLaunchPolicy: 'launch_default',
  approvalMode: 'optional',
  useLeadTimezone: false,
  pausedReason: null,
  dismissedAt: null,
  launchJobId: null,
  launchRequestedAt: null,
  launchError: null,
  totalLeads: null,
  cancelledAt: null,
  createdAt: now,
  updatedAt: now,
};

const server = { host: '127.0.0.1', port: 25, security: 'none', auth: null } as const;

const sandbox: Alias = {
  id: 'm',
  accountId: 'a',
  address: 'm@ours.example',
  displayName: 'M',
  provider: 'sandbox',
  smtp: null,
  imap: server,
  dailyCap: 50,
  minGapSeconds: 0,
  replyTo: null,
  signature: null,
  version: 1,
  verifiedAt: now,
  pausedAt: null,
  pausedReason: null,
  createdAt: now,
  updatedAt: now,
};
const loopback: Alias = { ...sandbox, provider: 'smtp', smtp: server };
const real: Alias = { ...loopback, smtp: { ...server, host: 'smtp.example.com' } };

const fine: PreflightFacts = {
  now,
  campaign,
  windows: createWindowTable(),
  totalRows: 10,
  ineligible: {},
  aliases: [sandbox],
  footer: { postalAddress: '1 Main St', footerText: null, unsubscribeLine: null },
  templatesById: new Map([
    ['t', { id: 't', body: 'Hello. Unsubscribe: reply.', variables: [], needed: [] }],
  ]),
  columns: ['email', 'first_name'],
  valueless: new Map(),
  profileIds: new Set(['p']),
  sandboxWriter: true,
  publicUrlIsHttps: false,
};

type Of = Partial<Omit<PreflightFacts, 'campaign'>> & { readonly campaign?: Partial<Campaign> };

const judged = (of: Of = {}) =>
  preflight({ ...fine, ...of, campaign: { ...campaign, ...of.campaign } });

const errors = (of: Of) => judged(of).errors.map(short);
const warnings = (of: Of) => judged(of).warnings.map(short);

function short(finding: Finding): readonly (string | number)[] {
  const { code, step: at, variantLabel, field } = finding;
  return [code, ...[at, variantLabel, field].filter((part) => part !== null)];
}

const withVariant = (of: Partial<Variant>, at: Partial<Step> = {}) => ({
  steps: [{ ...step, ...at, variants: [{ ...variant, ...of }] }],
});
const personal = withVariant({ type: 'PERSONALIZATION', templateId: null });

describe('a campaign that is in order', () => {
  it('may be launched, with nothing to be said about it', () => {
    expect(judged()).toEqual({ totalRows: 10, launchableRows: 10, errors: [], warnings: [] });
  });

  it('may write by the sandbox writer to sandbox and loopback mailboxes', () => {
    expect(errors({ campaign: personal, aliases: [sandbox] })).toEqual([]);
    expect(errors({ campaign: personal, aliases: [loopback] })).toEqual([]);
  });

  it('may write through a real mailbox once recipients can unsubscribe', () => {
    expect(errors({ aliases: [real], publicUrlIsHttps: true })).toEqual([]);
    const written = { campaign: personal, sandboxWriter: false };
    expect(errors({ ...written, aliases: [real], publicUrlIsHttps: true })).toEqual([]);
  });
});

describe('rows that cannot be written to', () => {
  it('are skipped, counted under one reason each, and told with examples', () => {
    const result = judged({
      ineligible: {
        suppressed: { count: 1, sampleRows: [4] },
        no_address: { count: 2, sampleRows: [0, 7] },
        duplicate: { count: 3, sampleRows: [1, 2, 3] },
        running_elsewhere: { count: 2, sampleRows: [5, 6] },
      },
    });
    expect([result.launchableRows, result.errors]).toEqual([2, []]);
    expect(
      result.warnings.map(({ code, count, sampleRows }) => ({ code, count, sampleRows })),
    ).toEqual([
      { code: 'NO_VALID_ADDRESS', count: 2, sampleRows: [0, 7] },
      { code: 'DUPLICATE_ADDRESS', count: 3, sampleRows: [1, 2, 3] },
      { code: 'SUPPRESSED', count: 1, sampleRows: [4] },
      { code: 'RUNNING_ELSEWHERE', count: 2, sampleRows: [5, 6] },
    ]);
  });

  it('block only when no other is left', () => {
    const none = [['NO_LAUNCHABLE_ROWS', 'dataset_id']];
    const suppressed = (count: number) => ({
      ineligible: { suppressed: { count, sampleRows: [] } },
    });
    expect(errors({ totalRows: 0 })).toEqual(none);
    expect(errors(suppressed(10))).toEqual(none);
    expect(errors(suppressed(9))).toEqual([]);
  });
});

describe('a mailbox blocks the launch', () => {
  it('when it does not exist or has not been verified', () => {
    expect(errors({ campaign: { aliasIds: ['m', 'gone'] } })).toEqual([
      ['ALIAS_NOT_FOUND', 'alias_ids'],
    ]);
    expect(errors({ aliases: [{ ...sandbox, verifiedAt: null }] })).toEqual([
      ['ALIAS_NOT_VERIFIED', 'alias_ids'],
    ]);
  });

  it('when it writes to strangers who could not unsubscribe', () => {
    expect(errors({ aliases: [real] })).toEqual([['PUBLIC_URL_REQUIRED', 'alias_ids']]);
    expect(errors({ aliases: [loopback] })).toEqual([]);
  });

  it('when a sandbox writer would write to strangers through it', () => {
    const of = { campaign: personal, publicUrlIsHttps: true };
    expect(errors({ ...of, aliases: [real] })).toEqual([['WRITER_NOT_CONFIGURED', 1]]);
    const both = { aliasIds: ['m', 'n'] };
    const aliases = [sandbox, { ...real, id: 'n' }];
    expect(errors({ ...of, campaign: { ...personal, ...both }, aliases })).toEqual([
      ['WRITER_NOT_CONFIGURED', 1],
    ]);
    expect(errors({ publicUrlIsHttps: true, aliases: [real] })).toEqual([]);
  });
});

describe('a step blocks the launch', () => {
  it('when its template or its sender profile does not exist', () => {
    expect(errors({ campaign: withVariant({ templateId: 'gone' }) })).toEqual([
      ['TEMPLATE_NOT_FOUND', 1, 'A', 'template_id'],
    ]);
    expect(errors({ campaign: withVariant({ templateId: null }) })).toEqual([
      ['TEMPLATE_NOT_FOUND', 1, 'A', 'template_id'],
    ]);
    expect(errors({ campaign: withVariant({ senderProfileId: 'gone' }) })).toEqual([
      ['SENDER_PROFILE_NOT_FOUND', 1, 'A', 'sender_profile_id'],
    ]);
    expect(errors({ campaign: withVariant({ senderProfileId: 'p' }) })).toEqual([]);
  });

  it('when a model is to write it and may not', () => {
    const off = { aiPersonalizationEnabled: false };
    const of = withVariant({ type: 'PERSONALIZATION', templateId: null }, off);
    expect(errors({ campaign: of })).toEqual([['PERSONALIZATION_DISABLED', 1, 'A', 'type']]);
    expect(errors({ campaign: withVariant({}, off) })).toEqual([]);
  });

  it('when nobody here can carry it out', () => {
    expect(errors({ campaign: withVariant({}, { channel: 'linkedin' }) })).toEqual([
      ['CHANNEL_NOT_AVAILABLE', 1, 'channel'],
    ]);
  });

  it('and every fault of every step is told, not the first', () => {
    const steps = [
      { ...step, variants: [{ ...variant, templateId: 'x' }] },
      { ...step, step: 5, variants: [variant, { ...variant, label: 'B', templateId: 'y' }] },
    ];
    expect(errors({ campaign: { steps } })).toEqual([
      ['TEMPLATE_NOT_FOUND', 1, 'A', 'template_id'],
      ['TEMPLATE_NOT_FOUND', 5, 'B', 'template_id'],
    ]);
  });
});

describe('a time blocks the launch', () => {
  it('that is past, where a start is scheduled', () => {
    const scheduled = (startDate: number | null) =>
      errors({ campaign: { launchType: 'scheduled', startDate } });
    const past = [['START_DATE_PAST', 'start_date']];
    expect(scheduled(now + 1)).toEqual([]);
    expect(scheduled(now)).toEqual(past);
    expect(scheduled(null)).toEqual(past);
    expect(errors({ campaign: { startDate: now - 1 } })).toEqual([]);
  });

  it('that never comes, as a window that does not open', () => {
    expect(errors({ campaign: { sendDays: [] } })).toEqual([
      ['WINDOW_NEVER_OPENS', 'sending_window_start'],
    ]);
    expect(errors({ campaign: { sendDays: ['tue'] } })).toEqual([]);
  });
});

describe('replies that nobody watches', () => {
  const two = { steps: [step, { ...step, step: 2 }] };
  const deaf = { ...sandbox, imap: null };

  it('are warned of where a follow-up would go out over an answer', () => {
    expect(warnings({ campaign: two, aliases: [deaf] })).toEqual([
      ['REPLIES_NOT_WATCHED', 'alias_ids'],
    ]);
    expect(warnings({ campaign: two, aliases: [sandbox] })).toEqual([]);
    expect(warnings({ aliases: [deaf] })).toEqual([]);
    expect(errors({ campaign: two, aliases: [deaf] })).toEqual([]);
  });
});

describe('a template', () => {
  const text: TemplateAtHand = {
    id: 't',
    body: 'Hello. Unsubscribe: reply.',
    variables: [],
    needed: [],
  };
  const says = (of: Partial<TemplateAtHand>) => ({
    templatesById: new Map([['t', { ...text, ...of }]]),
  });
  const rows = (count: number) => ({ count, sampleRows: [4, 7].slice(0, count) });

  it('that names what some rows have no value for is told with those rows', () => {
    const of = says({ variables: ['first_name'], needed: ['first_name'] });
    expect(judged({ ...of, valueless: new Map([['first_name', rows(2)]]) }).warnings).toEqual([
      {
        code: 'MISSING_VALUE',
        message:
          'These rows have no value for {{ first_name }}, which stays empty: fill them in, or ' +
          'give it a default.',
        count: 2,
        rowIndex: null,
        step: 1,
        variantLabel: 'A',
        field: 'first_name',
        sampleRows: [4, 7],
      },
    ]);
    expect(warnings({ ...of, valueless: new Map([['first_name', rows(0)]]) })).toEqual([]);
    const [one] = judged({ ...of, valueless: new Map([['first_name', rows(1)]]) }).warnings;
    expect([one?.count, one?.rowIndex]).toEqual([1, 4]);
  });

  it('that names what is no column of the dataset is told, needed or not', () => {
    const unknown = [['UNKNOWN_VARIABLE', 1, 'A', 'frist_name']];
    expect(warnings(says({ variables: ['frist_name'], needed: ['frist_name'] }))).toEqual(unknown);
    expect(warnings(says({ variables: ['frist_name'] }))).toEqual(unknown);
    const aliased = { columns: ['E-Mail', 'First Name'] };
    expect(warnings({ ...says({ variables: ['first_name', 'email'] }), ...aliased })).toEqual([]);
    expect(warnings({ ...says({ variables: ['First Name'] }), ...aliased })).toEqual([]);
  });

  it('without a line of its own is warned of, unless every signature or the account has one', () => {
    const silent = says({ body: 'Hello.' });
    const missing = [['NO_UNSUBSCRIBE_LINE', 1, 'A', 'template_id']];
    const signed = { ...sandbox, signature: 'Zum Abmelden antworten' };
    expect(warnings(silent)).toEqual(missing);
    expect(warnings({ ...silent, aliases: [signed] })).toEqual([]);
    expect(warnings({ ...silent, aliases: [signed, { ...sandbox, id: 'n' }] })).toEqual(missing);
    expect(warnings({ ...silent, campaign: personal })).toEqual([]);
    const footer = { ...fine.footer, unsubscribeLine: '{Out}' };
    expect(warnings({ ...silent, footer })).toEqual([]);
  });

  it('names no postal address, and is for the world', () => {
    const footer = { ...fine.footer, postalAddress: null };
    const warned = (aliases: readonly Alias[]) => warnings({ footer, aliases });
    expect(warned([real])).toEqual([['NO_POSTAL_ADDRESS', 'postal_address']]);
    expect(warned([sandbox, real])).toEqual([['NO_POSTAL_ADDRESS', 'postal_address']]);
    expect(warned([sandbox, loopback])).toEqual([]);
    expect(warnings({ aliases: [real] })).toEqual([]);
  });

  it('asks its rows for what it needs and some column feeds, once', () => {
    const one = { ...text, needed: ['first_name', 'nowhere'] };
    const other = { ...text, needed: ['company', 'first_name'] };
    expect(neededVariables([one, other], ['First Name', 'company'])).toEqual([
      'first_name',
      'company',
    ]);
  });
});

describe('what a campaign can send', () => {
  it('is the least of its limit, its window and its mailboxes', () => {
    const of = (some: Partial<Campaign>, dailyCap = 1_000) =>
      capacityOf({ campaign: { ...campaign, ...some }, aliases: [{ ...sandbox, dailyCap }] });
    expect(of({ dailyLimit: 7 })).toEqual({ perDay: 7, by: 'daily_limit' });
    // Eight hours of five minutes.
    expect(of({})).toEqual({ perDay: 96, by: 'min_interval_seconds' });
    expect(of({}, 50)).toEqual({ perDay: 50, by: 'alias_ids' });
    expect(of({ windowEnd: '09:04:00' })).toEqual({ perDay: 1, by: 'min_interval_seconds' });
    expect(capacityOf({ campaign, aliases: [] }).perDay).toBe(96);
  });

  it('is told in days where one is not enough, follow-ups counted', () => {
    const capacity = (totalRows: number, steps = [step]) =>
      judged({ totalRows, campaign: { steps, dailyLimit: 10 } }).warnings.map((one) => [
        one.code,
        one.count,
        one.field,
      ]);
    expect(capacity(10)).toEqual([]);
    expect(capacity(11)).toEqual([['CAPACITY', 2, 'daily_limit']]);
    expect(capacity(10, [step, { ...step, step: 2 }])).toEqual([['CAPACITY', 2, 'daily_limit']]);
  });
});

describe('a mailbox that is paused', () => {
  it('is warned of, and does not block', () => {
    const aliases = [{ ...sandbox, pausedAt: now }];
    expect([warnings({ aliases }), errors({ aliases })]).toEqual([
      [['ALIAS_PAUSED', 'alias_ids']],
      [],
    ]);
  });
});
