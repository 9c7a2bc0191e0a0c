import { describe, expect, it } from 'vitest';
import { type CampaignResponse, campaign, createCampaignRequest } from './campaign.ts';

const uuid = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

/** What the oldest clients send: every field there is. */
const full = {
  name: 'Spring',
  dataset_id: uuid,
  steps: [
    {
      step: 2,
      delay_days: 1,
      channel: 'email',
      variants: [
        { label: 'A', weight: 50, type: 'TEMPLATE', template_id: uuid, sender_profile_id: uuid },
      ],
      ai_personalization_enabled: true,
      track_clicks: false,
      action_type: 'connection_request',
      message_template: 'Hello {{ first_name }}',
    },
  ],
  description: 'To whom it may concern',
  type: 'email',
  alias_ids: ['an alias'],
  connected_account_id: uuid,
  launch_type: 'immediate',
  start_date: '2023-11-07T05:31:56Z',
  daily_limit: 500,
  sending_window_start: '09:00:00',
  sending_window_end: '17:00:00',
  min_interval_seconds: 300,
  timezone: 'UTC',
  send_days: ['mon'],
  system_prompt: 'Write as if you meant it. '.repeat(4),
  unreviewed_launch_policy: 'launch_default',
};
const step = { step: 1, variants: [{ label: 'A', type: 'PERSONALIZATION' }] };
const least = { name: 'Spring', dataset_id: uuid, steps: [step] };

describe('a campaign to be created', () => {
  it('is read with every field that older clients send', () => {
    expect(createCampaignRequest.parse(full)).toEqual({
      ...full,
      start_date: Date.UTC(2023, 10, 7, 5, 31, 56),
      steps: [{ ...full.steps[0], approval_required: null }],
      approval_mode: 'optional',
      use_lead_timezone: false,
    });
  });

  it('has a default for whatever is left out', () => {
    expect(createCampaignRequest.parse(least)).toEqual({
      ...least,
      steps: [
        {
          step: 1,
          channel: 'email',
          variants: [
            {
              label: 'A',
              weight: 100,
              type: 'PERSONALIZATION',
              template_id: null,
              sender_profile_id: null,
            },
          ],
          ai_personalization_enabled: true,
          track_clicks: false,
          action_type: null,
          message_template: null,
          approval_required: null,
        },
      ],
      description: null,
      type: 'email',
      alias_ids: null,
      connected_account_id: null,
      launch_type: 'immediate',
      start_date: null,
      daily_limit: 500,
      sending_window_start: '09:00:00',
      sending_window_end: '17:00:00',
      min_interval_seconds: 300,
      timezone: 'UTC',
      send_days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      system_prompt: null,
      unreviewed_launch_policy: 'launch_default',
      approval_mode: 'optional',
      use_lead_timezone: false,
    });
  });

  it.each([
    ['name', ['', 'a'.repeat(256), null, 7], ['a', 'a'.repeat(255)]],
    ['dataset_id', ['7', null], [uuid.toUpperCase()]],
    ['steps', [[], Array(11).fill(step), null], [[step], Array(10).fill(step)]],
    ['description', ['a'.repeat(1001)], ['', 'a'.repeat(1000), null]],
    ['type', ['sms', null], ['linkedin', 'mixed']],
    ['alias_ids', [[''], 'a'], [[], ['a'], null]],
    ['connected_account_id', ['7'], [uuid, null]],
    ['launch_type', ['later'], ['scheduled']],
    ['start_date', ['2026-03-02T09:00:00', '2026-02-30T09:00:00Z'], ['2026-03-02T09:00:00+01:00']],
    ['daily_limit', [0, 10_001, 1.5, '5', null], [1, 10_000]],
    ['sending_window_start', ['9:00', '24:00', '09:60', null], ['00:00', '23:59:59']],
    ['min_interval_seconds', [59, 3601, null], [60, 3600]],
    ['timezone', ['', null], ['Europe/Vienna']],
    ['send_days', [[], ['monday'], null], [['sun'], ['sun', 'mon']]],
    ['system_prompt', ['a'.repeat(99), 'a'.repeat(5001)], ['a'.repeat(100), 'a'.repeat(5000)]],
    ['unreviewed_launch_policy', ['go', null], ['hold', 'cancel']],
    ['approval_mode', ['always', null], ['required']],
    ['use_lead_timezone', ['yes', null], [true]],
    ['colour', ['red'], []],
  ])('holds %s to its range', (field, refused, accepted) => {
    const isRead = (value: unknown) =>
      createCampaignRequest.safeParse({ ...least, [field]: value }).success;
    expect(refused.filter(isRead)).toEqual([]);
    expect(accepted.filter((value) => !isRead(value))).toEqual([]);
  });

  it.each([
    ['step', [0, 33, 1.5, null], [1, 32]],
    ['delay_days', [-1, 366, null], [0, 365]],
    ['channel', ['sms', null], ['linkedin']],
    ['variants', [Array(27).fill(step.variants[0]), null], [[], Array(26).fill(step.variants[0])]],
    ['action_type', ['poke'], ['inmail', 'profile_view', 'post_engagement', 'message', null]],
    ['approval_required', ['yes'], [true, false, null]],
    ['colour', ['red'], []],
  ])('holds %s of a step to its range', (field, refused, accepted) => {
    const isRead = (value: unknown) =>
      createCampaignRequest.safeParse({ ...least, steps: [{ ...step, [field]: value }] }).success;
    expect(refused.filter(isRead)).toEqual([]);
    expect(accepted.filter((value) => !isRead(value))).toEqual([]);
  });

  it.each([
    ['label', ['', 'a'.repeat(11), null], ['a'.repeat(10)]],
    ['weight', [-1, 101, 1.5, null], [0, 100]],
    ['type', ['template', null, undefined], ['TEMPLATE']],
    ['template_id', ['7'], [null]],
    ['sender_profile_id', ['7'], [null]],
    ['colour', ['red'], []],
  ])('holds %s of a variant to its range', (field, refused, accepted) => {
    const isRead = (value: unknown) => {
      const variants = [{ ...step.variants[0], [field]: value }];
      return createCampaignRequest.safeParse({ ...least, steps: [{ ...step, variants }] }).success;
    };
    expect(refused.filter(isRead)).toEqual([]);
    expect(accepted.filter((value) => !isRead(value))).toEqual([]);
  });
});

