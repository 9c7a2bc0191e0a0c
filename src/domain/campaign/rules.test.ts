import { describe, expect, it } from 'vitest';
import type { NewCampaign, NewStep, NewVariant } from './new-campaign.ts';
import { withDefaults } from './new-campaign.ts';
import { campaignFaults } from './rules.ts';

const template: NewVariant = { label: 'A', type: 'TEMPLATE', templateId: 'template' };
const personal: NewVariant = { label: 'A', type: 'PERSONALIZATION' };

const email: NewCampaign = {
  name: 'Spring',
  datasetId: 'dataset',
  aliasIds: ['alias'],
  steps: [{ step: 1, variants: [template] }],
};
const linkedin: NewCampaign = {
  name: 'Spring',
  datasetId: 'dataset',
  type: 'linkedin',
  connectedAccountId: 'account',
  steps: [{ step: 1, channel: 'linkedin', actionType: 'message', variants: [personal] }],
};

function faultsOf(campaign: NewCampaign, change: Partial<NewCampaign> = {}) {
  return campaignFaults(withDefaults({ ...campaign, ...change }));
}

/** `steps.0.variants: array.min`: where and what, for a table. */
function brief(campaign: NewCampaign, change: Partial<NewCampaign> = {}): readonly string[] {
  return faultsOf(campaign, change).map(({ path, type }) => `${path.join('.')}: ${type}`);
}

function steps(...list: readonly Partial<NewStep>[]): Pick<NewCampaign, 'steps'> {
  return { steps: list.map((step, index) => ({ step: index + 1, variants: [template], ...step })) };
}

describe('defaults', () => {
  it('are those of the contract', () => {
    const two = [
      { step: 1, variants: [template] },
      { step: 4, variants: [personal] },
    ];
    expect(withDefaults({ name: 'Spring', datasetId: 'dataset', steps: two })).toEqual({
      datasetId: 'dataset',
      name: 'Spring',
      description: null,
      type: 'email',
      launchType: 'immediate',
      startDate: null,
      dailyLimit: 500,
      windowStart: '09:00:00',
      windowEnd: '17:00:00',
      minIntervalSeconds: 300,
      timezone: 'UTC',
      sendDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
      steps: [
        {
          step: 1,
          delayDays: 0,
          channel: 'email',
          variants: [
            {
              label: 'A',
              weight: 100,
              type: 'TEMPLATE',
              templateId: 'template',
              senderProfileId: null,
            },
          ],
          aiPersonalizationEnabled: true,
          trackClicks: false,
          actionType: null,
          messageTemplate: null,
          approvalRequired: null,
        },
        {
          step: 4,
          delayDays: 1,
          channel: 'email',
          variants: [
            {
              label: 'A',
              weight: 100,
              type: 'PERSONALIZATION',
              templateId: null,
              senderProfileId: null,
            },
          ],
          aiPersonalizationEnabled: true,
          trackClicks: false,
          actionType: null,
          messageTemplate: null,
          approvalRequired: null,
        },
      ],
      aliasIds: null,
      connectedAccountId: null,
      systemPrompt: null,
      unreviewedLaunchPolicy: 'launch_default',
      approvalMode: 'optional',
      useLeadTimezone: false,
    });
  });

  it('fill in what is left out and nothing that is said', () => {
    const said = { step: 1, delayDays: 3, trackClicks: true, approvalRequired: false };
    const [first] = withDefaults({ ...email, steps: [{ ...said, variants: [] }] }).steps;
    expect(first).toMatchObject(said);
  });
});

describe('a campaign that goes together', () => {
  it('has no faults', () => {
    expect(faultsOf(email)).toEqual([]);
    expect(faultsOf(linkedin)).toEqual([]);
    const mixed: NewCampaign = { ...linkedin, type: 'mixed', aliasIds: ['alias'] };
    expect(faultsOf(mixed)).toEqual([]);
    expect(faultsOf(mixed, steps({}, { channel: 'linkedin' }))).toEqual([]);
  });

  it('may carry fields of the other channel', () => {
    const other = { actionType: 'inmail', messageTemplate: 'Hi' } as const;
    expect(faultsOf(email, { connectedAccountId: 'account', ...steps(other) })).toEqual([]);
    expect(faultsOf(linkedin, { aliasIds: [] })).toEqual([]);
  });
});

describe('senders', () => {
  it('are an alias for e-mail, an account for LinkedIn, and both for both', () => {
    expect(brief(email, { aliasIds: null })).toEqual(['alias_ids: any.required']);
    expect(brief(email, { aliasIds: [] })).toEqual(['alias_ids: any.required']);
    expect(brief(linkedin, { connectedAccountId: null })).toEqual([
      'connected_account_id: any.required',
    ]);
    const mixed: NewCampaign = { ...email, type: 'mixed', aliasIds: null };
    expect(brief(mixed)).toEqual(['alias_ids: any.required', 'connected_account_id: any.required']);
  });
});

describe('the schedule', () => {
  it('needs a date to be scheduled for, and only then', () => {
    expect(brief(email, { launchType: 'scheduled' })).toEqual(['start_date: any.required']);
    expect(brief(email, { launchType: 'scheduled', startDate: 0 })).toEqual([]);
  });

  it('has a window that starts before it ends', () => {
    const ending = (windowEnd: string) => brief(email, { windowStart: '09:00:00', windowEnd });
    expect(ending('09:00:01')).toEqual([]);
    expect(ending('09:00:00')).toEqual(['sending_window_end: any.order']);
    expect(ending('08:59:59')).toEqual(['sending_window_end: any.order']);
    expect(brief(email, { windowStart: '17:00:00' })).toEqual(['sending_window_end: any.order']);
  });

  it('is in a zone that exists', () => {
    expect(brief(email, { timezone: 'Europe/Vienna' })).toEqual([]);
    expect(brief(email, { timezone: 'Europe/Wien' })).toEqual(['timezone: string.timezone']);
    expect(brief(email, { timezone: '+02:00' })).toEqual(['timezone: string.timezone']);
  });

  it('names each of its days once, and one at least', () => {
    expect(brief(email, { sendDays: ['sun'] })).toEqual([]);
    expect(brief(email, { sendDays: [] })).toEqual(['send_days: array.min']);
    expect(brief(email, { sendDays: ['mon', 'tue', 'mon', 'mon'] })).toEqual([
      'send_days.2: array.unique',
      'send_days.3: array.unique',
    ]);
  });
});

describe('steps', () => {
  it('ascend, gaps allowed', () => {
    expect(brief(email, steps({ step: 1 }, { step: 7 }, { step: 32 }))).toEqual([]);
    expect(brief(email, steps({ step: 2 }, { step: 2 }, { step: 1 }))).toEqual([
      'steps.1.step: number.ascending',
      'steps.2.step: number.ascending',
    ]);
  });

  it('fit the type of their campaign', () => {
    expect(brief(email, steps({}, { channel: 'linkedin' }))).toEqual(['steps.1.channel: any.only']);
    expect(brief(linkedin, steps({ channel: 'email' }))).toEqual(['steps.0.channel: any.only']);
  });

  it('have 1 to 26 variants, or a text of their own on LinkedIn', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...template, label: `V${index}` }));
    expect(brief(email, steps({ variants: many(26) }))).toEqual([]);
    expect(brief(email, steps({ variants: many(27) }))).toEqual(['steps.0.variants: array.max']);
    expect(brief(email, steps({ variants: [] }))).toEqual(['steps.0.variants: array.min']);
    const spoken = { variants: [], messageTemplate: 'Hi {{ first_name }}' };
    expect(brief(email, steps(spoken))).toEqual(['steps.0.variants: array.min']);
    expect(brief(linkedin, steps({ channel: 'linkedin', ...spoken }))).toEqual([]);
    expect(brief(linkedin, steps({ channel: 'linkedin', variants: [] }))).toEqual([
      'steps.0.variants: array.min',
    ]);
  });
});

describe('variants', () => {
  it('have labels that tell them apart', () => {
    const variants = ['A', 'B', 'A', 'a'].map((label) => ({ ...template, label }));
    expect(faultsOf(email, steps({}, { variants }))).toEqual([
      {
        path: ['steps', 1, 'variants', 2, 'label'],
        message: 'must be unique in the step; "A" is taken',
        type: 'array.unique',
      },
    ]);
  });

  it('weigh something together', () => {
    const weighing = (...weights: readonly number[]) =>
      steps({ variants: weights.map((weight, i) => ({ ...template, label: `V${i}`, weight })) });
    expect(brief(email, weighing(0, 1))).toEqual([]);
    expect(brief(email, weighing(0, 0))).toEqual(['steps.0.variants: array.weight']);
  });

  it('name their template where an e-mail is one', () => {
    const bare: NewVariant = { label: 'A', type: 'TEMPLATE' };
    const fault = ['steps.0.variants.0.template_id: any.required'];
    expect(brief(email, steps({ variants: [bare] }))).toEqual(fault);
    expect(brief(email, steps({ variants: [{ ...bare, templateId: null }] }))).toEqual(fault);
    expect(brief(email, steps({ variants: [personal] }))).toEqual([]);
    expect(brief(linkedin, steps({ channel: 'linkedin', variants: [bare] }))).toEqual([]);
  });
});

it('all faults are found, not the first', () => {
  const everything: Partial<NewCampaign> = {
    aliasIds: [],
    launchType: 'scheduled',
    windowStart: '18:00:00',
    timezone: 'Mars/Olympus',
    sendDays: [],
    ...steps({ step: 2, channel: 'linkedin' }, { step: 1, variants: [] }),
  };
  expect(brief(email, everything)).toEqual([
    'alias_ids: any.required',
    'start_date: any.required',
    'sending_window_end: any.order',
    'timezone: string.timezone',
    'send_days: array.min',
    'steps.1.step: number.ascending',
    'steps.0.channel: any.only',
    'steps.1.variants: array.min',
  ]);
});