describe('a campaign that is told of', () => {
  const at = '2023-11-07T05:31:56.000Z';
  const { steps: _, ...same } = full;
  const told = {
    ...same,
    campaign_id: uuid,
    user_id: uuid,
    status: 'draft',
    steps_config: [{ ...full.steps[0], approval_required: null }],
    created_at: at,
    updated_at: at,
    start_date: at,
    total_leads: 123,
    processed_leads: 0,
    launch_job_id: 'a job',
    launch_requested_at: at,
    launch_error: 'an error',
    paused_reason: 'a reason',
    playground_discovery_dismissed_at: at,
  };
  const yes = { allowed: true, reason: null };
  const ours = {
    account_id: uuid,
    cancelled_at: null,
    approval_mode: 'optional',
    use_lead_timezone: false,
    can: {
      launch: yes,
      pause: { allowed: false, reason: 'This campaign is a draft; nothing of it is running.' },
      resume: yes,
      cancel: yes,
      delete: yes,
      repair: yes,
      edit_content: yes,
      edit_schedule: yes,
      edit_pace: yes,
    },
  };

  it('has every field of the contract, and ours', () => {
    expect(campaign.parse({ ...told, ...ours })).toEqual({ ...told, ...ours });
  });

  it('is never without a field, and loses what the contract does not know', () => {
    const complete = { ...told, ...ours };
    for (const field of Object.keys(complete) as (keyof CampaignResponse)[]) {
      const { [field]: __, ...without } = complete;
      expect([field, campaign.safeParse(without).success]).toEqual([field, false]);
    }
    expect(campaign.parse({ ...complete, lease_token: 'secret' })).toEqual(complete);
  });
});
